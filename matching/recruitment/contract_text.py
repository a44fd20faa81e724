"""Facts that a contract seems to state, proposed to a person and asserted to nobody.

Each proposal shows the sentence it rests on. None enters a check by itself: a person confirms it,
and only then is it a declared fact. Patterns for English, French, Spanish, German and, fewer,
Arabic stand in contract_words. Sentences in other languages propose nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from matching.recruitment.contract_clauses import READERS
from matching.recruitment.contract_sentences import all_words, sentences_of
from matching.recruitment.facts import Fact, dossier_schema
from matching.recruitment.values import read_value
from qualifications.documents.written import written_text

__all__ = ["Proposal", "contract_text", "proposals_as_json", "propose"]

_IN_DISPUTE = 0.3
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A fact that a sentence seems to state.

    `path` is the fact's, `list[+]` for a line to add. `confidence` (0..1) grades the kind of
    pattern that matched, 0.3 where the contract proposes two values for one fact; it is not a
    measured probability.
    """

    path: str
    value: object
    sentence: str
    confidence: float


def contract_text(content: bytes) -> str:
    """The text of a contract in a PDF, DOCX or text file; raises FileRefused with what to do."""
    return written_text(content, "contract")


def propose(text: str) -> tuple[Proposal, ...]:
    """The facts that a contract's text seems to state, in the order of its sentences."""
    found: dict[tuple[str, str], Proposal] = {}
    for sentence in sentences_of(text):
        for proposal in _of_sentence(sentence):
            found.setdefault((proposal.path, repr(proposal.value)), proposal)
    return tuple(_settled(found.values()))[:_MOST]


def proposals_as_json(proposals: Iterable[Proposal]) -> list[dict[str, object]]:
    """Proposals in the types that JSON has."""
    return [asdict(proposal) for proposal in proposals]


def _of_sentence(sentence: str) -> Iterator[Proposal]:
    for words in all_words():
        for read in READERS:
            for path, value, confidence in read(sentence, words):
                yield Proposal(
                    path=path, value=_valid(path, value), sentence=sentence, confidence=confidence
                )


def _valid(path: str, value: object) -> object:
    """The value as a dossier would read it: what is proposed can always be confirmed."""
    schema = dossier_schema().facts
    if path.endswith("[+]"):
        fact: Fact = schema[path.removesuffix("[+]")]
        read = read_value(fact, [value], path)
        assert isinstance(read, tuple)  # noqa: S101 - a list is read as a tuple
        return read[0]
    read = read_value(schema[path], value, path)
    return list(read) if isinstance(read, tuple) else read


def _settled(proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Lower the confidence where one fact is proposed with two values."""
    made = list(proposals)
    paths = [proposal.path for proposal in made]
    for proposal in made:
        lists = proposal.path.endswith("[+]") or proposal.path == "contract.languages"
        if paths.count(proposal.path) > 1 and not lists:
            yield replace(proposal, confidence=min(proposal.confidence, _IN_DISPUTE))
        else:
            yield proposal

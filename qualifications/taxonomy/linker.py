"""Titles and skills in any language to concepts of the taxonomy, with the odds of being right.

The trained weights know the languages of ESCO's labels from hashed n-grams alone; the names that
the taxonomy itself carries (English from the package, any language after an import) are compared
word by word as well. Below a stated confidence the linker says nothing rather than guess.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from qualifications.taxonomy.concepts import IscoGroup, Kind, Taxonomy
from qualifications.taxonomy.everyday import everyday_skills, everyday_titles, taken_at_its_word
from qualifications.taxonomy.kind_linker import UNSURE, KindLinker, Question
from qualifications.taxonomy.labels import Label
from qualifications.taxonomy.language import LanguageGuesser
from qualifications.taxonomy.learned import KindWeights, shipped
from qualifications.taxonomy.meaning import shipped_meaning
from qualifications.taxonomy.ranking import Ranking
from qualifications.taxonomy.scoring import ConceptScorer, names_of
from qualifications.taxonomy.sentences import (
    SentenceReader,
    SentenceWeights,
    is_sentence,
    shipped_sentence_weights,
)
from qualifications.taxonomy.text import LONGEST_TITLE, clean, fold, variants

__all__ = ["DEFAULT_CONFIDENCE", "UNSURE", "Linked", "Linker"]

DEFAULT_CONFIDENCE: Final[Mapping[Kind, float]] = {"occupation": 0.15, "skill": 0.25}
"""Below this probability of being right a concept is not answered, unless the caller says so."""

_SURELY_OTHER = 0.9
"""From this confidence on a whole title is other work than its first part alone."""
_SLASH = "/"
"""Parts of a title that a slash divides are other forms or other work, no company's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A concept that a text was linked to: how probably it is the right one, and its name."""

    uri: str
    score: float
    label: str


class Linker:
    """Links texts to the concepts of one taxonomy; the weights of a kind load when first asked."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy

    @classmethod
    def load(cls, taxonomy: Taxonomy) -> "Linker":
        """A linker for a taxonomy; its own names count, in every language it was imported in."""
        return cls(taxonomy)

    def link(
        self,
        text: str,
        kind: Kind,
        *,
        language: str | None = None,
        top: int = 10,
        min_confidence: float | None = None,
        within: Collection[str] | None = None,
    ) -> tuple[Linked, ...]:
        """The concepts a title or skill means, most probable first; empty where none is sure.

        `language` (ISO 639-1) settles what would otherwise be guessed: which evidence is trusted,
        and the language of the labels where the taxonomy has it. `min_confidence` 0 ranks to `top`
        always; `within` allows only these URIs.
        """
        return self.link_many(
            [text],
            kind,
            language=language,
            top=top,
            min_confidence=min_confidence,
            within=within,
        )[0]

    def link_many(
        self,
        texts: Sequence[str],
        kind: Kind,
        *,
        language: str | Sequence[str | None] | None = None,
        top: int = 10,
        min_confidence: float | None = None,
        within: Collection[str] | None = None,
        quick: bool = False,
    ) -> list[tuple[Linked, ...]]:
        """One answer for each text, as `link` gives it; equal texts are worked out once.

        `quick` takes the n-grams' answer as it stands where they know the writing at all: no
        second opinion, no trying of parts.
        """
        asked = self._kinds[kind]
        least = DEFAULT_CONFIDENCE[kind] if min_confidence is None else min_confidence
        spoken = (
            [language] * len(texts) if language is None or isinstance(language, str) else language
        )
        questions = list(zip(texts, spoken, strict=True))
        distinct = list(dict.fromkeys(q for q in questions if fold(q[0][:LONGEST_TITLE])))
        rankings = dict(zip(distinct, asked.rank(distinct, top, within, quick=quick), strict=True))
        if kind == "skill" and not quick:
            rankings |= self._read_sentences(distinct, top, within)
        if kind == "occupation":
            rankings |= self._at_their_word(rankings, top, within)
        else:
            rankings |= self._skills_at_their_word(rankings, top, within)
        return [
            tuple(self._answers(asked, rankings[question], least, self._shown_in(question)))
            if question in rankings
            else ()
            for question in questions
        ]

    def _at_their_word(
        self, rankings: Mapping[Question, Ranking], top: int, within: Collection[str] | None
    ) -> dict[Question, Ranking]:
        """Rankings of the titles whose meaning our own table states."""
        numbers = self._everyday
        allowed = set(self._kinds["occupation"].allowed(within).tolist())
        found: dict[Question, Ranking] = {}
        for question, ranking in rankings.items():
            whole, *parts = (numbers.get(fold(part)) for part in variants(question[0]))
            if whole is None and _SLASH not in question[0]:
                whole = self._kin(ranking, parts)
            if whole is not None and whole in allowed:
                found[question] = taken_at_its_word(ranking, whole, top)
        return found

    def _skills_at_their_word(
        self, rankings: Mapping[Question, Ranking], top: int, within: Collection[str] | None
    ) -> dict[Question, Ranking]:
        """Rankings of the skills whose wording our own table states."""
        allowed = set(self._kinds["skill"].allowed(within).tolist())
        named = {q: self._everyday_skills.get(fold(clean(q[0]))) for q in rankings}
        return {
            question: taken_at_its_word(rankings[question], number, top)
            for question, number in named.items()
            if number is not None and number in allowed
        }

    def _kin(self, ranking: Ranking, parts: Sequence[int | None]) -> int | None:
        """What the first part of a title names, unless the whole is surely other work.

        A word as broad as a group says nothing beside others: "Engineer - Acme" may be any.
        """
        scorer = self._kinds["occupation"].scorer
        number = parts[0] if parts else None
        if number is None or scorer.is_group[number]:
            return None
        if not len(ranking[0]) or ranking[1][0] < _SURELY_OTHER:
            return number
        codes = [_isco08(self.taxonomy, scorer.uris[n]) for n in (number, int(ranking[0][0]))]
        return number if codes[0] == codes[1] else None

    @cached_property
    def _everyday(self) -> Mapping[str, int]:
        """The concept number of each title in our own table."""
        number = {uri: n for n, uri in enumerate(self._kinds["occupation"].scorer.uris)}
        return {title: number[uri] for title, uri in everyday_titles(self.taxonomy).items()}

    @cached_property
    def _everyday_skills(self) -> Mapping[str, int]:
        """The skill number of each wording in our own table."""
        number = {uri: n for n, uri in enumerate(self._kinds["skill"].scorer.uris)}
        return {words: number[uri] for words, uri in everyday_skills(self.taxonomy).items()}

    def _shown_in(self, question: Question) -> str:
        """The language of the labels: the one told, else the text's own, else English."""
        text, told = question
        if told is None and len(self.taxonomy.languages) > 1:
            told = self.detect_language(text)
        return told or "en"

    def knows(self, texts: Sequence[str], kind: Kind) -> list[bool]:
        """Whether each text is spelled like a name of the kind in some language."""
        return self._kinds[kind].weights.learned.fingerprints.met(
            [fold(clean(text)) for text in texts]
        )

    def of_kind(self, kind: Kind) -> KindLinker:
        """What ranks the concepts of one kind, for measuring."""
        return self._kinds[kind]

    def named(self, kind: Kind) -> list[Label]:
        """Every name the taxonomy has for its concepts of the kind, in its languages."""
        return [
            Label(uri, language, name, name == preferred, fold(clean(name)))
            for language in self.taxonomy.languages
            for uri, preferred, others in self.taxonomy.names(kind, language)
            for name in (preferred, *others)
        ]

    def detect_language(self, text: str) -> str | None:
        """The language of a text as an ISO 639-1 code; None where it cannot be told."""
        return self._languages.guess(text)

    def sentence_reader(self, weights: SentenceWeights | None = None) -> SentenceReader:
        """What ranks skills for whole sentences; with the shipped weights unless told."""
        asked = self._kinds["skill"]
        own = shipped_sentence_weights() if weights is None else weights
        return SentenceReader(
            weights=own.reordered(asked.scorer.uris),
            names=asked.scorer.index,
            languages=self._languages,
            spelled=partial(self.knows, kind="skill"),
            link=asked.rank_quickly,
        )

    def _read_sentences(
        self, questions: Sequence[Question], top: int, within: Collection[str] | None
    ) -> dict[Question, Ranking]:
        """Rankings for those texts that are sentences and no known name of a skill."""
        long = [question for question in questions if is_sentence(question[0])]
        met = self.knows([text for text, _ in long], "skill")
        asked = [question for question, known in zip(long, met, strict=True) if not known]
        if not asked:
            return {}
        allowed = self._kinds["skill"].allowed(within)
        cut = [text[:LONGEST_TITLE] for text, _ in asked]
        return dict(zip(asked, self._sentences.rank(cut, top, allowed), strict=True))

    @cached_property
    def _sentences(self) -> SentenceReader:
        return self.sentence_reader()

    def _answers(
        self, asked: KindLinker, ranking: Ranking, least: float, language: str
    ) -> Iterator[Linked]:
        for number, score in zip(*ranking, strict=True):
            if score >= least:
                uri = asked.scorer.uris[number]
                label = self.taxonomy.label(uri, language)
                yield Linked(uri=uri, score=round(float(score), 4), label=label)

    @cached_property
    def _kinds(self) -> "_Kinds":
        return _Kinds(self.taxonomy, self._languages)

    @cached_property
    def _languages(self) -> LanguageGuesser:
        return LanguageGuesser.load()


class _Kinds(dict[Kind, KindLinker]):
    """The kinds in use, each loaded once."""

    def __init__(self, taxonomy: Taxonomy, languages: LanguageGuesser) -> None:
        super().__init__()
        self._taxonomy = taxonomy
        self._languages = languages

    def __missing__(self, kind: Kind) -> KindLinker:
        weights = KindWeights.read(shipped(f"{kind}.npz"))
        names = list(names_of(self._taxonomy, kind))
        scorer = ConceptScorer.of(self._taxonomy, kind, weights.learned, names)
        self[kind] = KindLinker(scorer, weights, self._languages, shipped_meaning)
        return self[kind]


def _isco08(taxonomy: Taxonomy, uri: str) -> str:
    concept = taxonomy.concept(uri)
    return concept.code if isinstance(concept, IscoGroup) else str(getattr(concept, "isco08", ""))

"""An answer in sentences that its holder can read, plainly no official decision."""

from collections.abc import Iterator
from typing import Final

from models.findings import Source
from models.outcomes import Recognition
from models.people import Credential
from qualifications.sentences import ENGLISH, said_in, say, word
from qualifications.sentences.values import country_in, field_in

NOT_OFFICIAL: Final = word("head.not_official", ENGLISH)
ELEMENTS: Final = ("level", "workload", "quality", "profile", "learning_outcomes")
KINDS: Final = ("declinable", "further_information", "basis", "counterfactual")


def explain(
    answer: Recognition, credential: Credential, host: str | None = None, language: str = ENGLISH
) -> str:
    """The answer as plain text in a language, the outcome first; the rest follows in its order."""
    blocks = (
        _what_it_is(answer, credential, language),
        _how_it_is_treated(answer, host, language),
        *_reasons(answer, language),
        _steps(answer, language),
        _sources(answer, language),
        [
            said_in(say("head.answered", day=answer.on.isoformat()), language)
            + " "
            + word("head.not_official", language)
        ],
    )
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def what_it_is(
    answer: Recognition, credential: Credential, language: str = ENGLISH
) -> Iterator[tuple[str, str]]:
    """What is known of the credential itself, as pairs of a heading's key and a fact."""
    yield "credential", credential.title.strip()
    if answer.award is not None:
        award = answer.award
        where = f" ({country_in(award.country, language)})" if award.country else ""
        matched = said_in(say("head.match", match=award.match.value), language)
        names = " – ".join(dict.fromkeys((award.name, award.name_en)))
        yield "award", f"{names}{where}, {matched}"
        if award.alternatives:
            yield "could_be", "; ".join(award.alternatives)
    yield "isced", _known(answer.isced_level, language)
    yield "eqf", _known(answer.eqf_level, language)
    if answer.isced_f is not None:
        yield "field", f"{answer.isced_f.code} {field_in(answer.isced_f.code, language)}"
    if answer.institution is not None:
        status = word(f"institution_status.{answer.institution.status}", language)
        yield "institution", f"{answer.institution.name} ({status})"


def _what_it_is(answer: Recognition, credential: Credential, language: str) -> list[str]:
    facts = what_it_is(answer, credential, language)
    return [f"{word(f'head.{key}', language)}: {fact}" for key, fact in facts]


def _how_it_is_treated(answer: Recognition, host: str | None, language: str) -> list[str]:
    if answer.outcome is None:
        return []
    place = {"country": host or "?", "outcome": answer.outcome.value}
    lines = [said_in(say("head.in_host", **place), language)]
    if answer.host_equivalent:
        nearest = said_in(answer.host_equivalent, language)
        lines.append(f"{word('head.nearest', language)}: {nearest}")
    for key, element in (answer.elements or {}).items():
        status = word(f"status.{element.status}", language)
        because = said_in(element.because, language)
        lines.append(f"  {word(f'element_name.{key}', language)}: {status}. {because}")
    lines.append(f"{word('head.confidence', language)}: {answer.confidence:.0%}")
    if answer.decided_by is not None:
        rule = said_in(answer.decided_by.text, language)
        source = answer.decided_by.source
        cite = f" [{cited(source)}]" if source else ""
        lines.append(f"{word('head.decided_by', language)}: {rule}{cite}")
    return lines


def _reasons(answer: Recognition, language: str) -> Iterator[list[str]]:
    for kind in KINDS:
        said = [f"  - {said_in(r.text, language)}" for r in answer.reasons if r.type == kind]
        if said:
            yield [f"{word(f'reason.{kind}', language)}:", *said]


def _steps(answer: Recognition, language: str) -> list[str]:
    if not answer.next_steps:
        return []
    lines = [f"{word('head.next', language)}:"]
    for number, step in enumerate(answer.next_steps, 1):
        where = ", ".join(filter(None, (step.authority, step.url)))
        text = said_in(step.text, language)
        lines.append(f"  {number}. {text}" + (f" [{where}]" if where else ""))
    return lines


def cited(source: Source) -> str:
    """A source in one line, with how far it was followed to its text."""
    parts = (source.instrument, source.pinpoint, source.date and source.date.isoformat())
    return f"{', '.join(p for p in parts if p)} ({source.review.value})"


def _sources(answer: Recognition, language: str) -> list[str]:
    if not answer.sources:
        return []
    return [f"{word('head.sources', language)}:", *(f"  - {cited(s)}" for s in answer.sources)]


def _known(value: object, language: str) -> str:
    return word("head.not_known", language) if value is None else str(value)

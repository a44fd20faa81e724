"""An answer in sentences that its holder can read, plainly no official decision."""

from collections.abc import Iterator, Mapping
from typing import Final

from models.findings import Source
from models.outcomes import Outcome, Recognition
from models.people import Credential
from qualifications.countries import country_name, is_country

NOT_OFFICIAL: Final = (
    "This is guidance from public facts and cited rules. It is not an official decision, and no "
    "authority is bound by it."
)
OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.AUTOMATIC_RECOGNITION: "Likely recognised by treaty or law, without an assessment.",
    Outcome.FULL_COMPARABILITY: "Likely treated as equal to the award named below.",
    Outcome.LEVEL_COMPARABILITY_ONLY: "The level is likely accepted; no award is its equal.",
    Outcome.ALTERNATIVE_RECOGNITION: "Likely recognised as another award or one level lower.",
    Outcome.PARTIAL_RECOGNITION: "Likely recognised as part of a programme.",
    Outcome.CONDITIONAL_COMPENSATION: "Likely recognised after a test, a course or practice.",
    Outcome.NO_COMPARABILITY: "Recognition is unlikely for this purpose; the reasons follow.",
    Outcome.BACKGROUND_PAPER: "A background paper and an interview take the place of papers.",
    Outcome.CANNOT_DETERMINE: "It cannot be said yet; the facts that are missing follow.",
}
ELEMENTS: Final[Mapping[str, str]] = {
    "level": "Level",
    "workload": "Length of studies",
    "quality": "Quality (status of the institution)",
    "profile": "Profile (kind and field)",
    "learning_outcomes": "Learning outcomes",
}
STATUSES: Final[Mapping[str, str]] = {
    "met": "met",
    "minor_difference": "minor difference",
    "substantial_difference": "substantial difference",
    "unknown": "not known",
}
REASONS: Final[Mapping[str, str]] = {
    "declinable": "What speaks against it",
    "further_information": "What is missing",
    "basis": "What it rests on",
    "counterfactual": "What would change it",
}


def explain(answer: Recognition, credential: Credential, host: str | None = None) -> str:
    """The answer as plain text, the outcome first."""
    blocks = (
        _what_it_is(answer, credential),
        _how_it_is_treated(answer, host),
        *_reasons(answer),
        _steps(answer),
        _sources(answer),
        [f"Answered for {answer.on.isoformat()}. {NOT_OFFICIAL}"],
    )
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def what_it_is(answer: Recognition, credential: Credential) -> Iterator[tuple[str, str]]:
    """What is known of the credential itself, as pairs of a heading and a fact."""
    yield "Credential", credential.title.strip()
    if answer.award is not None:
        award = answer.award
        where = f" ({country_name(award.country)})" if award.country else ""
        yield "Award", f"{award.name} – {award.name_en}{where}, match: {award.match.value}"
        if award.alternatives:
            yield "Could also be", "; ".join(award.alternatives)
    yield "ISCED 2011 level", _known(answer.isced_level)
    yield "EQF level", _known(answer.eqf_level)
    if answer.isced_f is not None:
        yield "Field (ISCED-F 2013)", f"{answer.isced_f.code} {answer.isced_f.title}"
    if answer.institution is not None:
        yield "Institution", f"{answer.institution.name} ({answer.institution.status})"


def _what_it_is(answer: Recognition, credential: Credential) -> list[str]:
    return [f"{heading}: {fact}" for heading, fact in what_it_is(answer, credential)]


def _how_it_is_treated(answer: Recognition, host: str | None) -> list[str]:
    if answer.outcome is None:
        return []
    where = country_name(host) if host and is_country(host) else host or "the host"
    lines = [f"In {where}: {OUTCOMES[answer.outcome]}"]
    if answer.host_equivalent:
        lines.append(f"Nearest award there: {answer.host_equivalent}")
    for key, element in (answer.elements or {}).items():
        lines.append(f"  {ELEMENTS[key]}: {STATUSES[element.status]}. {element.because}")
    lines.append(f"Confidence: {answer.confidence:.0%}")
    return lines


def _reasons(answer: Recognition) -> Iterator[list[str]]:
    for kind, heading in REASONS.items():
        said = [f"  - {r.text}" for r in answer.reasons if r.type == kind]
        if said:
            yield [f"{heading}:", *said]


def _steps(answer: Recognition) -> list[str]:
    if not answer.next_steps:
        return []
    lines = ["What to do next:"]
    for number, step in enumerate(answer.next_steps, 1):
        where = ", ".join(filter(None, (step.authority, step.url)))
        lines.append(f"  {number}. {step.text}" + (f" [{where}]" if where else ""))
    return lines


def cited(source: Source) -> str:
    """A source in one line, with how far it was followed to its text."""
    parts = (source.instrument, source.pinpoint, source.date and source.date.isoformat())
    return f"{', '.join(p for p in parts if p)} ({source.review.value})"


def _sources(answer: Recognition) -> list[str]:
    return ["Sources:", *(f"  - {cited(s)}" for s in answer.sources)] if answer.sources else []


def _known(value: object) -> str:
    return "not known" if value is None else str(value)

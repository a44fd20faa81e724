"""From a credential to an occupation: the skills it does not show, and what makes up for them.

What a host asks for by law comes from its rules, with their source, or is unknown; what an employer
may miss are skills of the occupation that the credential does not make likely.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.findings import Source
from models.outcomes import Outcome, Recognition
from qualifications.competences import Competence
from qualifications.professions import load_professions
from qualifications.regulation import UNREGULATED, Regulation, regulation_of
from qualifications.sentences import Sentence, say
from qualifications.taxonomy.concepts import Occupation, Taxonomy
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.treaties import load_instruments

_ESSENTIAL: Final = 0.5  # probability from which an occupation is taken to ask for a skill
_SHOWN: Final = 0.35  # probability from which the credential is taken to show a skill
_MOST: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What makes up for a difference: its code, its sentence, and the rule that asks for it."""

    code: str
    text: Sentence
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A skill of the occupation that the credential does not show.

    `asked` is how probably the occupation asks for it, `held` how probably the holder has it.
    """

    uri: str
    label: str
    asked: float
    held: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The way from a credential to an occupation in a host.

    `shown` is the share of the occupation's essential skills that the credential makes likely.
    """

    occupation: str
    label: str
    isco08: str
    shown: float
    missing: tuple[Missing, ...]
    measures: tuple[Measure, ...]
    note: Sentence


def plan_for(
    answer: Recognition,
    competences: Sequence[Competence],
    occupation: Occupation,
    *,
    host: str | None,
    taxonomy: Taxonomy,
    implied: ImpliedSkills,
) -> Plan:
    """The plan from a recognised credential to an occupation (ESCO), in a host or in none."""
    held = {c.uri: c.probability for c in competences}
    asked = implied.skills_of(occupation.uri, at_least=_ESSENTIAL)
    missing = tuple(_missing(asked, held, taxonomy))
    have = sum(held.get(uri, 0.0) >= _SHOWN for uri, _ in asked)
    return Plan(
        occupation=occupation.uri,
        label=occupation.preferred,
        isco08=occupation.isco08,
        shown=round(have / len(asked), 3) if asked else 0.0,
        missing=missing,
        measures=tuple(_measures(answer, occupation.isco08, host)) if host else (),
        note=say("plan.skills") if missing else say("plan.none_missing"),
    )


def _missing(
    asked: Sequence[tuple[str, float]], held: Mapping[str, float], taxonomy: Taxonomy
) -> Iterator[Missing]:
    open_ = [(uri, p) for uri, p in asked if held.get(uri, 0.0) < _SHOWN]
    for uri, probability in open_[:_MOST]:
        yield Missing(
            uri=uri,
            label=taxonomy.label(uri),
            asked=round(probability, 3),
            held=held.get(uri, 0.0),
        )


def _measures(answer: Recognition, isco08: str, host: str) -> Iterator[Measure]:
    """What the host asks for by its rules, each with its source; unknown where none is known."""
    profession = load_professions().of_occupation(isco08)
    if profession is None:
        yield Measure(code="unknown", text=say("plan.unknown"))
        return
    regulation = regulation_of(profession, host)
    if regulation.regulated == UNREGULATED:
        yield Measure(code="unregulated", text=say("plan.unregulated"), source=regulation.source)
        return
    if answer.outcome is Outcome.AUTOMATIC_RECOGNITION:
        return
    yield from _by_rule(answer, regulation)


def _by_rule(answer: Recognition, regulation: Regulation) -> Iterator[Measure]:
    named = regulation.measures
    if answer.route == "regulated_general":
        # Directive 2005/36/EC, Article 14: one or the other, as the applicant chooses.
        directive = load_instruments()["directive"].source
        for code in ("adaptation_period", "aptitude_test", "choice"):
            yield Measure(code=code, text=say(f"plan.{code}"), source=directive)
        named = tuple(code for code in named if code == "language")
    for code in named:
        yield Measure(code=code, text=say(f"plan.{code}"), source=regulation.source)
    if not named and answer.route != "regulated_general":
        yield Measure(code="unknown", text=say("plan.unknown"))

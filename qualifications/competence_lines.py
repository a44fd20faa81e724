"""Competences and plans, as one JSON object asks for them beside its recognition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from models.findings import Source
from models.outcomes import AwardMatchKind, Recognition
from models.people import Credential
from qualifications.competences import MOST, Competence, Competences, Studied
from qualifications.credential_lines import country_called, read_credential, read_text, refused
from qualifications.identity import subject_of
from qualifications.plans import Plan, plan_for
from qualifications.professions import load_professions
from qualifications.recognition import Recogniser
from qualifications.recognition_batch import answer_to
from qualifications.sentences import known_language, said_in
from qualifications.taxonomy.concepts import IscoGroup, Occupation, Skill, Taxonomy
from qualifications.taxonomy.implied import ImpliedSkills

# How far a reading of the award is believed.
_READ: Final[Mapping[AwardMatchKind, float]] = {
    AwardMatchKind.EXACT: 1.0,
    AwardMatchKind.USUAL: 0.9,
    AwardMatchKind.AMBIGUOUS: 0.6,
    AwardMatchKind.UNLISTED: 0.4,
}

FindOccupation = Callable[[str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What answers questions of competences: the taxonomy, its relations, and a finder of titles.

    `find` gives the URI of the occupation that a text means, None where it is not sure.
    """

    taxonomy: Taxonomy
    implied: ImpliedSkills
    competences: Competences
    find: FindOccupation


def is_asked(line: Mapping[str, Any]) -> bool:
    """Whether an object asks for skills, or for the way to an occupation."""
    return bool(line.get("skills") or line.get("occupation"))


def competence_fields(
    line: Mapping[str, Any],
    asking: Asking,
    recogniser: Recogniser,
    *,
    on: date | None,
    language: str | None = None,
) -> dict[str, Any]:
    """The `skills` and the `plan` of an object whose credential was recognised.

    Raises FieldRefused for an occupation that is none.
    """
    spoken = known_language(language or read_text(line, "language") or "en")
    host = country_called(read_text(line, "host"))
    credential, answer = read_credential(line), answer_to(line, host, on, recogniser)
    every = asking.competences.of(studied(credential, answer), most=len(asking.taxonomy.skills))
    found = every[:MOST]
    wanted = read_text(line, "occupation")
    plan = None
    if wanted is not None:
        plan = plan_for(
            answer,
            every,
            _occupation(wanted, asking),
            host=host,
            taxonomy=asking.taxonomy,
            implied=asking.implied,
        )
    return {
        "skills": [_competence(c, asking.taxonomy, spoken) for c in found],
        "plan": _plan(plan, asking.taxonomy, spoken) if plan else None,
    }


def studied(credential: Credential, answer: Recognition) -> Studied:
    """What of a recognised credential decides its competences."""
    professions = load_professions()
    profession = professions.named(credential.profession)
    field = answer.isced_f
    trains = (
        profession is not None
        and field is not None
        and profession.is_field(field.code)
        and (answer.isced_level or 0) >= profession.isced_level
    )
    read = _READ[answer.award.match] if answer.award else 0.5
    return Studied(
        isced_level=answer.isced_level,
        isced_f=field.code if field else None,
        subject=credential.field or subject_of(credential),
        profession=profession.name if profession and trains else None,
        isco08=professions.isco08_of(profession)[0] if profession and trains else None,
        sure=read * (0.5 + 0.5 * field.confidence) if field else read,
    )


def _occupation(text: str, asking: Asking) -> Occupation:
    uri = text if text in asking.taxonomy else asking.find(text)
    concept = asking.taxonomy.concept(uri) if uri else None
    if isinstance(concept, IscoGroup):
        code = concept.code
        concept = next((o for o in asking.taxonomy.occupations if o.isco08.startswith(code)), None)
    if concept is None or isinstance(concept, Skill):
        what_to_do = "Write a job title, or an occupation's URI (highroad taxonomy show)."
        raise refused("occupation", text, what_to_do)
    return concept


def _competence(competence: Competence, taxonomy: Taxonomy, language: str) -> dict[str, Any]:
    return {
        "uri": competence.uri,
        "label": taxonomy.label(competence.uri, language),
        "kind": competence.kind,
        "probability": competence.probability,
        "because": said_in(competence.because, language),
    }


def _plan(plan: Plan, taxonomy: Taxonomy, language: str) -> dict[str, Any]:
    return {
        "occupation": plan.occupation,
        "label": taxonomy.label(plan.occupation, language),
        "isco08": plan.isco08,
        "shown": plan.shown,
        "note": said_in(plan.note, language),
        "missing": [
            {
                "uri": skill.uri,
                "label": taxonomy.label(skill.uri, language),
                "asked": skill.asked,
                "held": skill.held,
            }
            for skill in plan.missing
        ],
        "measures": [
            {"code": m.code, "text": said_in(m.text, language), "source": _source(m.source)}
            for m in plan.measures
        ],
    }


def _source(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    values = {name: getattr(source, name) for name in source.__slots__}
    return {**values, "date": source.date.isoformat() if source.date else None}

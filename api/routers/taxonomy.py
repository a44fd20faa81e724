"""The common taxonomy: what it holds, its concepts by name, and what a text is linked to."""

from collections.abc import Iterator
from heapq import nsmallest
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.dependencies import UsesApplication, UsesPage, UsesSettings, UsesTop
from api.routers.vacancies import Language
from api.schemas import Answer, fault_answers
from models.errors import FieldRefused
from qualifications.taxonomy.concepts import IscoGroup, Kind, Occupation, Taxonomy
from qualifications.taxonomy.relatedness import Level

router = APIRouter(prefix="/taxonomy", tags=["taxonomy"])

ConceptKind = Annotated[Kind, Query(description="Look among occupations or among skills.")]


class TaxonomyAnswer(Answer):
    """Which taxonomy this installation uses, and how much it holds."""

    version: str
    origin: Literal["embedded", "imported"]
    languages: list[str]
    occupations: int
    skills: int
    isco_groups: int
    attribution: str


class NamedConcept(Answer):
    """A concept and what it is called."""

    uri: str
    label: str


class FoundAnswer(Answer):
    """The concepts whose names hold the words, nearest first."""

    concepts: list[NamedConcept]
    attribution: str


class LinkedConcept(NamedConcept):
    """A concept that a text may mean; the score is a calibrated probability."""

    score: float


class LinkedAnswer(Answer):
    """What a text is linked to, best first; empty where nothing is sure enough."""

    ranked: list[LinkedConcept]
    attribution: str


class RelationAnswer(Answer):
    """How a held concept stands to an asked one; the number is how near it is, 0..1."""

    held: NamedConcept
    asked: NamedConcept
    level: Level
    number: float
    attribution: str


class ConceptAnswer(NamedConcept):
    """A concept with its codes and every name it has in a language."""

    kind: Literal["occupation", "skill", "isco_group"]
    alternatives: list[str]
    isco08: str | None
    groups: list[str]
    attribution: str


@router.get(
    "",
    operation_id="describe_taxonomy",
    summary="The taxonomy in use",
    response_model=TaxonomyAnswer,
    responses=fault_answers(503),
)
def describe_taxonomy(application: UsesApplication) -> TaxonomyAnswer:
    """Its version, where it came from, its languages, and how many concepts it has."""
    taxonomy = application.taxonomy
    return TaxonomyAnswer(
        version=taxonomy.version,
        origin=taxonomy.origin,
        languages=list(taxonomy.languages),
        occupations=len(taxonomy.occupations),
        skills=len(taxonomy.skills),
        isco_groups=len(taxonomy.isco_groups),
        attribution=taxonomy.attribution,
    )


@router.get(
    "/search",
    operation_id="search_concepts",
    summary="Concepts by their names",
    response_model=FoundAnswer,
    responses=fault_answers(422, 503),
)
def search_concepts(
    application: UsesApplication,
    page: UsesPage,
    settings: UsesSettings,
    q: Annotated[str, Query(min_length=2, max_length=200, description="Part of a name.")],
    kind: ConceptKind = "occupation",
    language: Language = None,
) -> FoundAnswer:
    """Exact words only; use `/taxonomy/link` for a title as people write it."""
    taxonomy = application.taxonomy
    hits = _hits(taxonomy, q, kind, _known(taxonomy, language or settings.language))
    best = nsmallest(page.offset + page.limit, hits)[page.offset :]
    return FoundAnswer(
        concepts=[NamedConcept(uri=uri, label=label) for _, _, label, uri in best],
        attribution=taxonomy.attribution,
    )


@router.get(
    "/link",
    operation_id="link_text",
    summary="What a title or a skill means",
    response_model=LinkedAnswer,
    responses=fault_answers(422, 503),
)
def link_text(
    application: UsesApplication,
    settings: UsesSettings,
    top: UsesTop,
    text: Annotated[str, Query(max_length=2000, description="A title or a skill, as written.")],
    kind: ConceptKind = "occupation",
    language: Language = None,
    min_confidence: Annotated[
        float | None, Query(ge=0, le=1, description="Abstain below this; 0 ranks to the top.")
    ] = None,
) -> LinkedAnswer:
    """The concepts it may mean, in any language, spelling slips forgiven."""
    own = settings.occupation_confidence if kind == "occupation" else settings.skill_confidence
    least = own if min_confidence is None else min_confidence
    linked = application.linker.link(text, kind, language=language, top=top, min_confidence=least)
    return LinkedAnswer(
        ranked=[LinkedConcept(uri=one.uri, label=one.label, score=one.score) for one in linked],
        attribution=application.taxonomy.attribution,
    )


@router.get(
    "/relation",
    operation_id="relate_concepts",
    summary="How one concept stands to another",
    response_model=RelationAnswer,
    responses=fault_answers(404, 422, 503),
)
def relate_concepts(
    application: UsesApplication,
    held: Annotated[str, Query(max_length=300, description="URI of the concept that is held.")],
    asked: Annotated[str, Query(max_length=300, description="URI of the one asked for.")],
) -> RelationAnswer:
    """The same, narrower, broader, related or none, and how near: what a partial match rests on."""
    relation = application.relate(held, asked)
    return RelationAnswer(
        held=NamedConcept(uri=held, label=application.taxonomy.label(held)),
        asked=NamedConcept(uri=asked, label=application.taxonomy.label(asked)),
        level=relation.level,
        number=relation.number,
        attribution=application.taxonomy.attribution,
    )


@router.get(
    "/concepts",
    operation_id="get_concept",
    summary="One concept",
    response_model=ConceptAnswer,
    responses=fault_answers(404, 422, 503),
)
def get_concept(
    application: UsesApplication,
    settings: UsesSettings,
    uri: Annotated[str, Query(max_length=300, description="URI of an ESCO concept.")],
    language: Language = None,
) -> ConceptAnswer:
    """An occupation, a skill or an ISCO-08 group, by its URI."""
    taxonomy = application.taxonomy
    concept = taxonomy.concept(uri)
    label = taxonomy.label(uri, language or settings.language)
    if isinstance(concept, IscoGroup):
        kind, isco08 = "isco_group", concept.code
    elif isinstance(concept, Occupation):
        kind, isco08 = "occupation", concept.isco08
    else:
        kind, isco08 = "skill", None
    return ConceptAnswer.model_validate(
        {
            "uri": uri,
            "label": label,
            "kind": kind,
            "alternatives": list(getattr(concept, "alternatives", ())),
            "isco08": isco08,
            "groups": list(getattr(concept, "groups", ())),
            "attribution": taxonomy.attribution,
        }
    )


def _known(taxonomy: Taxonomy, language: str) -> str:
    if language not in taxonomy.languages:
        raise FieldRefused(
            f"The taxonomy of this installation has no names in '{language}'.",
            f"Ask in {', '.join(taxonomy.languages)}, or import that language of ESCO.",
            field="language",
            value=language,
        )
    return language


def _hits(
    taxonomy: Taxonomy, words: str, kind: Kind, language: str
) -> Iterator[tuple[int, int, str, str]]:
    """Concepts with the words in a name: how far off, how long, label, URI."""
    sought = words.strip().casefold()
    for uri, preferred, alternatives in taxonomy.names(kind, language):
        far = _distance(preferred.casefold(), sought)
        if far is None and any(sought in name.casefold() for name in alternatives):
            far = 3
        if far is not None:
            yield far, len(preferred), preferred, uri


def _distance(name: str, sought: str) -> int | None:
    if name.startswith(sought):
        return 0
    if f" {sought}" in name:
        return 1
    return 2 if sought in name else None

"""Vacancies: take a list in, look at what is kept, and ask who fits."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from api.dependencies import (
    Page,
    UsesApplication,
    UsesCaller,
    UsesDay,
    UsesPage,
    UsesSettings,
    UsesTop,
)
from api.routers.answers import shortlist_answer, version_answers
from api.routers.imports import add_import
from api.schemas import (
    VacancyAnswer,
    VacancyPage,
    VersionAnswer,
    fault_answers,
)
from api.schemas_evaluation import ShortlistAnswer
from models.work import Vacancy, VacancyStatus

router = APIRouter(prefix="/vacancies", tags=["vacancies"])

VacancyId = Annotated[str, Path(description="The vacancy's id, as in the list it came with.")]
Profile = Annotated[
    str | None, Query(description="Ethical-recruitment profile. Default: the installation's.")
]
Language = Annotated[
    str | None,
    Query(
        pattern="^[a-z]{2}$", description="Language of sentences and labels: en, fr, es, de or ar."
    ),
]
Must = Annotated[
    list[Literal["languages", "licences", "availability"]] | None,
    Query(description="What is left out where it is known not to be met; may be given again."),
]


add_import(router, "vacancy", "vacancies")


@router.get(
    "",
    operation_id="list_vacancies",
    summary="The vacancies that are kept",
    response_model=VacancyPage,
    responses=fault_answers(422, 503),
)
def list_vacancies(
    application: UsesApplication,
    page: UsesPage,
    status: Annotated[
        Literal["open", "filled", "withdrawn", "expired"] | None,
        Query(description="Only those with this status."),
    ] = None,
) -> VacancyPage:
    """A page at a time; follow `next_offset` until it is null."""
    wanted = VacancyStatus(status) if status else None
    found = _one_more(application.store.vacancies(wanted), page)
    more = len(found) > page.limit
    return VacancyPage(
        vacancies=[VacancyAnswer.model_validate(v) for v in found[: page.limit]],
        limit=page.limit,
        offset=page.offset,
        next_offset=page.offset + page.limit if more else None,
    )


def _one_more(vacancies: Iterator[Vacancy], page: Page) -> list[Vacancy]:
    return list(islice(vacancies, page.offset, page.offset + page.limit + 1))


# An id may hold a slash, as many registers' ids do, so the longer addresses stand first.
@router.get(
    "/{vacancy_id:path}/matches",
    operation_id="vacancy_matches",
    summary="Who fits a vacancy, and why",
    response_model=ShortlistAnswer,
    responses=fault_answers(404, 422, 503),
)
def vacancy_matches(
    vacancy_id: VacancyId,
    application: UsesApplication,
    caller: UsesCaller,
    settings: UsesSettings,
    top: UsesTop,
    on: UsesDay,
    profile: Profile = None,
    language: Language = None,
    must: Must = None,
) -> ShortlistAnswer:
    """Ranked people; the reasons add up to each score, and each match carries its verdict.

    Each look is logged: who was shown whom, at which rank, with what it was made.
    """
    how = profile or settings.profile
    shortlist = application.matches_for_vacancy(
        vacancy_id, on=on, top=top, profile=profile, language=language, demanded=must or ()
    )
    duties = application.duties
    duties.note_shortlist(shortlist, caller.name, profile=how, vacancy_id=vacancy_id)
    return shortlist_answer(shortlist, profile=how, top=top, language=language)


@router.get(
    "/{vacancy_id:path}/history",
    operation_id="vacancy_history",
    summary="How a vacancy changed",
    response_model=list[VersionAnswer],
    responses=fault_answers(404, 422, 503),
)
def vacancy_history(vacancy_id: VacancyId, application: UsesApplication) -> list[VersionAnswer]:
    """Each version that was kept, oldest first, with the import it came with."""
    application.store.get_vacancy(vacancy_id)
    return version_answers(application.store.history("vacancy", vacancy_id))


@router.get(
    "/{vacancy_id:path}",
    operation_id="get_vacancy",
    summary="One vacancy",
    response_model=VacancyAnswer,
    responses=fault_answers(404, 422, 503),
)
def get_vacancy(vacancy_id: VacancyId, application: UsesApplication) -> VacancyAnswer:
    """The vacancy as it is kept, with the concepts that it was linked to."""
    return VacancyAnswer.model_validate(application.store.get_vacancy(vacancy_id))

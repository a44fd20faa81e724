"""Checks of offers and of whole vacancy lists, with one set of terms for all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from api.composition import HighRoad
from api.imports.reading import read_list
from api.imports.refusals import Refusal
from matching.recruitment.checker import Checker
from matching.recruitment.dossier import Dossier, dossier_of
from matching.recruitment.facts import Fact
from matching.recruitment.summary import Checked
from matching.recruitment.values import read_value
from models.errors import FileRefused
from models.places import Corridor
from models.work import Vacancy
from qualifications.taxonomy.concepts import Taxonomy

_COUNTRY = Fact(path="origin", type="country", says="where people are recruited")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedList:
    """The vacancies of a list with their verdicts, and the rows that could not be read."""

    vacancies: tuple[tuple[Vacancy, Checked], ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """How the vacancies of a list are checked: on the terms of a checker, by this installation."""

    checker: Checker

    def list_of_vacancies(
        self, app: HighRoad, path: Path, *, origin: str | None, tell: Callable[[str], None]
    ) -> CheckedList:
        """Check every vacancy of a list; raises FileRefused where no row can be used.

        `origin` is the country where people are recruited; without it, or where an offer says
        otherwise, rules that look at it stay unknown.
        """
        tell(f"Reading {path.name}")
        reading = read_list(
            path,
            name=path.name,
            list_kind="vacancy",
            mappings=app.store.column_mappings("vacancy"),
            on=self.checker.on or date.today(),
            limit_bytes=app.settings.upload_limit,
        )
        read = [cast("Vacancy", row.noun) for row in reading]
        if not read:
            raise FileRefused(
                f"{path.name} has no row that can be used.",
                "Correct the rows that the error file names.",
            )
        tell(f"Linking titles, then checking {len(read)} vacancies")
        country = cast("str | None", origin and read_value(_COUNTRY, origin, "origin"))
        return CheckedList(
            vacancies=tuple(self._checked(app, read, country)),
            refusals=tuple(reading.refusals),
            notes=tuple(f"{path.name}: {note}" for note in reading.notes),
        )

    def _checked(
        self, app: HighRoad, read: list[Vacancy], origin: str | None
    ) -> Iterator[tuple[Vacancy, Checked]]:
        for vacancy in app.normaliser().vacancies(read):
            stated = Dossier.parse(vacancy.offer or {}).facts
            came = cast("str | None", stated.get("dossier.origin_country")) or origin
            lives = cast("str | None", stated.get("dossier.residence_country")) or came
            corridor = Corridor(destination=vacancy.country, origin=came, residence=lives)
            dossier = dossier_of(vacancy, corridor, isco08=_isco08(vacancy, app.taxonomy))
            yield (
                vacancy,
                Checked(
                    id=vacancy.id,
                    verdict=self.checker.judged(dossier),
                    employer=cast("str | None", dossier.facts.get("employer.legal_name")),
                    origin=came,
                    destination=cast("str | None", dossier.facts.get("dossier.destination")),
                ),
            )


def _isco08(vacancy: Vacancy, taxonomy: Taxonomy) -> str | None:
    if vacancy.occupation is None:
        return None
    number = taxonomy.occupation_number(vacancy.occupation.uri)
    if number is not None:
        return taxonomy.occupations[number].isco08
    return taxonomy.isco_group(vacancy.occupation.uri).code

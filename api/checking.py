"""Checks of offers and of whole vacancy lists, with one set of terms for all of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from api.composition import HighRoad
from api.imports.reading import read_list
from api.imports.refusals import Refusal
from matching.recruitment.batch import batch
from matching.recruitment.check import check
from matching.recruitment.clearing import Clearing, what_would_clear
from matching.recruitment.dossier import Dossier, dossier_of
from matching.recruitment.facts import Fact
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.summary import Checked
from matching.recruitment.values import read_value
from models.errors import FileRefused
from models.outcomes import Verdict
from models.places import Corridor
from models.work import Vacancy
from qualifications.taxonomy.concepts import Taxonomy

_ON = Fact(path="on", type="date", says="the day of evaluation")
_COUNTRY = Fact(path="origin", type="country", says="where people are recruited")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedList:
    """The vacancies of a list with their verdicts, and the rows that could not be read."""

    vacancies: tuple[tuple[Vacancy, Checked], ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """How offers are checked: profile, day, exchange rates, and what unread rules may do."""

    rulebook: RuleBook
    profile: str
    on: date | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    rates_on: date | None = None
    unverified: str = "block"

    def answer(
        self, line: Mapping[str, Any], *, all_findings: bool = False, moments: bool = False
    ) -> dict[str, Any]:
        """The verdict on one line in the batch interface's shape."""
        return batch(
            line,
            self.profile,
            self.on,
            all_findings=all_findings,
            rulebook=self.rulebook,
            rates=self.rates,
            rates_on=self.rates_on,
            unverified=self.unverified,
            with_moments=moments,
        )

    def verdict(self, line: Mapping[str, Any]) -> tuple[Dossier, Verdict]:
        """The facts of one line and the verdict on them; raises FieldRefused."""
        stated = {key: value for key, value in line.items() if key not in ("id", "on")}
        own_day = read_value(_ON, line["on"], "on") if line.get("on") is not None else None
        dossier = Dossier.parse(stated)
        day = self.on or cast("date | None", own_day) or dossier.as_of or date.today()
        return dossier, replace(self, on=day).judged(dossier)

    def judged(self, dossier: Dossier) -> Verdict:
        """The verdict on facts, on the day of the check or today."""
        return check(
            dossier,
            on=self.on or date.today(),
            profile=self.profile,
            rulebook=self.rulebook,
            rates=self.rates,
            rates_on=self.rates_on,
            unverified=self.unverified,
        )

    def clearing(self, dossier: Dossier, verdict: Verdict) -> Clearing:
        """The smallest set of changes that brings an offer to the best verdict within reach."""
        return what_would_clear(
            dossier,
            on=verdict.on,
            profile=verdict.profile,
            rulebook=self.rulebook,
            rates=self.rates,
        )

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
            on=self.on or date.today(),
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
                    verdict=self.judged(dossier),
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

"""Award titles, in any language and script, to the national award they name.

A title is looked up among the awards of its country, in the year it was given; words that mean a
degree everywhere help where the country is unknown or its file has no such award. What stands
beside the award in the title is its subject.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from models.outcomes import AwardMatchKind
from qualifications.alike import Alike, romanised
from qualifications.countries import (
    Award,
    CountryFile,
    countries_in_use,
    is_country,
    load_countries,
)
from qualifications.degrees import Degree, DegreeFound, Degrees, is_unfinished, load_degrees
from qualifications.phrases import Found, Phrases
from qualifications.titles import words

_CONFIDENCE: Final[Mapping[AwardMatchKind, float]] = {
    AwardMatchKind.EXACT: 0.95,
    AwardMatchKind.USUAL: 0.8,
    AwardMatchKind.AMBIGUOUS: 0.5,
    AwardMatchKind.UNLISTED: 0.0,
}
_SAME_LENGTH: Final = 0.5  # years by which a stated length may differ from the usual one
_SPELT_ALIKE: Final = 88.0
_PLAIN: Final = frozenset(
    {
        "certificate",
        "degree",
        "diploma",
        "diplome",
        "certificat",
        "دبلوم",
        "диплом",
        "диплома",
        "διπλωμα",
        "diplom",
        "dyplom",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """What a title names: an award or only a degree word, its level, and how surely.

    `level` is ISCED 2011; where the alternatives differ it is the lowest of them. `subject` is
    what the title says beside the award. `notes` are codes of what would make the answer surer.
    """

    match: AwardMatchKind
    award: Award | None = None
    degree: Degree | None = None
    written: str = ""
    level: int | None = None
    alternatives: tuple[Award, ...] = ()
    subject: str = ""
    confidence: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def level_is_sure(self) -> bool:
        """Whether the level follows from an award of a stated country, with nothing left open."""
        stated = self.award is not None and "country_missing" not in self.notes
        return stated and self.match is not AwardMatchKind.AMBIGUOUS


@dataclass(frozen=True, slots=True)
class _Hit:
    awards: tuple[Award, ...]
    start: int
    end: int
    whole: bool
    spelling: bool = False


class Awards:
    """The awards of every country, by each of their spellings."""

    def __init__(self, countries: Mapping[str, CountryFile], degrees: Degrees) -> None:
        self.countries = countries
        self.degrees = degrees
        self._of: dict[str, Phrases[Award]] = {
            code: Phrases(_spelt(country.awards, code)) for code, country in countries.items()
        }
        self._alike: dict[str, Alike[Award]] = {}
        self._anywhere = Phrases(
            (text, award)
            for country in countries.values()
            for award in country.awards
            for text in award.spellings
        )

    def identify(
        self, title: str, country: str | None, year: int | None, years: float | None
    ) -> Identified:
        """The award that a title names; `year` is of award, `years` the length of the studies."""
        if country is not None and not is_country(country):
            return Identified(match=AwardMatchKind.UNLISTED, notes=("country_unknown",))
        parts = words(title)
        notes = ("not_completed",) if is_unfinished(parts) else ()
        degree = self.degrees.find(parts)
        if country is None:
            return self._without_country(parts, degree, notes)
        hit = self._hit(parts, country, degree)
        if hit is None and degree is None:
            parts = self.degrees.respell(parts)
            degree = self.degrees.find(parts)
            hit = self._hit(parts, country, degree) or self._spelt_alike(parts, country)
        if hit is None and not (degree and degree.degree.sure and degree.end - degree.start > 1):
            hit = self._stemmed(parts, country)
        if hit is not None:
            return _among(hit, parts, year, years, notes)
        if degree is None:
            return Identified(match=AwardMatchKind.UNLISTED, notes=notes)
        return self._by_degree(parts, country, degree, year, notes)

    def _hit(self, parts: Sequence[str], country: str, degree: DegreeFound | None) -> _Hit | None:
        phrases = self._of.get(country)
        found = phrases.find(parts) if phrases else []
        if not found:
            return None
        best = max(found, key=lambda f: _weight(f, parts))
        if degree and degree.end - degree.start > best.length and not _agrees(best, degree):
            return None
        return _Hit(best.meanings, best.start, best.end, best.length == len(parts))

    def _spelt_alike(self, parts: Sequence[str], country: str) -> _Hit | None:
        text = " ".join(parts)
        if country not in self._of or len(text) < 6:
            return None
        keys = list(self._of[country])
        near = process.extractOne(text, keys, scorer=fuzz.ratio, score_cutoff=_SPELT_ALIKE)
        if near is None:
            return None
        return _Hit(self._of[country][near[0]], 0, len(parts), whole=True, spelling=True)

    def _stemmed(self, parts: Sequence[str], country: str) -> _Hit | None:
        known = self.countries.get(country)
        if known is None:
            return None
        if country not in self._alike:
            self._alike[country] = Alike(_spelt(known.awards, country), _PLAIN)
        awards = self._alike[country].find(parts)
        return _Hit(awards, 0, len(parts), whole=True, spelling=True) if awards else None

    def _by_degree(
        self,
        parts: Sequence[str],
        country: str,
        found: DegreeFound,
        year: int | None,
        notes: tuple[str, ...],
    ) -> Identified:
        degree = found.degree
        known = self.countries.get(country)
        awards = known.awards_at(degree.level) if known else ()
        if awards and degree.sure:
            in_year = tuple(a for a in awards if a.awarded_in(year))
            notes = (*notes, "by_degree_word", *(() if in_year else ("year_contradicts",)))
            awards = in_year or awards
            alike = tuple(a for a in awards if a.orientation == degree.orientation) or awards
            return _identified(AwardMatchKind.USUAL, alike, parts, found, notes, degree)
        code = "not_in_country_file" if known else "no_country_file"
        return _by_word(parts, found, (*notes, code))

    def _without_country(
        self, parts: Sequence[str], degree: DegreeFound | None, notes: tuple[str, ...]
    ) -> Identified:
        notes = (*notes, "country_missing")
        found = self._anywhere.find(parts)
        best = max(found, key=lambda f: _weight(f, parts)) if found else None
        if best and best.length == 1 < len(parts):
            best = None  # one word of a title is too easily a word of another language
        if degree and (best is None or not _outranks(best, degree)):
            return _by_word(parts, degree, notes)
        if best is None:
            respelt = self.degrees.respell(parts)
            degree = self.degrees.find(respelt)
            if degree is None:
                return Identified(match=AwardMatchKind.UNLISTED, notes=notes)
            return _by_word(respelt, degree, notes)
        levels = {award.level for award in best.meanings}
        kind = AwardMatchKind.USUAL if len(levels) == 1 else AwardMatchKind.AMBIGUOUS
        return _identified(kind, best.meanings, parts, best, notes)


def _spelt(awards: Iterable[Award], country: str) -> Iterator[tuple[str, Award]]:
    """Every spelling of the awards, and its spelling in Latin letters."""
    for award in awards:
        for text in award.spellings:
            yield text, award
            latin = romanised(text, country)
            if latin is not None:
                yield latin, award


def _weight(found: Found[Award], title: Sequence[str]) -> tuple[int, bool, int, int]:
    telling = found.length > 1 or title[found.start] not in _PLAIN
    return found.length, telling, max(award.level for award in found.meanings), -found.start


def _agrees(found: Found[Award], degree: DegreeFound) -> bool:
    return any(award.level == degree.degree.level for award in found.meanings)


def _outranks(found: Found[Award], degree: DegreeFound) -> bool:
    """Without a country, an award counts where it says more than a degree word, not otherwise."""
    levels = {award.level for award in found.meanings}
    return found.length > degree.end - degree.start and levels == {degree.degree.level}


def _subject(parts: Sequence[str], start: int, end: int) -> str:
    return " ".join((*parts[:start], *parts[end:]))


def _among(
    hit: _Hit, parts: Sequence[str], year: int | None, years: float | None, notes: tuple[str, ...]
) -> Identified:
    """The award among those of one name: by the year it was given, then by its length."""
    in_year = tuple(a for a in hit.awards if a.awarded_in(year))
    if not in_year:
        notes = (*notes, "year_contradicts")
    awards = in_year or hit.awards
    if len({a.level for a in awards}) > 1 and years is not None:
        fitting = tuple(a for a in awards if a.years and abs(a.years - years) <= _SAME_LENGTH)
        awards = fitting or awards
    if len({a.level for a in awards}) > 1:
        kind = AwardMatchKind.AMBIGUOUS
        notes = (*notes, *(("year_missing",) if year is None else ()))
    elif hit.whole and not hit.spelling and len(awards) == 1:
        kind = AwardMatchKind.EXACT
    else:
        kind = AwardMatchKind.USUAL
    if hit.spelling:
        notes = (*notes, "spelling")
    place = Found(hit.start, hit.end, awards)
    return _identified(kind, awards, parts, place, notes)


def _identified(
    kind: AwardMatchKind,
    awards: Sequence[Award],
    parts: Sequence[str],
    place: Found[Award] | DegreeFound,
    notes: tuple[str, ...],
    degree: Degree | None = None,
) -> Identified:
    penalty = 0.15 * sum(n in ("year_contradicts", "by_degree_word", "spelling") for n in notes)
    return Identified(
        match=kind,
        award=awards[0],
        degree=degree,
        written=" ".join(parts[place.start : place.end]),
        level=min(award.level for award in awards),
        alternatives=tuple(awards[1:]),
        subject=_subject(parts, place.start, place.end),
        confidence=round(_CONFIDENCE[kind] - penalty, 3),
        notes=notes,
    )


def _by_word(parts: Sequence[str], found: DegreeFound, notes: tuple[str, ...]) -> Identified:
    kind = AwardMatchKind.USUAL if found.degree.sure else AwardMatchKind.AMBIGUOUS
    return Identified(
        match=kind,
        degree=found.degree,
        written=" ".join(parts[found.start : found.end]),
        level=found.degree.level,
        subject=_subject(parts, found.start, found.end),
        confidence=round(_CONFIDENCE[kind] - 0.1, 3),
        notes=notes,
    )


def load_awards() -> Awards:
    """The awards of the countries in use, and the degree words that the package carries."""
    return _awards(countries_in_use())


@lru_cache(maxsize=4)
def _awards(folder: Path | None) -> Awards:
    return Awards(load_countries(), load_degrees())


def identify(
    title: str, country: str | None = None, year: int | None = None, years: float | None = None
) -> Identified:
    """The national award that a title names, with what remains open.

    >>> identify("Диплом спеціаліста", "UA", 2009).level
    7
    """
    return _identify(countries_in_use(), title, country, year, years)


@lru_cache(maxsize=131072)
def _identify(
    folder: Path | None, title: str, country: str | None, year: int | None, years: float | None
) -> Identified:
    return _awards(folder).identify(title, country, year, years)

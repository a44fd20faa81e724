"""What an award title was found to name: the award or degree word, its level, and how surely."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from models.outcomes import AwardMatchKind
from qualifications.countries import Award
from qualifications.degrees import Degree, DegreeFound
from qualifications.phrases import Found

_CONFIDENCE: Final[Mapping[AwardMatchKind, float]] = {
    AwardMatchKind.EXACT: 0.95,
    AwardMatchKind.USUAL: 0.8,
    AwardMatchKind.AMBIGUOUS: 0.5,
    AwardMatchKind.UNLISTED: 0.0,
}
_DOUBTS: Final = frozenset({"year_contradicts", "by_degree_word", "spelling"})
_WORDS: Final = re.compile(r"[^\W_]+")
_YEAR: Final = re.compile(r"(?:19[5-9]|20[0-4])\d")
_SAME_LENGTH: Final = 0.5  # years by which a stated length may differ from the usual one


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
class Hit:
    """Awards of one country that words `start` to `end` (excluded) of a title name.

    `whole` says that they are all of the title, `spelling` that they are spelt otherwise there.
    """

    awards: tuple[Award, ...]
    start: int
    end: int
    whole: bool
    spelling: bool = False


def as_written(hit: Hit, title: str) -> Hit:
    """Of awards that differ only in accents, those whose name stands in the title as it is."""
    if len({award.level for award in hit.awards}) == 1:
        return hit
    shown = f" {' '.join(_WORDS.findall(title.casefold()))} "
    exact = tuple(
        award
        for award in hit.awards
        if any(f" {' '.join(_WORDS.findall(s.casefold()))} " in shown for s in award.spellings)
    )
    return replace(hit, awards=exact) if exact else hit


def among(
    hit: Hit, parts: Sequence[str], year: int | None, years: float | None, notes: tuple[str, ...]
) -> Identified:
    """The award among those of one name: by the year it was given, then by its length."""
    if year is None and len({a.level for a in hit.awards}) > 1:
        year = _told_year(parts)
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
    found = named(kind, awards, parts, Found(hit.start, hit.end, awards), notes)
    if year is not None and all(a.from_year and year < a.from_year for a in awards):
        # an older award of this name may stand at another level
        return replace(
            found, confidence=min(found.confidence, _CONFIDENCE[AwardMatchKind.AMBIGUOUS])
        )
    return found


def _told_year(parts: Sequence[str]) -> int | None:
    """The year that a title itself tells, if it tells one only."""
    years = {part for part in parts if _YEAR.fullmatch(part)}
    return int(years.pop()) if len(years) == 1 else None


def named(
    kind: AwardMatchKind,
    awards: Sequence[Award],
    parts: Sequence[str],
    place: Found[Award] | DegreeFound,
    notes: tuple[str, ...],
    degree: Degree | None = None,
) -> Identified:
    """A title that names awards, the likeliest first."""
    penalty = 0.15 * sum(note in _DOUBTS for note in notes)
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


def by_word(parts: Sequence[str], found: DegreeFound, notes: tuple[str, ...]) -> Identified:
    """A title of which only a degree word is known."""
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


def _subject(parts: Sequence[str], start: int, end: int) -> str:
    return " ".join((*parts[:start], *parts[end:]))

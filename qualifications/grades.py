"""Marks from one country's scale to another's, by the modified Bavarian formula.

x = 1 + 3 (Nmax - Nd) / (Nmax - Nmin) gives a mark from 1 (best) to 4 (lowest pass), with Nmax the
best mark of a scale, Nmin its lowest passing mark and Nd the mark. A mark outside its scale, or of
a country whose scale is unknown, is refused rather than guessed.
"""

import re
from collections.abc import Sequence
from typing import Final

from models.errors import FieldRefused, UnknownCountry
from qualifications.countries import GradeScale, load_countries

_GERMAN_SPAN: Final = 3.0  # from 1, the best mark, to 4, the lowest pass
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")


def scales_of(country: str, year: int | None = None) -> tuple[GradeScale, ...]:
    """The scales in use in a country in a year; raises UnknownCountry where none is known."""
    known = load_countries().get(country)
    scales = known.grading if known else ()
    if not scales:
        raise UnknownCountry(
            f"No grading scale of '{country}' is known here.",
            "Show the scale that is printed on the transcript.",
        )
    return tuple(s for s in scales if _used_in(s, year)) or scales


def _used_in(scale: GradeScale, year: int | None) -> bool:
    if year is None:
        return True
    return (scale.from_year or year) <= year <= (scale.to_year or year)


def bavarian(mark: float, best: float, lowest_pass: float) -> float:
    """A passing mark on the scale 1 (best) to 4 (lowest pass), to one decimal, rounded down.

    Works whichever end of the scale is best. Raises FieldRefused for a mark outside the scale.

    >>> bavarian(16, best=20, lowest_pass=10)
    2.2
    """
    low, high = sorted((best, lowest_pass))
    if best == lowest_pass or not low <= mark <= high:
        raise FieldRefused(
            f"The mark {mark:g} is not between {lowest_pass:g} (lowest pass) and {best:g} (best).",
            "Check the mark and the scale printed on the transcript.",
            field="grade",
            value=f"{mark:g}",
        )
    exact = 1 + _GERMAN_SPAN * (best - mark) / (best - lowest_pass)
    return int(exact * 10 + 1e-9) / 10


def read_mark(text: str) -> float:
    """The number in a mark as written ('16,5/20', '8.5'); raises FieldRefused without one."""
    found = _NUMBER.search(text)
    if found is None:
        raise FieldRefused(
            f"'{text}' holds no number.",
            "Write the mark as a number, for example 16.5.",
            field="grade",
            value=text,
        )
    return float(found[0].replace(",", "."))


def convert(mark: float, country: str, host: str, *, year: int | None = None) -> float:
    """A mark of one country on the scale of another, through the modified Bavarian formula.

    Where a country has several scales, the mark must lie on one of them alone. Raises
    UnknownCountry where a scale is unknown, and FieldRefused where the mark fits none or several.
    """
    own = _scale_holding(mark, scales_of(country, year))
    target = scales_of(host)[0]
    share = (bavarian(mark, own.best, own.lowest_pass) - 1) / _GERMAN_SPAN
    return round(target.best - share * (target.best - target.lowest_pass), 2)


def _scale_holding(mark: float, scales: Sequence[GradeScale]) -> GradeScale:
    holding = [
        s for s in scales if min(s.best, s.lowest_pass) <= mark <= max(s.best, s.lowest_pass)
    ]
    if len(holding) == 1:
        return holding[0]
    names = ", ".join(s.name for s in scales)
    problem = "fits none" if not holding else "fits several"
    raise FieldRefused(
        f"The mark {mark:g} {problem} of the known scales ({names}).",
        "Say on which scale it was given.",
        field="grade",
        value=f"{mark:g}",
    )

"""The groups that an audit compares, from what is protected of people."""

from collections.abc import Mapping

from matching.fairness.lists import Attribute
from models.protected import Protected

# Ends of the age bands in years; 40 is where protection begins in 29 U.S.C. § 631(a).
_BANDS = ((25, "under 25"), (40, "25 to 39"), (55, "40 to 54"))
_OLDEST = "55 and over"


def age_band(birth_year: int, year: int) -> str:
    """The band of a person's age in a year; the day of birth is not known."""
    age = year - birth_year
    return next((name for end, name in _BANDS if age < end), _OLDEST)


def attributes_of(protected: Mapping[str, Protected], year: int) -> tuple[Attribute, ...]:
    """Gender, age, citizenship and first language, those that anybody stated.

    Several citizenships are one group of their own: several.
    """
    found = {
        "gender": {p: x.gender for p, x in protected.items() if x.gender},
        "age": {p: age_band(x.birth_year, year) for p, x in protected.items() if x.birth_year},
        "citizenship": {
            p: x.citizenship[0] if len(x.citizenship) == 1 else "several"
            for p, x in protected.items()
            if x.citizenship
        },
        "first language": {p: x.first_language for p, x in protected.items() if x.first_language},
    }
    return tuple(Attribute(name=name, group_of=of) for name, of in found.items() if of)

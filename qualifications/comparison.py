"""A foreign award beside the host's: the five elements, each met, different or unknown.

The elements are those of the European Area of Recognition: level, workload, quality, profile and
learning outcomes. An element that nothing shows is unknown, with what would show it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.outcomes import Element, FieldAnswer, InstitutionAnswer, Purpose
from models.people import Credential
from qualifications.countries import Award, CountryFile, load_countries
from qualifications.doubts import length_of
from qualifications.hosts import host_of
from qualifications.identified import Identified
from qualifications.practice import NO_PRACTICE, Practice
from qualifications.professions import Profession
from qualifications.sentences import say

MET: Final = "met"
MINOR: Final = "minor_difference"
SUBSTANTIAL: Final = "substantial_difference"
UNKNOWN: Final = "unknown"

_SAME: Final = 0.5  # years of study that count as no difference
_MINOR: Final = 1.0  # years of study that count as a minor one

_OPEN: Final = (
    "country_missing",
    "country_unknown",
    "no_country_file",
    "not_in_country_file",
    "year_missing",
    "professional_title",
)
_LISTED: Final = ("recognised", "not_recognised", "mixed", "historic")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWith:
    """A further credential that is read together with the main one, and its years of study."""

    title: str
    identified: Identified
    country: str | None
    years: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is compared: the credential as identified, and its nearest award in the host."""

    credential: Credential
    identified: Identified
    field: FieldAnswer | None
    host: str
    equivalent: Award | None
    purpose: Purpose
    profession: Profession | None
    institution: InstitutionAnswer | None = None
    read_with: tuple[ReadWith, ...] = ()
    practice: Practice = NO_PRACTICE


def equivalent_in(host: str, identified: Identified, year: int) -> Award | None:
    """The host's award of the same level that is nearest in orientation; None without one."""
    known = load_countries().get(host)
    if known is None or identified.level is None:
        return None
    awards = known.awards_at(identified.level, year)
    own = identified.award
    alike = (a for a in awards if own is None or _vocational(a) == _vocational(own))
    return next(alike, awards[0] if awards else None)


def _vocational(award: Award) -> bool:
    return award.orientation == "vocational"


def compare(compared: Compared) -> dict[str, Element]:
    """The five elements, in their usual order."""
    return {
        "level": _level(compared),
        "workload": _workload(compared),
        "quality": _quality(compared.institution),
        "profile": _profile(compared),
        "learning_outcomes": _learning_outcomes(compared),
    }


def _element(status: str, key: str, **values: object) -> Element:
    return Element(status=status, because=say(f"element.{key}", **values))


def _level(compared: Compared) -> Element:
    identified = compared.identified
    if not identified.level_is_sure:
        why = next((f"open_{n}" for n in identified.notes if n in _OPEN), "title_ambiguous")
        return _element(UNKNOWN, why)
    if (profession := trained_for(compared)) is not None:
        return _profession_level(profession, identified.level or 0)
    host = load_countries().get(compared.host)
    if host is not None and compared.equivalent is None:
        at = {"country": host.code, "level": identified.level}
        return _element(MINOR, "level_none_in_host", **at)
    return _element(MET, "level_met", level=identified.level)


def _profession_level(profession: Profession, level: int) -> Element:
    """The award's level beside that which the profession needs."""
    named = {"profession": profession.id, "needed": profession.isced_level, "level": level}
    if level >= profession.isced_level:
        return _element(MET, "profession_level_met", **named)
    # Directive 2005/36/EC, Article 13: the level directly below the required one suffices.
    status = MINOR if level == profession.isced_level - 1 else SUBSTANTIAL
    return _element(status, "profession_level_below", **named)


def trained_for(compared: Compared) -> Profession | None:
    """The profession whose training is asked for, in place of an award of the host."""
    licensed = compared.purpose is Purpose.REGULATED_PROFESSION
    return compared.profession if licensed else None


def total_years(award: Award, country: CountryFile | None, stated: float | None) -> float | None:
    """Years of study of an award, counted from upper secondary where it builds on a first degree.

    A stated length replaces the usual one; None where neither is known.
    """
    years = stated if stated is not None else award.years
    if years is None or award.level != 7 or award.entry_level != 6:
        return years
    before = country.first_degree_years if country else None
    return None if before is None else years + before


def years_short(compared: Compared) -> float | None:
    """By how many years the award is shorter than the host's; None where a length is unknown.

    For a regulated profession, than the training that the profession usually needs.
    """
    own, equivalent = compared.identified.award, compared.equivalent
    profession = trained_for(compared)
    if own is None or not compared.identified.level_is_sure:
        return None
    # Years at school are no years of a training.
    if profession is not None and own.level < profession.isced_level - 1:
        return None
    countries = load_countries()
    stated = length_of(compared.credential)
    mine = total_years(own, countries.get(own.country), stated)
    theirs = profession.years if profession else None
    if profession is None and equivalent is not None:
        theirs = total_years(equivalent, countries.get(compared.host), None)
    if mine is None or theirs is None:
        return None
    return theirs - mine - sum(years for _, years in added(compared))


def added(compared: Compared) -> Sequence[tuple[ReadWith, float]]:
    """The credentials read together with this one that add years of study, and how many.

    An award of the same country and stage adds its years (a National Diploma before a Higher
    National Diploma); so do years of study in the host or of the same stage elsewhere (two and
    two), and a bridging programme of the host whose length is stated.
    """
    own = compared.identified.award
    if own is None:
        return ()
    return tuple((o, years) for o in compared.read_with if (years := _adds(o, own, compared.host)))


def _adds(other: ReadWith, own: Award, host: str) -> float:
    award = other.identified.award
    if award is None or not other.identified.level_is_sure:
        # A bridging programme has no award of its own; its length must be stated.
        return (other.years or 0.0) if other.country == host else 0.0
    at_home = award.country == own.country
    highest = own.level if at_home else own.level - 1
    if not min(5, own.level) <= award.level <= highest or (at_home and award.id == own.id):
        return 0.0
    return other.years or award.years or 0.0


def _workload(compared: Compared) -> Element:
    short = years_short(compared)
    if short is None:
        return _element(UNKNOWN, "length_unknown")
    if compared.purpose is Purpose.REGULATED_PROFESSION and compared.profession is None:
        return _element(UNKNOWN, "profession_missing")  # how long its training is, nobody knows
    needed = (profession := trained_for(compared)) and profession.years
    if short <= _SAME and needed:
        return _element(MET, "training_long_enough", needed=needed)
    if short <= _SAME:
        return _element(MET, "length_met")
    host = host_of(compared.host)
    minor = host.minor_years if host else _MINOR
    status = MINOR if short <= minor else SUBSTANTIAL
    if needed:
        return _element(status, "training_short", years=round(short, 2), needed=needed)
    return _element(status, "length_short", years=round(short, 2))


def _quality(institution: InstitutionAnswer | None) -> Element:
    if institution is None:
        return _element(UNKNOWN, "institution_missing")
    name, status = institution.name, institution.status
    key = f"institution_{status if status in _LISTED else 'unlisted'}"
    settled = {"recognised": MET, "not_recognised": SUBSTANTIAL}
    return _element(settled.get(status, UNKNOWN), key, institution=name)


def _profile(compared: Compared) -> Element:
    if compared.purpose is Purpose.REGULATED_PROFESSION:
        return _profession_profile(compared.profession, compared.field)
    own, equivalent = compared.identified.award, compared.equivalent
    if own is None or equivalent is None or not compared.identified.level_is_sure:
        return _element(UNKNOWN, "awards_uncertain")
    if _vocational(own) == _vocational(equivalent):
        return _element(MET, "profile_same", kind=equivalent.orientation)
    kinds = {"kind": own.orientation, "other": equivalent.orientation}
    return _element(SUBSTANTIAL if own.level <= 4 else MINOR, "profile_differs", **kinds)


def _profession_profile(profession: Profession | None, field: FieldAnswer | None) -> Element:
    if profession is None:
        return _element(UNKNOWN, "profession_missing")
    if field is None:
        return _element(UNKNOWN, "field_missing")
    if not profession.is_field(field.code):
        named = {"field": field.code, "profession": profession.id}
        return _element(SUBSTANTIAL, "field_differs", **named)
    return _element(UNKNOWN, "field_fits", profession=profession.id)


def _learning_outcomes(compared: Compared) -> Element:
    own, equivalent = compared.identified.award, compared.equivalent
    identified = compared.identified
    named = identified.level_is_sure and "by_degree_word" not in identified.notes
    if own is None or equivalent is None or not own.eqf or not equivalent.eqf or not named:
        return _element(UNKNOWN, "no_framework")
    placed = {"country": own.country, "host": compared.host, "level": own.eqf}
    if own.eqf >= equivalent.eqf:
        return _element(MET, "framework_met", **{**placed, "level": equivalent.eqf})
    return _element(MINOR, "framework_lower", **placed, other=equivalent.eqf)

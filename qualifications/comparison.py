"""A foreign award beside the host's: the five elements, each met, different or unknown.

The elements are those of the European Area of Recognition: level, workload, quality, profile and
learning outcomes. An element that nothing shows is unknown, with what would show it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.outcomes import Element, FieldAnswer, InstitutionAnswer, Purpose
from models.people import Credential
from qualifications.awards import Identified
from qualifications.countries import Award, CountryFile, country_name, load_countries
from qualifications.hosts import host_of
from qualifications.professions import Profession

MET: Final = "met"
MINOR: Final = "minor_difference"
SUBSTANTIAL: Final = "substantial_difference"
UNKNOWN: Final = "unknown"

_SAME: Final = 0.5  # years of study that count as no difference
_MINOR: Final = 1.0  # years of study that count as a minor one

_STATUS: Final[Mapping[str, str]] = {
    "mixed": "some of its programmes are recognised, others are not; the programme decides.",
    "historic": "it no longer exists; who keeps its records would show its status.",
    "unlisted": "no list known here says whether it was recognised, which is no sign that it "
    "was not.",
}
_OPEN: Final[Mapping[str, str]] = {
    "country_missing": "The country that gave the award is not stated, and the same word stands "
    "at different levels in different countries.",
    "country_unknown": "The country is not one.",
    "no_country_file": "The education system of the country is not known here yet.",
    "not_in_country_file": "The award is not among those known of its country.",
    "year_missing": "The name was used for awards of different levels; the year would tell.",
}


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
    read_with: tuple[Identified, ...] = ()


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


def _element(status: str, because: str) -> Element:
    return Element(status=status, because=because)


def _level(compared: Compared) -> Element:
    identified = compared.identified
    if not identified.level_is_sure:
        why = next((_OPEN[n] for n in identified.notes if n in _OPEN), "The title is ambiguous.")
        return _element(UNKNOWN, why)
    host = load_countries().get(compared.host)
    if host is not None and compared.equivalent is None:
        text = f"{host.name_en} has no award at ISCED level {identified.level} in its file."
        return _element(MINOR, text)
    return _element(MET, f"Both stand at ISCED 2011 level {identified.level}.")


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
    """By how many years the award is shorter than the host's; None where a length is unknown."""
    own, equivalent = compared.identified.award, compared.equivalent
    if own is None or equivalent is None or not compared.identified.level_is_sure:
        return None
    countries = load_countries()
    stated = compared.credential.duration_years
    mine = total_years(own, countries.get(own.country), stated)
    theirs = total_years(equivalent, countries.get(compared.host), None)
    if mine is None or theirs is None:
        return None
    return theirs - mine - _added_years(own, compared.read_with)


def _added_years(own: Award, read_with: Sequence[Identified]) -> float:
    """Years of other awards of the same country and stage that are read together with this one."""
    return sum(
        (other.award.years or 0.0)
        for other in read_with
        if other.award
        and other.award.id != own.id
        and other.award.country == own.country
        and min(5, own.level) <= other.award.level <= own.level
    )


def _workload(compared: Compared) -> Element:
    short = years_short(compared)
    if short is None:
        return _element(UNKNOWN, "The length of one of the two programmes is not known.")
    if short <= _SAME:
        return _element(MET, "The programme is as long as the host's, or longer.")
    years = "year" if short == 1 else "years"
    text = f"The programme is {short:g} {years} shorter than the host's."
    host = host_of(compared.host)
    minor = host.minor_years if host else _MINOR
    return _element(MINOR if short <= minor else SUBSTANTIAL, text)


def _quality(institution: InstitutionAnswer | None) -> Element:
    if institution is None:
        return _element(UNKNOWN, "The institution is not stated.")
    name, status = institution.name, institution.status
    if status == "recognised":
        return _element(MET, f"{name} is listed as recognised in its country.")
    if status == "not_recognised":
        return _element(SUBSTANTIAL, f"{name} is listed as not recognised in its country.")
    return _element(UNKNOWN, f"{name}: {_STATUS.get(status, _STATUS['unlisted'])}")


def _profile(compared: Compared) -> Element:
    if compared.purpose is Purpose.REGULATED_PROFESSION:
        return _profession_profile(compared.profession, compared.field)
    own, equivalent = compared.identified.award, compared.equivalent
    if own is None or equivalent is None or not compared.identified.level_is_sure:
        return _element(UNKNOWN, "The two awards to compare are not both certain.")
    if _vocational(own) == _vocational(equivalent):
        return _element(MET, f"Both are {equivalent.orientation} awards.")
    text = f"The award is {own.orientation}, that of the host {equivalent.orientation}."
    return _element(SUBSTANTIAL if own.level <= 4 else MINOR, text)


def _profession_profile(profession: Profession | None, field: FieldAnswer | None) -> Element:
    if profession is None:
        return _element(UNKNOWN, "The profession is not stated, or not known here.")
    if field is None:
        return _element(UNKNOWN, "The field of study is not stated.")
    if not profession.is_field(field.code):
        text = f"The field ({field.title}) is not that of a {profession.name}."
        return _element(SUBSTANTIAL, text)
    text = f"The field is that of a {profession.name}; the curricula have to be compared."
    return _element(UNKNOWN, text)


def _learning_outcomes(compared: Compared) -> Element:
    own, equivalent = compared.identified.award, compared.equivalent
    identified = compared.identified
    named = identified.level_is_sure and "by_degree_word" not in identified.notes
    if own is None or equivalent is None or not own.eqf or not equivalent.eqf or not named:
        return _element(UNKNOWN, "No framework places both awards on the same scale.")
    where = f"{country_name(own.country)} and {country_name(compared.host)}"
    if own.eqf >= equivalent.eqf:
        return _element(MET, f"The frameworks of {where} place both at EQF level {own.eqf}.")
    text = f"The frameworks of {where} place them at EQF levels {own.eqf} and {equivalent.eqf}."
    return _element(MINOR, text)

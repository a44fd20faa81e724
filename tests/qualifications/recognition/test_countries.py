"""The country files that ship, and what the checker refuses."""

import copy
import tomllib
from statistics import mean
from typing import Any

import pytest

from models.errors import CountryFileBroken, UnknownCountry
from models.findings import ReviewStatus
from qualifications.countries import (
    Award,
    build_country,
    country_files,
    country_name,
    load_countries,
)
from qualifications.titles import fold

CODES = sorted(load_countries())
FOCUS = (
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IS IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE "
    "GB CH AL BA ME MK RS XK TR UA RU BY MD AM AZ GE KZ KG TJ TM UZ "
    "PH IN PK BD NP LK ID VN CN HK TH MY MM KR JP KH LA MN SG "
    "MA DZ TN EG SY IQ IR JO LB PS YE SD SA AE QA KW BH OM LY AF "
    "NG GH KE UG TZ ET ER SO ZW ZA CM SN CI CD RW BF ML BJ TG GN MG MZ AO ZM MW "
    "MX CO VE PE EC AR CL BR CU DO GT HN SV NI CR PA BO PY UY JM HT TT US CA AU NZ"
)
AMBIGUOUS = {
    "GE": {
        "vocational education diploma",
        "secondary vocational education",
        "პროფესიული დიპლომი",
        "პროფესიული განათლების დიპლომი",
    },
    "PL": {
        "dyplom potwierdzajacy kwalifikacje zawodowe"
    },  # spellings that papers of one country use at two levels in the same years
    "BA": {"vss"},
    "CD": {"licence"},
    "HR": {"vss"},
    "ID": {"dr"},
    "KZ": {"диплом о высшем образовании"},
    "ME": {"vss"},
    "MK": {"vss"},
    "MZ": {"ifp"},
    "RS": {"vss"},
    "SE": {"yh", "yh utbildning"},
    "RU": {"диплом о высшем образовании"},
    "UA": {"диплом про вищу освіту"},
}

# A diploma translated by its general name: of one degree before the reform, of any after it.
ANY_DEGREE = {"diploma of higher education", "higher education diploma"}
BEYOND_REFORM = "AM AZ BG BY EE GE KG KZ LT LV MD MN RU TJ TM UA UZ"


def raw_file(code: str) -> dict[str, Any]:
    file = next(f for f in country_files() if f.name == f"{code}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_the_main_origins_and_hosts_are_known() -> None:
    assert set(FOCUS.split()) <= set(CODES)
    assert len(CODES) >= 160


def test_countries_have_eight_awards_on_average_and_none_fewer_than_six() -> None:
    counts = [len(country.awards) for country in load_countries().values()]
    assert min(counts) >= 6
    assert mean(counts) >= 8


@pytest.mark.parametrize("code", CODES)
def test_a_country_file_spans_the_ladder(code: str) -> None:
    country = load_countries()[code]
    assert len(country.awards) >= 8
    assert {2, 3, 6, 7, 8} <= {award.level for award in country.awards}
    assert any(award.orientation == "vocational" for award in country.awards)
    assert {1, 2, 3, 6} <= {rung.level for rung in country.ladder}
    assert country.first_degree_years


@pytest.mark.parametrize("code", CODES)
def test_an_award_is_entered_from_below_and_told_apart_by_its_id(code: str) -> None:
    country = load_countries()[code]
    for award in country.awards:
        assert award.id.startswith(f"{code.lower()}-")
        assert award.entry_level is None or award.entry_level <= award.level
    assert len(country.by_id) == len(country.awards)


@pytest.mark.parametrize("code", CODES)
def test_the_levels_of_a_name_differ_only_across_a_reform_or_where_known(code: str) -> None:
    named: dict[str, list[Award]] = {}
    for award in load_countries()[code].awards:
        for spelling in {fold(s) for s in award.spellings}:
            named.setdefault(spelling, []).append(award)
    years = range(1950, 2031)
    clashing = {
        spelling
        for spelling, awards in named.items()
        if len(awards) > 1
        and any(len({a.level for a in awards if a.awarded_in(year)}) > 1 for year in years)
    }
    any_degree = ANY_DEGREE if code in BEYOND_REFORM.split() else set()
    assert clashing <= AMBIGUOUS.get(code, set()) | any_degree


@pytest.mark.parametrize("code", CODES)
def test_every_source_has_a_date_and_a_review_status(code: str) -> None:
    for source in load_countries()[code].sources.values():
        assert source.date is not None
        assert isinstance(source.review, ReviewStatus)


# Pages of the authorities themselves, read in a public copy and not at their own address.
QUOTED = {("BW", "framework"), ("CY", "framework"), ("SA", "isced")}


@pytest.mark.parametrize("code", CODES)
def test_no_file_claims_a_text_that_nobody_saw(code: str) -> None:
    allowed = {ReviewStatus.REPORTED, ReviewStatus.UNVERIFIED, ReviewStatus.OWN}
    sources = load_countries()[code].sources.items()
    quoted = {(code, key) for key, source in sources if source.review is ReviewStatus.QUOTED}
    assert quoted <= QUOTED
    assert {s.review for _, s in sources} <= allowed | {ReviewStatus.QUOTED}


def change(raw: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    changed = copy.deepcopy(raw)
    *way, last = path.split(".")
    place: Any = changed
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("awards.0.source", None, "lacks source"),
        ("awards.0.source", "hearsay", "which the file does not have"),
        ("ladder.0.source", None, "lacks source"),
        ("awards.0.level", 9, "not 0 to 8"),
        ("awards.0.level", "six", "not 0 to 8"),
        ("awards.0.eqf", 12, "not 1 to 8"),
        ("awards.0.orientation", "magical", "which is unknown"),
        ("awards.0.colour", "blue", "unknown keys: colour"),
        ("awards.1.id", "ua-bazova", "Two awards have the id"),
        ("sources.isced.review", "certain", "which is none"),
        ("sources.isced.date", None, "no date"),
        ("sources.isced.url", "javascript:alert(1)", "no link"),
        ("sources.framework", None, "no source named 'framework'"),
        ("authority.source", None, "lacks source"),
        ("code", "XY", "not the name of the file"),
        ("ladder", None, "lacks ladder"),
        ("awards.0.from", 2030, "ends (2020) before it starts"),
    ],
)
def test_a_broken_file_is_refused_with_the_reason(path: str, value: object, says: str) -> None:
    raw = change(raw_file("UA"), "awards.0.to", 2020)
    with pytest.raises(CountryFileBroken) as refused:
        build_country(change(raw, path, value), "UA.toml")
    assert says in refused.value.problem


def test_awards_of_one_name_may_follow_each_other_but_not_overlap() -> None:
    raw = raw_file("IT")
    build_country(raw, "IT.toml")
    old = next(i for i, award in enumerate(raw["awards"]) if award["id"] == "it-laureavo")
    with pytest.raises(CountryFileBroken, match="'Laurea' overlap"):
        build_country(change(raw, f"awards.{old}.to", 2006), "IT.toml")


def test_a_country_has_a_name_and_a_code_that_is_none_is_refused() -> None:
    assert country_name("PH") == "Philippines"
    assert country_name("RW") == "Rwanda"
    with pytest.raises(UnknownCountry, match="'XX'"):
        country_name("XX")


@pytest.mark.parametrize("code", CODES)
def test_the_usual_award_of_each_cycle_stands_first_and_is_given_today(code: str) -> None:
    country = load_countries()[code]
    bachelor, master, doctor = (country.awards_at(level)[0] for level in (6, 7, 8))
    assert all(award.to_year is None or award.to_year >= 2020 for award in (bachelor, master))
    assert master.entry_level != 3  # a degree of the second cycle, not a long first degree
    assert doctor.entry_level != 3

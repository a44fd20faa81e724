"""The country files that ship, and what the checker refuses."""

import copy
import tomllib
from typing import Any

import pytest

from models.errors import CountryFileBroken, UnknownCountry
from models.findings import ReviewStatus
from qualifications.countries import (
    build_country,
    country_files,
    country_name,
    load_countries,
)

CODES = sorted(load_countries())
FOCUS = (
    "PH IN PK BD NP LK ID VN CN TR UA RU SY IQ IR EG MA DZ TN LB JO NG GH KE ET ER ZW ZA CM SN "
    "MX CO VE BR PE DO CU AF KZ GE DE FR GB IT ES PT PL RO NL SE NO AT CH IE CA US AU"
)


def raw_file(code: str) -> dict[str, Any]:
    file = next(f for f in country_files() if f.name == f"{code}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_the_main_origins_and_hosts_are_known() -> None:
    assert set(FOCUS.split()) <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_country_file_spans_the_ladder(code: str) -> None:
    country = load_countries()[code]
    assert len(country.awards) >= 8
    assert {2, 3, 6, 7, 8} <= {award.level for award in country.awards}
    assert any(award.orientation == "vocational" for award in country.awards)
    assert {1, 2, 3, 6} <= {rung.level for rung in country.ladder}
    assert country.first_degree_years


@pytest.mark.parametrize("code", CODES)
def test_every_source_has_a_date_and_a_review_status(code: str) -> None:
    for source in load_countries()[code].sources.values():
        assert source.date is not None
        assert isinstance(source.review, ReviewStatus)


@pytest.mark.parametrize("code", CODES)
def test_no_file_claims_a_text_that_nobody_saw(code: str) -> None:
    allowed = {ReviewStatus.REPORTED, ReviewStatus.UNVERIFIED, ReviewStatus.OWN}
    assert {s.review for s in load_countries()[code].sources.values()} <= allowed


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

"""Names of institutions in any script, and the registers they are looked up in."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import EmptyFile, UnsupportedFile
from qualifications.institution_batch import link_institution
from qualifications.institution_import import import_institutions, registry_path
from qualifications.institution_names import name_words
from qualifications.institutions import Institutions

CARRIED = Institutions.load()


def record(id: str, *names: str, country: str = "GB", city: str = "", **more: object) -> dict:  # type: ignore[type-arg]
    facts = {"name": names[0], "names": list(names), "country": [country], "city": [city]}
    return {"id": id, "types": ["education"], "status": "active", **facts, **more}


REGISTER = [
    record("r:miami", "University of Miami", "UM", country="US", city="Coral Gables"),
    record("r:ohio", "Miami University", country="US", city="Oxford"),
    record("r:loyola-md", "Loyola University Maryland", "Loyola University", country="US"),
    record("r:loyola-il", "Loyola University Chicago", "Loyola University", country="US"),
    record("r:palermo", "University of Palermo", "Università degli Studi di Palermo", country="IT"),
    record("r:palermo-ar", "University of Palermo", "Universidad de Palermo", country="AR"),
    record("r:man", "University of Manchester", country="GB", city="Manchester"),
    record("r:old", "Victoria College of Nursing", status="inactive"),
    record("r:gone", "Withdrawn University of Kent", status="withdrawn"),
    record("r:tech", "University of Technology", country="SD", city="Khartoum"),
    record("r:cnrs", "National Centre for Research", types=["facility"], country="FR"),
    record("r:dam", "Damascus University", country="SY"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    source = folder / "register.jsonl"
    source.write_text("\n".join(map(json.dumps, REGISTER)), encoding="utf-8")
    import_institutions(source, folder)
    return folder


@pytest.mark.parametrize(
    ("text", "country", "name"),
    [
        ("Univ. of Manchester, UK", None, "University of Manchester"),
        ("School of Nursing, University of the Philippines", "PH", "University of the Philippines"),
        ("جامعة دمشق", "SY", "Damascus University"),
        ("دانشگاه تهران", "IR", "University of Tehran"),
        ("北京大学", "CN", "Peking University"),
        ("Politechnika Warszawska", "PL", "Warsaw University of Technology"),
        ("UNAM", "MX", "National Autonomous University of Mexico"),
        ("Tribhuvan University, Kirtipur", None, "Tribhuvan University"),
        ("TECHNISCHE UNIVERSITAET MUENCHEN", "DE", "Technical University of Munich"),
        ("my kitchen", None, None),
        ("University", None, None),
        ("", None, None),
        ("Damascus University", "DE", None),
    ],
)
def test_the_carried_list_knows_names_in_many_scripts(
    text: str, country: str | None, name: str | None
) -> None:
    found = CARRIED.link(text, country)
    assert (found.institution.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "country", "id"),
    [
        ("University of Miami", None, "r:miami"),
        ("Miami University", None, "r:ohio"),
        ("Loyola University", None, None),
        ("Università degli Studi di Palermo", None, "r:palermo"),
        ("University of Palermo", None, None),
        ("University of Palermo", "AR", "r:palermo-ar"),
        ("University of Palermo, Italy", None, "r:palermo"),
        ("Faculty of Law, University of Manchester", None, "r:man"),
        ("University of Manchester Hospital", None, None),
        ("Wroclaw University of Technology", None, None),
        ("Withdrawn University of Kent", None, None),
        ("Univresity of Manchester", None, "r:man"),
    ],
)
def test_an_imported_register_tells_its_institutions_apart(
    home: Path, text: str, country: str | None, id: str | None
) -> None:
    found = Institutions.load(home).link(text, country)
    assert (found.institution.id if found else None) == id


def test_a_status_needs_the_country_and_a_source(home: Path) -> None:
    known = Institutions.load(home)
    assert known.answer("University of Manchester", "GB").status == "recognised"
    assert known.answer("University of Manchester").status == "unlisted"
    assert known.answer("Victoria College of Nursing", "GB").status == "historic"
    assert known.answer("Loyola University Chicago", "US").status == "unlisted"
    assert known.answer("no such place", "GB").id is None


def test_an_import_knows_the_native_names_that_the_package_carries(home: Path) -> None:
    found = Institutions.load(home).link("جامعة دمشق")
    assert found is not None
    assert found.institution.id == "r:dam"


@pytest.mark.parametrize("kind", ["json", "gz", "zip", "v2"])
def test_a_dump_is_read_as_published(tmp_path: Path, kind: str) -> None:
    content = json.dumps(REGISTER if kind != "v2" else [_second_schema()])
    source = tmp_path / f"dump.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr("v1-ror-data.json", "[]")
            archive.writestr("v1-ror-data_schema_v2.json", content)
    else:
        plain = content.encode()
        source.write_bytes(gzip.compress(plain) if kind == "gz" else plain)
    import_institutions(source, tmp_path)
    found = Institutions.load(tmp_path).link("University of Manchester")
    assert found is not None
    assert (found.institution.id, found.institution.country) == ("r:man", "GB")


def _second_schema() -> object:
    names = [
        {"value": "UoM", "types": ["acronym"]},
        {"value": "University of Manchester", "types": ["ror_display", "label"]},
    ]
    place = {"geonames_details": {"name": "Manchester", "country_code": "GB"}}
    return {"id": "r:man", "names": names, "locations": [place], "types": ["education"]}


@pytest.mark.parametrize(("content", "error"), [("not json", UnsupportedFile), ("[]", EmptyFile)])
def test_a_refused_import_leaves_the_register_in_use(
    tmp_path: Path, content: str, error: type[Exception]
) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(REGISTER))
    bad.write_text(content)
    import_institutions(good, tmp_path)
    before = registry_path(tmp_path).read_bytes()
    with pytest.raises(error):
        import_institutions(bad, tmp_path)
    assert registry_path(tmp_path).read_bytes() == before


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    for name, rows in (("a", REGISTER), ("b", REGISTER[::-1])):
        source = tmp_path / f"{name}.json"
        source.write_text(json.dumps(rows))
        import_institutions(source, tmp_path / name)
    assert registry_path(tmp_path / "a").read_bytes() == registry_path(tmp_path / "b").read_bytes()


def test_a_damaged_register_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = registry_path(tmp_path)
    path.parent.mkdir()
    path.write_bytes(b"not a register")
    with pytest.raises(UnsupportedFile, match="Import it again"):
        Institutions.load(tmp_path)


def test_a_line_without_text_says_what_to_write() -> None:
    assert "text" in link_institution({"id": "a"}, CARRIED)["error"]["what_to_do"]
    empty = link_institution({"id": "a", "text": "my kitchen"}, CARRIED)
    assert (empty["ror_ids"], empty["scores"], empty["names"]) == ([], [], [])


@given(st.text(max_size=60))
def test_any_text_is_answered_or_left_open(text: str) -> None:
    found = CARRIED.link(text)
    assert found is None or 0 < found.score <= 1


@pytest.mark.parametrize("spelling", ["Universidad de Salamanca", "The University of Salamanca"])
def test_a_name_has_the_same_words_in_every_language(spelling: str) -> None:
    assert name_words(spelling) == ("university", "salamanca")

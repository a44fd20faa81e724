"""Facts on hosts, professions, treaties and permits: updated, compared and refused by edition."""

import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from models.bundles import new_keys
from models.errors import CountryFileBroken
from models.people import Credential
from qualifications.countries import RULE_FILES, SHIPPED, rule_file
from qualifications.country_changes import changes, told
from qualifications.country_editions import install_bundle, make_bundle, revert
from qualifications.recognition import Recogniser
from qualifications.rule_checks import check_rule_file

ON = date(2026, 11, 24)
FOLDER = Path(str(SHIPPED))
PRIVATE, PUBLIC = new_keys()


def edited(folder: Path, name: str, old: str, new: str) -> Path:
    """An edition that holds one file, changed in one place."""
    folder.mkdir(exist_ok=True)
    text = rule_file(name, None).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (folder / "edition.toml").write_text("edition = 2\nissued = 2027-01-01\n", encoding="utf-8")
    return folder


def differences(tmp_path: Path, name: str, old: str, new: str) -> str:
    folder = edited(tmp_path / "new", name, old, new)
    return "\n".join(told(tuple(changes(FOLDER, folder, on=ON))))


@pytest.mark.parametrize("name", RULE_FILES)
def test_what_ships_is_in_order(name: str) -> None:
    check_rule_file(rule_file(name, None), files("qualifications"))


def test_a_host_changes_its_answer_without_a_new_program(tmp_path: Path) -> None:
    folder = edited(tmp_path / "two", "hosts.toml", "208 EUR", "220 EUR")
    home = tmp_path / "home"
    install_bundle(make_bundle(folder, PRIVATE, tmp_path / "b.zip"), home, PUBLIC)
    paper = Credential(title="Bachelor", country="NL", year=2015)

    def costs(recogniser: Recogniser) -> str:
        answer = recogniser.recognise(paper, host="DE", purpose="employment", on=ON)
        return " ".join(step.text for step in answer.next_steps)

    assert "208 EUR" in costs(Recogniser.load())
    assert "220 EUR" in costs(Recogniser.load(home))
    revert(home)
    assert "208 EUR" in costs(Recogniser.load(home))


def test_a_treaty_that_comes_later_changes_what_it_decided_alone(tmp_path: Path) -> None:
    lines = differences(tmp_path, "recognition_law.toml", "BE = 2024-05-01", "BE = 2027-05-01")
    assert "in Belgium (study, employment): outcome: automatic_recognition -> " in lines
    assert "rule: baltic_benelux -> lisbon_convention" in lines
    assert "in Germany" not in lines


def test_a_profession_set_free_changes_the_answers_for_it(tmp_path: Path) -> None:
    was = 'for = ["architect", "engineer"], regulated = "partly", by = "Chamber of arch'
    lines = differences(tmp_path, "regulation.toml", was, was.replace("partly", "no"))
    assert "in Germany (regulated profession, engineer): outcome: " in lines
    assert "regulated: partly -> no" in lines
    assert "nurse" not in lines


def test_a_state_that_joins_a_permit_later_is_told(tmp_path: Path) -> None:
    lines = differences(tmp_path, "blue_card.toml", "PL = 2023-11-18", "PL = 2030-11-18")
    assert "in Poland (visa): reasons: no longer 'EU Blue Card" in lines
    assert "in Germany" not in lines


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("hosts.toml", "\nweighs = ", "\nweights = ", "DE lacks weighs"),
        ("hosts.toml", "[DE]", "[QQ]", "'QQ' is none of ISO 3166-1"),
        ("regulation.toml", 'for = ["doctor", ', 'for = ["docter", ', "'docter' is no profession"),
        ("regulation.toml", '"knowledge_test"', '"kneeling"', "'kneeling' is no measure"),
        ("recognition_law.toml", 'kind = "convention"', 'kind = "wish"', "its kind is none of"),
        ("recognition_law.toml", "AD = 2008-06-01", 'AD = "soon"', "the day of AD is no date"),
        (
            "recognition_law.toml",
            "[instruments.directive]",
            "[instruments.other]",
            "directive lacks name",
        ),
        ("professions.toml", "isced_level = 7", "", "missing or of the wrong kind: isced_level"),
        ("professions.toml", "[annex_v.doctor]", "[annex_v.wizard]", "wizard is no profession"),
        ("blue_card.toml", "[since]", "[until]", "lacks since"),
    ],
)
def test_a_broken_file_is_refused_with_what_is_wrong(
    tmp_path: Path, name: str, old: str, new: str, problem: str
) -> None:
    folder = edited(tmp_path / "broken", name, old, new)
    with pytest.raises(CountryFileBroken, match=problem):
        make_bundle(folder, PRIVATE, tmp_path / "b.zip")
    shutil.rmtree(folder)

"""Looking things up as a person would type them."""

from pathlib import Path

import pytest

from models.errors import UnknownConcept
from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.esco import import_release
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.lookup import describe
from qualifications.taxonomy.snapshot import load_taxonomy


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("bricklayer", "bricklayer"),
        ("  BrickLayer ", "bricklayer"),
        ("bricklyer", "bricklayer"),
        ("generl care nurse", "nurse responsible for general care"),
        ("lorry driver", "cargo vehicle driver"),
        ("Haskell", "Haskell"),
        ("C++", "C++"),
        ("data engin", "data engineer"),
        ("2221", "2221 Nursing professionals"),
        ("http://data.europa.eu/esco/isco/C71", "71 Building and related trades workers, "
         "excluding electricians"),
        ("nursing professionals", "2221 Nursing professionals"),
    ],
)  # fmt: skip
def test_what_is_meant_comes_first(taxonomy: Taxonomy, text: str, first: str) -> None:
    assert describe(taxonomy, text)[0].label == first


def test_nurse_gives_nurses_before_nursing_trees(taxonomy: Taxonomy) -> None:
    found = describe(taxonomy, "nurse", top=8)
    assert {f.kind for f in found[:4]} == {"occupation"}
    assert len(found) == 8


@pytest.mark.parametrize("text", ["", "   ", "???", "qxzzwv", "Krankenschwester"])
def test_what_nothing_is_called_is_refused_in_words(taxonomy: Taxonomy, text: str) -> None:
    with pytest.raises(UnknownConcept, match="Nothing in ESCO"):
        describe(taxonomy, text)


def test_an_occupation_is_shown_with_its_path_and_its_skills(taxonomy: Taxonomy) -> None:
    (shown,) = describe(taxonomy, "midwife", implied=ImpliedSkills.load(taxonomy), top=1)
    assert [code for code, _ in shown.path] == ["2", "22", "222", "2222"]
    text = shown.as_text()
    assert text.startswith("midwife (occupation)\n  http://data.europa.eu/esco/occupation/")
    assert "2222 Midwifery professionals" in text
    assert "1.00  " in text
    assert describe(taxonomy, "midwife", top=1)[0].related == ()


def test_a_skill_is_shown_with_its_groups_and_its_neighbours(taxonomy: Taxonomy) -> None:
    implied = ImpliedSkills.load(taxonomy)
    (shown,) = describe(taxonomy, "health and safety regulations", implied=implied, top=1)
    assert ("K1022", "occupational health and safety") in shown.groups
    assert "near, and how near:" in shown.as_text()


def test_a_group_is_shown_with_what_is_in_it(taxonomy: Taxonomy) -> None:
    assert ("midwife", None) in describe(taxonomy, "2222")[0].related
    assert ("2222 Midwifery professionals", None) in describe(taxonomy, "222")[0].related


def test_imported_languages_are_searched(release, tmp_path: Path) -> None:
    release.languages = ("en", "fr", "el")
    import_release(release.zips(tmp_path), tmp_path)
    imported = load_taxonomy(tmp_path)
    assert describe(imported, "boulangere")[0].label == "baker"
    assert describe(imported, "αρτοποιός")[0].label == "baker"

"""Importing an official release: whole ones in every shape, broken ones refused by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.errors import TaxonomyReleaseRefused, TaxonomyUnavailable
from qualifications.taxonomy.concepts import OCCUPATION_BASE, SKILL_BASE
from qualifications.taxonomy.esco import import_release, read_relations, read_release
from qualifications.taxonomy.implied import OPTIONAL, ImpliedSkills
from qualifications.taxonomy.snapshot import imported_folder, load_taxonomy

BAKER, WELDER = f"{OCCUPATION_BASE}baker", f"{OCCUPATION_BASE}welder"
KNEAD, WELD, HYGIENE = f"{SKILL_BASE}knead", f"{SKILL_BASE}weld", f"{SKILL_BASE}hygiene"

Change = Callable[[dict[str, str]], Any]


def test_a_release_replaces_the_embedded_taxonomy(release, tmp_path: Path) -> None:
    report = import_release(release.zips(tmp_path), tmp_path / "home")
    imported = load_taxonomy(tmp_path / "home")
    assert (imported.origin, imported.version) == ("imported", "1.1.1")
    assert report.counts == {
        "occupations": 3,
        "skills": 5,
        "ISCO-08 groups": 7,
        "skill groups": 4,
        "concepts named in 'en'": 15,
        "relations": 5,
        "essential relations": 4,
        "dangling relations": 0,
    }
    assert imported.occupation(BAKER).alternatives == ("bread baker", "bakery worker")
    assert load_taxonomy().origin == "embedded"
    assert load_taxonomy(tmp_path / "elsewhere").origin == "embedded"


def test_cells_with_line_ends_and_commas_are_read_whole(release, tmp_path: Path) -> None:
    imported = read_release(release.zips(tmp_path)).taxonomy
    assert imported.skill(HYGIENE).alternatives == ("rules of hygiene, at work",)


def test_obsolete_concepts_stay_out(release, tmp_path: Path) -> None:
    assert f"{OCCUPATION_BASE}gone" not in read_release(release.zips(tmp_path)).taxonomy


def test_groups_are_found_through_broader_skills_and_fields_of_study(
    release, tmp_path: Path
) -> None:
    imported = read_release(release.zips(tmp_path)).taxonomy
    assert imported.skill(WELD).groups == ("S8.5.1",)
    assert imported.skill(HYGIENE).groups == ("K1022",)
    assert imported.group_title("K1022") == "safety at work"


def test_every_language_is_kept_and_english_stands_in(release, tmp_path: Path) -> None:
    release.languages = ("en", "fr", "el")
    import_release(release.zips(tmp_path), tmp_path)
    imported = load_taxonomy(tmp_path)
    assert imported.languages == ("en", "el", "fr")
    assert imported.label(BAKER, "fr") == "boulanger/boulangère"
    assert imported.label(BAKER, "el") == "αρτοποιός"
    assert imported.label(HYGIENE, "fr") == "hygiene rules"
    assert imported.label(BAKER, "xx") == "baker"
    french = {uri: (name, others) for uri, name, others in imported.names("occupation", "fr")}
    assert french[BAKER] == ("boulanger/boulangère", ("boulanger",))
    assert (
        imported.label("http://data.europa.eu/esco/isco/C7212", "fr") == "Soudeurs et oxycoupeurs"
    )


def test_a_release_without_english_borrows_what_english_there_is(release, tmp_path: Path) -> None:
    release.languages = ("fr",)
    release.relations = [(BAKER, "essential", KNEAD)]
    imported = read_release(release.zips(tmp_path)).taxonomy
    assert imported.label(BAKER, "fr") == "boulanger/boulangère"
    assert imported.label(BAKER, "en") == "boulanger/boulangère"
    assert imported.isco_group("7212").title == "Welders and flamecutters"


@pytest.mark.parametrize("shape", ["zips", "folder", "folder of zips", "lone files"])
def test_zips_folders_and_lone_files_read_alike(release, tmp_path: Path, shape: str) -> None:
    paths = {
        "zips": lambda: release.zips(tmp_path),
        "folder": lambda: [release.files(tmp_path / "unpacked")[0].parent],
        "folder of zips": lambda: [release.zips(tmp_path)[0].parent],
        "lone files": lambda: release.files(tmp_path / "unpacked"),
    }[shape]()
    read = read_release(paths)
    assert len(read.taxonomy.occupations) == 3
    assert len(read.relations.essential) == 5


def _rename_columns(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        heading, _, rest = text.partition("\n")
        texts[name] = heading.replace("conceptUri", "Concept URI").upper() + "\n" + rest


def _semicolons(texts: dict[str, str]) -> None:
    name = "broaderRelationsSkillPillar.csv"
    texts[name] = texts[name].replace(",", ";")


def _byte_order_mark(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        texts[name] = "\ufeff" + text


def _relations_by_language(texts: dict[str, str]) -> None:
    texts["occupationSkillRelations_en.csv"] = texts.pop("occupationSkillRelations.csv")


def _no_status(texts: dict[str, str]) -> None:
    rows = texts["ISCOGroups_en.csv"].splitlines()
    texts["ISCOGroups_en.csv"] = "\n".join(row.rpartition(",")[0] for row in rows)


@pytest.mark.parametrize(
    "change", [_rename_columns, _semicolons, _byte_order_mark, _relations_by_language, _no_status]
)
def test_differences_between_versions_are_borne(release, tmp_path: Path, change: Change) -> None:
    texts = release.texts()
    change(texts)
    read = read_release(_written(texts, tmp_path))
    assert read.taxonomy.skill(WELD).groups == ("S8.5.1",)
    assert len(read.relations.essential) == 5


def test_a_release_1_0_whose_groups_carry_their_code_in_the_uri_is_read(
    release, tmp_path: Path
) -> None:
    texts = release.texts()
    for name in ("broaderRelationsSkillPillar.csv", "skillsHierarchy_en.csv"):
        texts[name] = texts[name].replace("group-metal", "S8.5.1").replace(",S8.5.1\n", ",\n")
    assert read_release(_written(texts, tmp_path)).taxonomy.skill(WELD).groups == ("S8.5.1",)


def _without(name: str) -> Change:
    return lambda texts: texts.pop(name)


def _with(name: str, change: Callable[[str], str]) -> Change:
    return lambda texts: texts.update({name: change(texts[name])})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_without("occupations_en.csv"), "lacks occupations_en.csv"),
        (_without("skills_en.csv"), "lacks skills_en.csv"),
        (_without("ISCOGroups_en.csv"), "lacks ISCOGroups_en.csv"),
        (_without("skillsHierarchy_en.csv"), "lacks skillsHierarchy_en.csv"),
        (_without("occupationSkillRelations.csv"), "lacks occupationSkillRelations.csv"),
        (_without("broaderRelationsSkillPillar.csv"), "lacks broaderRelationsSkillPillar.csv"),
        (lambda texts: texts.update({"skills_fr.csv": ""}), "lacks occupations_fr.csv"),
        (_with("skills_en.csv", lambda t: t.replace("preferredLabel", "title")), "skills_en.csv"),
        (_with("occupations_en.csv", lambda t: t[: t.rindex("another")]), "occupations_en.csv"),
        (_with("occupationSkillRelations.csv", lambda t: t[:-60]), "row 6 has"),
        (_with("skills_en.csv", lambda t: t.splitlines()[0]), "no occupations or no skills"),
        (_with("ISCOGroups_en.csv", lambda t: t.replace("C7512", "C7513")), "group 7512"),
    ],
)
def test_a_broken_or_partial_release_is_refused_by_name(
    release, tmp_path: Path, change: Change, named: str
) -> None:
    texts = release.texts()
    change(texts)
    paths = _written(texts, tmp_path)
    with pytest.raises(TaxonomyReleaseRefused, match=named):
        import_release(paths, tmp_path / "home")
    assert load_taxonomy(tmp_path / "home").origin == "embedded"


def test_text_that_is_not_utf_8_is_refused(release, tmp_path: Path) -> None:
    paths = _written(release.texts(), tmp_path)
    paths[0].write_bytes(paths[0].read_bytes() + "Bäcker".encode("latin-1"))
    with pytest.raises(TaxonomyReleaseRefused, match=paths[0].name):
        read_release(paths)


def test_a_cut_off_zip_is_refused(release, tmp_path: Path) -> None:
    names, relations = release.zips(tmp_path)
    relations.write_bytes(relations.read_bytes()[:-400])
    with pytest.raises(TaxonomyReleaseRefused, match=r"relations - csv\.zip"):
        read_release([names, relations])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyReleaseRefused, match=r"no file .*esco\.zip"):
        read_release([tmp_path / "esco.zip"])


def test_the_same_file_twice_is_refused(release, tmp_path: Path) -> None:
    paths = release.zips(tmp_path)
    with pytest.raises(TaxonomyReleaseRefused, match="same file"):
        read_release([*paths, *release.files(tmp_path / "unpacked")])


def test_files_of_two_versions_are_refused(release, tmp_path: Path) -> None:
    names, _ = release.zips(tmp_path)
    release.version = "1.2.0"
    _, relations = release.zips(tmp_path)
    with pytest.raises(TaxonomyReleaseRefused, match=r"1\.1\.1 and 1\.2\.0"):
        read_release([names, relations])


def test_a_few_dangling_relations_are_left_out_and_reported(release, tmp_path: Path) -> None:
    missing = f"{OCCUPATION_BASE}nobody"
    skills = [f"{SKILL_BASE}{name}" for name in ("knead", "weld", "care", "hygiene", "metalwork")]
    pairs = [(o, s) for o in (BAKER, WELDER) for s in skills]
    release.relations = [(o, "essential", s) for o, s in pairs] * 20 + [
        (missing, "essential", KNEAD)
    ]
    report = import_release(release.zips(tmp_path), tmp_path)
    assert (report.dangling, report.dangling_uris) == (1, (missing,))
    assert any(missing in note for note in report.notes)
    assert report.relations == 10


def test_many_dangling_relations_mean_files_of_different_versions(release, tmp_path: Path) -> None:
    release.relations.append((f"{OCCUPATION_BASE}nobody", "essential", KNEAD))
    with pytest.raises(TaxonomyReleaseRefused, match="1 of 6 relations"):
        read_release(release.zips(tmp_path))


def test_official_relations_are_used_as_they_are(release, tmp_path: Path) -> None:
    import_release(release.zips(tmp_path), tmp_path)
    implied = ImpliedSkills.load(load_taxonomy(tmp_path), tmp_path)
    assert implied.skills_of(BAKER) == ((KNEAD, 1.0), (HYGIENE, pytest.approx(OPTIONAL)))


def test_importing_again_replaces_the_import_and_keeps_one_old_folder(
    release, tmp_path: Path
) -> None:
    first = import_release(release.zips(tmp_path), tmp_path).folder
    release.languages = ("en", "fr")
    second = import_release(release.zips(tmp_path), tmp_path).folder
    assert load_taxonomy(tmp_path).languages == ("en", "fr")
    assert first.exists()
    assert imported_folder(tmp_path) == second


def test_equal_releases_have_equal_fingerprints(release, tmp_path: Path) -> None:
    import_release(release.zips(tmp_path), tmp_path / "one")
    import_release(release.zips(tmp_path), tmp_path / "two")
    one, two = load_taxonomy(tmp_path / "one"), load_taxonomy(tmp_path / "two")
    assert one.fingerprint == two.fingerprint != load_taxonomy().fingerprint


def test_a_damaged_import_is_said_and_can_be_imported_over(release, tmp_path: Path) -> None:
    folder = import_release(release.zips(tmp_path), tmp_path).folder
    (folder / "snapshot.json.gz").write_bytes(b"nothing of the kind")
    (folder / "relations.npz").write_bytes(b"PK nothing of the kind")
    with pytest.raises(TaxonomyUnavailable, match="Import the ESCO release again"):
        load_taxonomy(tmp_path)
    with pytest.raises(TaxonomyUnavailable, match="relations"):
        read_relations(folder)
    import_release(release.zips(tmp_path), tmp_path)
    assert load_taxonomy(tmp_path).version == "1.1.1"


def _written(texts: dict[str, str], folder: Path) -> list[Path]:
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    for name, text in texts.items():
        (unpacked / name).write_text(text, encoding="utf-8")
    return sorted(unpacked.iterdir())

"""A small invented ESCO release in the official format, to be written whole, partial or broken."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from qualifications.taxonomy.concepts import ESCO, OCCUPATION_BASE, SKILL_BASE, Taxonomy
from qualifications.taxonomy.snapshot import load_taxonomy

BAKER, WELDER, NURSE = (f"{OCCUPATION_BASE}{n}" for n in ("baker", "welder", "nurse"))
KNEAD, WELD, CARE, HYGIENE = (f"{SKILL_BASE}{n}" for n in ("knead", "weld", "care", "hygiene"))
METALWORK = f"{SKILL_BASE}metalwork"

NAMES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "en": {
        BAKER: ("baker", "bread baker", "bakery worker"),
        WELDER: ("welder", "welding operative"),
        NURSE: ("nurse", "registered nurse", "staff nurse"),
        KNEAD: ("knead dough",),
        WELD: ("weld metal", "join metal"),
        CARE: ("care for patients",),
        HYGIENE: ("hygiene rules", "rules of hygiene, at work"),
        METALWORK: ("work metal",),
        f"{ESCO}isco/C7": ("Craft workers",),
        f"{ESCO}isco/C72": ("Metal workers",),
        f"{ESCO}isco/C721": ("Moulders and welders",),
        f"{ESCO}isco/C7212": ("Welders and flame cutters",),
        f"{ESCO}isco/C7512": ("Bakers",),
        f"{ESCO}isco/C2221": ("Nursing professionals",),
        f"{ESCO}isco/C0110": ("Commissioned officers",),
    },
    "fr": {
        BAKER: ("boulanger/boulangère", "boulanger"),
        WELDER: ("soudeur/soudeuse",),
        NURSE: ("infirmier/infirmière",),
        KNEAD: ("pétrir la pâte",),
        WELD: ("souder du métal",),
        f"{ESCO}isco/C7212": ("Soudeurs et oxycoupeurs",),
        f"{ESCO}isco/C7512": ("Boulangers",),
        f"{ESCO}isco/C2221": ("Cadres infirmiers",),
    },
    "el": {BAKER: ("αρτοποιός",), KNEAD: ("ζυμώνω ζύμη",), f"{ESCO}isco/C7512": ("Αρτοποιοί",)},
}
ISCO = {BAKER: "7512", WELDER: "7212", NURSE: "2221"}
RELATIONS = [
    (BAKER, "essential", KNEAD),
    (BAKER, "optional", HYGIENE),
    (WELDER, "essential", WELD),
    (NURSE, "essential", CARE),
    (NURSE, "essential", HYGIENE),
]
BROADER = [
    (KNEAD, f"{SKILL_BASE}group-food"),
    (WELD, METALWORK),
    (METALWORK, f"{SKILL_BASE}group-metal"),
    (CARE, f"{SKILL_BASE}group-care"),
    (HYGIENE, f"{ESCO}isced-f/1022"),
]
HIERARCHY = [
    ("group-food", "S6.13.2", "processing food"),
    ("group-metal", "S8.5.1", "working metal"),
    ("group-care", "S3.2.1", "caring for patients"),
]


@dataclass
class InventedRelease:
    """The texts of the official CSV files by name; change them, then write them."""

    version: str = "1.1.1"
    languages: tuple[str, ...] = ("en",)
    relations: list[tuple[str, str, str]] = field(default_factory=lambda: list(RELATIONS))

    def texts(self) -> dict[str, str]:
        """Every file of the release by its official name."""
        texts = {}
        for language in self.languages:
            texts |= self._named(language, NAMES[language])
        texts[f"skillsHierarchy_{self.languages[0]}.csv"] = self._hierarchy()
        texts["broaderRelationsSkillPillar.csv"] = as_csv(
            ["conceptType", "conceptUri", "broaderType", "broaderUri"],
            (("KnowledgeSkillCompetence", a, "SkillGroup", b) for a, b in BROADER),
        )
        texts["occupationSkillRelations.csv"] = as_csv(
            ["occupationUri", "relationType", "skillType", "skillUri"],
            ((o, kind, "skill/competence", s) for o, kind, s in self.relations),
        )
        return texts

    def zips(self, folder: Path) -> list[Path]:
        """The release as the portal gives it: one zip of names, one of relations."""
        names = folder / f"ESCO dataset - v{self.version} - classification - csv.zip"
        relations = folder / f"ESCO dataset - v{self.version} - relations - csv.zip"
        texts = self.texts()
        in_relations = {n for n in texts if "Relations" in n}
        zip_of(names, {n: t for n, t in texts.items() if n not in in_relations})
        zip_of(relations, {n: t for n, t in texts.items() if n in in_relations})
        return [names, relations]

    def files(self, folder: Path) -> list[Path]:
        """The release unpacked."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.texts().items():
            (folder / name).write_text(text, encoding="utf-8")
        return sorted(folder.glob("*.csv"))

    def _named(self, language: str, names: Mapping[str, Sequence[str]]) -> dict[str, str]:
        rows = [
            ("Occupation", u, ISCO[u], n[0], "\n".join(n), "released", "A line\nand another, too.")
            for u, n in names.items()
            if u in ISCO
        ]
        rows.append(("Occupation", f"{OCCUPATION_BASE}gone", "7512", "gone", "", "obsolete", ""))
        skills = [
            ("KnowledgeSkillCompetence", u, n[0], "\n".join(n), "released", "")
            for u, n in names.items()
            if u.startswith(SKILL_BASE)
        ]
        groups = [
            ("ISCOGroup", u, u.rpartition("C")[2], n[0], "")
            for u, n in names.items()
            if "isco" in u
        ]
        texts = ["conceptUri", "preferredLabel", "altLabels", "status", "description"]
        return {
            f"occupations_{language}.csv": as_csv(
                ["conceptType", texts[0], "iscoGroup", *texts[1:]], rows
            ),
            f"skills_{language}.csv": as_csv(["conceptType", *texts], skills),
            f"ISCOGroups_{language}.csv": as_csv(
                ["conceptType", texts[0], "code", *texts[1:3]], groups
            ),
        }

    def _hierarchy(self) -> str:
        levels = [f"Level {n} {what}" for n in range(4) for what in ("URI", "preferred term")]
        heading = [*levels, "Description", *(f"Level {n} code" for n in range(4))]
        rows: list[tuple[str, ...]] = []
        for tail, code, title in HIERARCHY:
            start = ("", "", "", "", "", "", f"{SKILL_BASE}{tail}", title)
            rows.append((*start, "", "S", code[:2], code.rpartition(".")[0], code))
        rows.append(("", "", "", "", "", "", f"{ESCO}isced-f/1022", "safety at work"))
        return as_csv(heading, rows)


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as the ESCO portal writes them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue()


def zip_of(path: Path, texts: Mapping[str, str]) -> Path:
    """A zip file of texts."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return path


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The embedded taxonomy."""
    return load_taxonomy()


@pytest.fixture
def release() -> InventedRelease:
    """A small whole release in English."""
    return InventedRelease()

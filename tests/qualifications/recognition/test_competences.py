"""What a credential makes likely in the common taxonomy, and the way from it to an occupation."""

from datetime import date
from typing import Any

import pytest

from models.errors import FieldRefused
from models.people import Credential
from qualifications.competence_lines import Asking, competence_fields, studied
from qualifications.competences import Competences, Studied
from qualifications.recognition import Recogniser
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.snapshot import load_taxonomy

ON = date(2026, 11, 23)
RECOGNISER = Recogniser.load()
TAXONOMY = load_taxonomy()
IMPLIED = ImpliedSkills.load(TAXONOMY)
COMPETENCES = Competences(TAXONOMY, IMPLIED)
LABELS = {o.preferred: o.uri for o in TAXONOMY.occupations}
ASKING = Asking(
    taxonomy=TAXONOMY, implied=IMPLIED, competences=COMPETENCES, find=lambda text: LABELS.get(text)
)
NURSE = {
    "id": "a",
    "title": "Bachelor of Science in Nursing",
    "country": "PH",
    "profession": "nurse",
    "purpose": "regulated_profession",
    "host": "DE",
    "occupation": "nurse responsible for general care",
}


def fields(**line: object) -> dict[str, Any]:
    return competence_fields({**NURSE, **line}, ASKING, RECOGNISER, on=ON)


@pytest.mark.parametrize(
    ("isced_f", "level", "expected"),
    [
        ("0411", 6, "accounting techniques"),
        ("0732", 6, "technical drawings"),
        ("0613", 7, "computer programming"),
        ("0713", 3, "electricity"),
        ("0232", 6, "grammar"),
    ],
)
def test_a_field_of_study_makes_its_knowledge_likely(
    isced_f: str, level: int, expected: str
) -> None:
    found = {c.label: c for c in COMPETENCES.of(Studied(isced_level=level, isced_f=isced_f))}
    assert found[expected].kind == "knowledge"
    assert isced_f[:2] in "".join(TAXONOMY.skill(found[expected].uri).groups)
    assert all(0 < c.probability < 0.9 and c.because for c in found.values())


def test_nobody_is_taken_to_know_every_programming_language() -> None:
    found = {c.label: c.probability for c in COMPETENCES.of(Studied(isced_level=7, isced_f="0613"))}
    assert found.get("Haskell", 0.0) < 0.25 < found["computer programming"]


def test_a_subject_and_a_profession_say_more_than_a_field() -> None:
    plain = Studied(isced_level=6, isced_f="0732")
    named = Studied(isced_level=6, isced_f="0732", subject="Civil Engineering")
    top = COMPETENCES.of(named)[0]
    assert (top.label, top.probability) == ("civil engineering", 0.8)
    assert top.probability > COMPETENCES.of(plain)[0].probability


@pytest.mark.parametrize("level", [None, 0, 1, 3, 5, 6, 8])
def test_without_a_field_nothing_is_likely(level: int | None) -> None:
    assert COMPETENCES.of(Studied(isced_level=level, isced_f=None)) == ()


def test_a_lower_level_teaches_less_of_the_same_field() -> None:
    lower, higher = (COMPETENCES.likely("0913", level)[1].max() for level in (3, 6))
    assert lower < higher


def test_the_profession_counts_only_where_the_award_trains_for_it() -> None:
    for title, field, trained in [
        ("Bachelor of Science in Nursing", None, True),
        ("Bachelor of Arts", "history", False),
    ]:
        paper = Credential(title=title, country="PH", field=field, profession="nurse")
        answer = RECOGNISER.recognise(paper, host="DE", on=ON)
        assert (studied(paper, answer).isco08 == "2221") is trained


def test_the_plan_for_a_regulated_profession_names_the_hosts_measures_with_their_source() -> None:
    plan = fields()["plan"]
    assert plan["isco08"] == "2221"
    assert [m["code"] for m in plan["measures"]] == [
        "language",
        "knowledge_test",
        "adaptation_period",
    ]
    assert all(m["source"]["instrument"] for m in plan["measures"])
    european = fields(title="Bachelor of Nursing", country="FI", host="SE", profession="teacher",
                      field="teacher training", occupation="primary school teacher")  # fmt: skip
    codes = [m["code"] for m in european["plan"]["measures"]]
    assert codes[:3] == ["adaptation_period", "aptitude_test", "choice"]
    assert "2005/36/EC" in european["plan"]["measures"][0]["source"]["instrument"]


def test_what_no_source_says_is_unknown() -> None:
    plan = fields(host="JP")["plan"]
    assert [m["code"] for m in plan["measures"]] == ["unknown"]
    assert plan["measures"][0]["source"] is None


def test_the_gap_to_an_occupation_is_its_skills_that_the_award_does_not_show() -> None:
    far = fields(title="Bachelor of Science in Accountancy", profession=None)["plan"]
    near = fields()["plan"]
    assert far["shown"] < near["shown"]
    assert far["missing"]
    assert all(skill["asked"] >= 0.5 > skill["held"] for skill in far["missing"])


def test_an_occupation_that_is_none_is_refused() -> None:
    with pytest.raises(FieldRefused, match="is no occupation"):
        fields(occupation="zzz")


def test_reasons_and_measures_stand_in_the_readers_language() -> None:
    answer = competence_fields(NURSE, ASKING, RECOGNISER, on=ON, language="ar")
    assert "أساسي" in answer["skills"][0]["because"]
    assert "لغة بلد المقصد" in answer["plan"]["measures"][0]["text"]

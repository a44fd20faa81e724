"""Impact assessments: the product's half is filled, the operator's half stays open."""

from dataclasses import replace
from datetime import date

import pytest

from api.duties.assessments import (
    KINDS,
    AssessmentKind,
    assessment,
    finished,
    question_ids,
)
from api.duties.product import ProductFacts
from api.settings import load_settings
from matching.model import Model
from matching.recruitment.rulebook import RuleBook
from models.errors import DutyRefused, FieldRefused
from models.people import Candidate
from qualifications.taxonomy.concepts import Taxonomy

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def facts() -> ProductFacts:
    settings = load_settings(
        {"HIGHROAD_OPERATOR": "Ministry X", "HIGHROAD_OPERATOR_CONTACT": "Room 7"}
    )
    taxonomy = Taxonomy(
        version="1.2.0",
        origin="embedded",
        fingerprint="tiny",
        occupations=(),
        skills=(),
        isco_groups=(),
    )
    return ProductFacts.of(settings, Model.expert(), RuleBook.load(), taxonomy)


def answers(kind: AssessmentKind) -> dict[str, str]:
    return {id: f"Answer to {id}." for id in question_ids(kind)}


@pytest.mark.parametrize("kind", KINDS)
def test_an_unanswered_assessment_is_a_draft_and_not_final(
    facts: ProductFacts, kind: AssessmentKind
) -> None:
    draft = assessment(facts, kind, {}, ON)
    assert draft.open_questions == question_ids(kind)
    assert draft.status.startswith(f"DRAFT: {len(question_ids(kind))} open questions")
    assert draft.status in draft.as_html()
    with pytest.raises(DutyRefused, match="not complete"):
        finished(draft)


@pytest.mark.parametrize("kind", KINDS)
def test_one_open_question_or_an_unnamed_operator_keeps_it_a_draft(
    facts: ProductFacts, kind: AssessmentKind
) -> None:
    given = answers(kind)
    last = question_ids(kind)[-1]
    for incomplete in (
        assessment(facts, kind, {**given, last: "  "}, ON),
        assessment(replace(facts, operator=None), kind, given, ON),
        assessment(replace(facts, contact=None), kind, given, ON),
    ):
        assert incomplete.status.startswith("DRAFT: 1 open question;")
        with pytest.raises(DutyRefused):
            finished(incomplete)


@pytest.mark.parametrize("kind", KINDS)
def test_answered_it_still_waits_for_a_signature(facts: ProductFacts, kind: AssessmentKind) -> None:
    made = finished(assessment(facts, kind, answers(kind), ON))
    assert "signed" in made.status
    assert "complete" not in made.status
    page = made.as_html()
    for id in question_ids(kind):
        assert f"Answer to {id}." in page


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_product_knows_is_filled_from_the_parts_in_use(
    facts: ProductFacts, kind: AssessmentKind
) -> None:
    page = assessment(facts, kind, {}, ON).as_html()
    versions = facts.versions
    for known in (versions.model, versions.rulebook, versions.program, "Ministry X", "Room 7"):
        assert known in page
    kept = [f.replace("_", " ") for f in Candidate.__dataclass_fields__]
    for field in set(kept) - {"id", "protected"}:
        assert field in page
    assert "birth year, gender, citizenship, first language" in page


def test_an_answer_to_no_question_is_refused_with_the_nearest(facts: ProductFacts) -> None:
    with pytest.raises(FieldRefused) as refused:
        assessment(facts, "dpia", {"dpia_purpose": "x"}, ON)
    assert "'dpia_purposes'" in refused.value.what_to_do


def test_the_parts_are_those_that_the_law_lists(facts: ProductFacts) -> None:
    dpia = [part.pinpoint for part in assessment(facts, "dpia", {}, ON).parts]
    assert dpia[:4] == [f"Art. 35(7)({letter})" for letter in "abcd"]
    fria = [part.pinpoint for part in assessment(facts, "fria", {}, ON).parts]
    assert fria[:6] == [f"Art. 27(1)({letter})" for letter in "abcdef"]

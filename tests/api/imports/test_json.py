"""JSON, JSON Lines and schema.org job postings."""

import json
from datetime import date

import pytest

from models.errors import UnsupportedFile

LIST = "id;Intitulé du poste;Pays\nV1;Maçon;FR\nV2;Élève infirmier;FR\n"


@pytest.mark.parametrize(
    "wrap", [lambda v: v, lambda v: {"vacancies": v}, lambda v: {"data": v, "count": 2}]
)
def test_json_arrays_and_named_lists_are_read(read, wrap) -> None:
    rows = [
        {"Title": "Nurse", "Pays": "FR", "skills": ["a", "b"]},
        {"jobTitle": "Cook", "offer": {"costs": {"costs_complete": True}}},
    ]
    found = read(json.dumps(wrap(rows)), name="list.json")
    assert [v.title for v in found.nouns] == ["Nurse", "Cook"]
    assert [q.text for q in found.nouns[0].requirements] == ["a", "b"]
    assert found.nouns[1].offer == {"costs": {"costs_complete": True}}


def test_json_lines_are_read_and_bad_lines_reported_by_their_number(read) -> None:
    text = (
        '{"id": 1, "title": "Cook"}\n{"id": 2 "title"}\n\n["x"]\n'
        '{"id": 5, "title": null}\n{"id": 6, "title": "Nurse"}'
    )
    found = read(text, name="list.jsonl")
    assert [(r.number, r.noun.id) for r in found.rows] == [(1, "1"), (6, "6")]
    assert [r.row for r in found.refusals] == [2, 4, 5]
    assert read(text, name="upload").ids == ["1", "6"]


def test_a_deeply_nested_json_is_refused(read) -> None:
    with pytest.raises(UnsupportedFile):
        read("[" * 200_000, name="deep.json")


def test_schema_org_job_postings_are_vacancies(read) -> None:
    posting = {
        "@context": "https://schema.org", "@type": "JobPosting", "title": "Data engineer",
        "description": "<p>We <b>build</b></p><ul><li>SQL</li></ul>",
        "identifier": {"@type": "PropertyValue", "value": "JP-1"},
        "hiringOrganization": {"@type": "Organization", "name": "ACME"},
        "jobLocation": {"@type": "Place", "address": {"addressLocality": "Berlin",
        "addressCountry": {"@type": "Country", "name": "Germany"}}},
        "baseSalary": {"currency": "EUR", "value": {"minValue": 50000, "maxValue": 60000,
        "unitText": "YEAR"}},
        "totalJobOpenings": 2, "validThrough": "2026-12-31T23:59:59Z",
        "workHours": "40 hours per week", "skills": "SQL, Python",
        "educationRequirements": {"credentialCategory": "bachelor degree"},
    }  # fmt: skip
    (vacancy,) = read(json.dumps({"@graph": [posting]}), name="jobs.json").nouns
    assert (vacancy.id, vacancy.title, vacancy.employer, vacancy.country, vacancy.region) == (
        "JP-1",
        "Data engineer",
        "ACME",
        "DE",
        "Berlin",
    )
    assert vacancy.description == "We build\n\nSQL"
    assert (vacancy.terms.wage.amount, vacancy.terms.wage.period, vacancy.terms.hours_week) == (
        50000,
        "year",
        40,
    )
    assert (vacancy.places, vacancy.education_level, vacancy.terms.deadline) == (
        2,
        6,
        date(2026, 12, 31),
    )

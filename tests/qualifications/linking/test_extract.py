import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualifications.taxonomy.extract import Extraction, extract
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.mentions import degrees, licences, spoken_languages

SPOKEN = {
    "Arabe, français courant.": [("ar", None), ("fr", "C1")],
    "You will speak German at B2 and drive.": [("de", "B2")],
    "Deutsch B2, Englisch fließend": [("de", "B2"), ("en", "C1")],
    "Sprachkenntnisse: Deutsch (C1), Russisch Muttersprache": [("de", "C1"), ("ru", "C2")],
    "Languages: English, French, Arabic": [("en", None), ("fr", None), ("ar", None)],
    "Idiomas: inglés nivel B1 y francés básico": [("en", "B1"), ("fr", "A2")],
    "français langue maternelle, notions d’allemand": [("fr", "C2"), ("de", "A2")],
    "русский родной, английский B1": [("ru", "C2"), ("en", "B1")],
    "العربية لغة أم والإنجليزية جيد": [("ar", "C2"), ("en", "B2")],
    "Native Spanish speaker with good English": [("es", "C2"), ("en", "B2")],
    "We serve French cuisine in a Polish restaurant": [],
    "Must polish the floors": [],
    "German nationals only": [],
}


@pytest.mark.parametrize(("text", "expected"), SPOKEN.items())
def test_languages_and_levels_are_read(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(found.code, found.cefr) for found in spoken_languages(text)] == expected


PAPERS = {
    "Driving licence B, C+E and forklift licence": ["B", "CE", "forklift"],
    "Führerschein Klasse B und Staplerschein": ["B", "forklift"],
    "Permis B, CACES R489": ["B", "forklift"],
    "carnet de conducir tipo B": ["B"],
    "водительские права категории С": ["C"],
    "ADR, Code 95": ["ADR", "CPC"],
    "Registered with the NMC": ["registration"],
    "You will drive a van": [],
    "the parties agree": [],
}


@pytest.mark.parametrize(("text", "codes"), PAPERS.items())
def test_licences_are_read(text: str, codes: list[str]) -> None:
    assert [found.code for found in licences(text)] == codes


DEGREES = {
    "PhD in physics": [8],
    "Master in Public Health, Bachelor of Science in Nursing": [7, 6],
    "Licence en droit": [6],
    "Abgeschlossene Ausbildung als Koch": [3],
    "Grado en Enfermería": [6],
    "high school diploma": [3],
    "You will master the tools": [],
    "driving licence": [],
}


@pytest.mark.parametrize(("text", "levels"), DEGREES.items())
def test_degrees_are_read_with_a_level(text: str, levels: list[int]) -> None:
    assert [found.isced_level for found in degrees(text)] == levels


def labels(text: str, found: Extraction) -> str:
    return " | ".join(item.label for item in found.skills)


def test_a_french_cv_gives_its_trade_languages_and_skills(linker: Linker, taxonomy) -> None:
    text = "Maçon depuis dix ans, coffrage, lecture de plans. Arabe, français courant."
    found = extract(text, linker)
    assert [taxonomy.occupation(item.uri).isco08 for item in found.occupations] == ["7112"]
    assert [(item.code, item.cefr) for item in found.languages] == [("ar", None), ("fr", "C1")]
    assert found.skills


def test_an_english_vacancy_gives_its_skills_and_language(linker: Linker) -> None:
    text = "You will administer medication, speak German at B2 and drive a forklift."
    found = extract(text, linker)
    assert "medication" in labels(text, found)
    assert "forklift" in labels(text, found)
    assert [(item.code, item.cefr) for item in found.languages] == [("de", "B2")]


SENTENCES = {
    "Sie kochen Speisen, reinigen die Küche und schneiden Gemüse.": "küche|kitchen|food|vegetable",
    "Cuidado de personas mayores, primeros auxilios y trabajo en equipo.": "aid|older|team",
}


@pytest.mark.parametrize(("text", "parts"), SENTENCES.items())
def test_skills_are_found_in_other_languages(linker: Linker, text: str, parts: str) -> None:
    found = extract(text, linker)
    assert any(part in labels(text, found) for part in parts.split("|")), found.skills


EMPTY = [
    "",
    "We offer a competitive salary and 30 days of holiday.",
    "Please send your application before Friday.",
    "Wir freuen uns auf Ihre Bewerbung!",
    "Le poste est à pourvoir immédiatement.",
    "zzxqy qwrtp",
    "\x00\x01\x02",
]


@pytest.mark.parametrize("text", EMPTY)
def test_a_sentence_without_a_skill_gives_none(linker: Linker, text: str) -> None:
    assert extract(text, linker).skills == ()


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_every_span_lies_in_the_text(linker: Linker, text: str) -> None:
    found = extract(text, linker)
    everything = (
        *found.skills,
        *found.occupations,
        *found.languages,
        *found.education,
        *found.licences,
    )
    for item in everything:
        assert 0 <= item.start < item.end <= len(text)


def test_top_limits_the_answer(linker: Linker) -> None:
    text = "Python, Java, carpentry, first aid, accounting, welding, gardening, C++"
    assert len(extract(text, linker, top=3).skills) == 3

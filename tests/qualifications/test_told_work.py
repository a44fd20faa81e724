"""The work that running text tells of."""

from datetime import date

import pytest

from models.people import Candidate, Experience
from models.work import Vacancy
from qualifications.normalise import Normaliser
from qualifications.recognition import Recogniser
from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.snapshot import load_taxonomy


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy()


@pytest.fixture(scope="module")
def normaliser(taxonomy: Taxonomy) -> Normaliser:
    implied = ImpliedSkills.load(taxonomy)
    linker = Linker.load(taxonomy)
    return Normaliser(taxonomy, linker, Recogniser.load(), uses=lambda: implied)


def jobs(normaliser: Normaliser, taxonomy: Taxonomy, text: str) -> dict[str, Experience]:
    person = normaliser.candidate(Candidate(id="a", cv_text=text))
    return {taxonomy.label(job.occupation.uri): job for job in person.experience if job.occupation}


@pytest.mark.parametrize(
    ("text", "label", "start", "end", "ongoing"),
    [
        ("2010-2014: Cook, Hotel Sol.", "cook", date(2010, 1, 1), date(2014, 1, 1), False),
        ("Von 2012 bis 2019 war ich Maurer.", "bricklayer", date(2012, 1, 1), date(2019, 1, 1),
         False),
        ("Depuis 2016, je travaille comme électricien.", "electrician", date(2016, 1, 1), None,
         True),
        ("Desde 2018 trabajo como contable.", "accountant", date(2018, 1, 1), None, True),
        ("منذ 2014 أعمل مهندس مدني.", "civil engineer", date(2014, 1, 1), None, True),
    ],
)  # fmt: skip
def test_a_job_is_dated_by_the_sentence_that_names_it(
    normaliser: Normaliser,
    taxonomy: Taxonomy,
    text: str,
    label: str,
    start: date,
    end: date | None,
    ongoing: bool,
) -> None:
    job = jobs(normaliser, taxonomy, text)[label]
    assert (job.start, job.end, job.ongoing) == (start, end, ongoing)


@pytest.mark.parametrize(
    ("text", "label", "months"),
    [
        ("Bricklayer with 6 years of experience.", "bricklayer", 72),
        ("Elektriker, 12 Jahre Erfahrung.", "electrician", 144),
        ("I am 45 years old. I am a cook.", "cook", None),
        ("Cook. Born 1980.", "cook", None),
    ],
)
def test_how_long_is_taken_where_only_that_is_said(
    normaliser: Normaliser, taxonomy: Taxonomy, text: str, label: str, months: int | None
) -> None:
    assert jobs(normaliser, taxonomy, text)[label].months == months


def test_years_that_collide_are_unknown_and_refuse_nobody(
    normaliser: Normaliser, taxonomy: Taxonomy
) -> None:
    job = jobs(normaliser, taxonomy, "2019-2011: Cook, Hotel Sol.")["cook"]
    assert (job.start, job.end, job.months) == (None, None, None)


def test_nursing_plants_makes_no_nurse(normaliser: Normaliser, taxonomy: Taxonomy) -> None:
    text = "Since 2015 I have been working in a greenhouse: nurse plants, prune plants."
    assert "nurse responsible for general care" not in jobs(normaliser, taxonomy, text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Wir suchen Maurer für Wohnungsbau. Mauern, Fugen, Pläne lesen.", "bricklayer"),
        ("Entreprise d'électricité générale recrute un électricien du bâtiment.",
         "building electrician"),
        ("We need another software developer who writes and debugs code.", "software developer"),
        ("مكتب هندسي يبحث عن مهندس مدني لمشاريع الطرق.", "civil engineer"),
    ],
)  # fmt: skip
def test_a_description_says_what_a_vacancy_is_for(
    normaliser: Normaliser, taxonomy: Taxonomy, text: str, label: str
) -> None:
    vacancy = normaliser.vacancy(Vacancy(id="a", description=text))
    assert vacancy.occupation is not None
    assert taxonomy.label(vacancy.occupation.uri) == label


def test_a_description_that_names_no_work_stays_unknown(normaliser: Normaliser) -> None:
    assert normaliser.vacancy(Vacancy(id="a", description="...")).occupation is None

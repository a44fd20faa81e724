"""Credentials and jobs in sentences."""

from datetime import date

import pytest

from api.imports.credentials import credential_in
from api.imports.work_history import experience_in
from models.errors import FieldRefused

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "title", "institution", "country", "year"),
    [
        ("Bachelor of Science in Nursing, University of Santo Tomas, PH, 2015",
        "Bachelor of Science in Nursing", "University of Santo Tomas", "PH", 2015),
        ("Bachelor of Science in Nursing", "Bachelor of Science in Nursing", None, None, None),
        ("Диплом спеціаліста, Київський університет, Україна, 2009", "Диплом спеціаліста",
        "Київський університет", "UA", 2009),
        ("Licence en soins infirmiers (Sénégal, 2014)", "Licence en soins infirmiers", None, "SN",
        2014),
        ("Diploma in Welding - Kenya - 2012", "Diploma in Welding", None, "KE", 2012),
        ("Master, Economics, Finance", "Master, Economics, Finance", None, None, None),
        ("CAP maçonnerie 2004", "CAP maçonnerie 2004", None, None, 2004),
        ("2015, BSc Computer Science, Damascus University, Syria", "BSc Computer Science",
        "Damascus University", "SY", 2015),
        ("B.Tech, IIT Delhi, India, 2010-2014", "B.Tech, IIT Delhi", None, "IN", 2014),
        ("بكالوريوس تمريض، جامعة دمشق، سوريا، 2012", "بكالوريوس تمريض", "جامعة دمشق", "SY", 2012),
        ("2012: CAP Plombier (2012), Institut du Nord", "CAP Plombier (2012)", "Institut du Nord",
        None, 2012),
        ("本科 护理学, 江湾大学, 2012", "本科 护理学", "江湾大学", None, 2012),
        ("University of Manila", "University of Manila", None, None, None),
        ("Meisterprüfung Elektrotechnik, Handwerkskammer Ulm, 2018",
        "Meisterprüfung Elektrotechnik", "Handwerkskammer Ulm", None, 2018),
    ],
)  # fmt: skip
def test_a_credential_keeps_its_title_and_gives_what_is_clear(
    text, title, institution, country, year
) -> None:
    found = credential_in(text)
    assert found is not None
    assert (found.title, found.institution, found.country, found.year) == (
        title,
        institution,
        country,
        year,
    )


@pytest.mark.parametrize(
    ("text", "title", "country", "start", "end", "ongoing"),
    [
        ("staff nurse, hospital, PH, 2018-2024", "staff nurse", "PH", 2018, 2024, False),
        ("Infirmière chez Hôpital Principal (03/2015 - présent)", "Infirmière", None, 2015, None,
        True),
        ("2018-2024: staff nurse, Manila", "staff nurse", None, 2018, 2024, False),
        ("Maçon depuis 2015", "Maçon", None, 2015, None, True),
        ("Koch bei Hotel Adler seit 03/2019", "Koch", None, 2019, None, True),
        ("welder, since March 2019, Kenya", "welder", "KE", 2019, None, True),
        ("Сварщик, завод, Россия, с 2010 по 2015", "Сварщик", "RU", 2010, 2015, False),
        ("зварник, 01.03.2010 - 15.06.2015", "зварник", None, 2010, 2015, False),
        ("ممرض، مستشفى، سوريا، 2010-2015", "ممرض", "SY", 2010, 2015, False),
        ("Software developer - ACME - Jan 2018 to Dec 2020", "Software developer", None, 2018,
        2020, False),
        ("Kellner, 2 Jahre", "Kellner", None, None, None, False),
        ("nurse 2016", "nurse", None, 2016, 2016, False),
        ("cook", "cook", None, None, None, False),
        ("enfermera, Hospital Central, España, desde enero de 2020", "enfermera", "ES", 2020, None,
        True),
        ("kierowca, 2015 – obecnie", "kierowca", None, 2015, None, True),
        ("öğretmen, 2010-2015", "öğretmen", None, 2010, 2015, False),
        ("2010/2015 driver", "driver", None, 2010, 2015, False),
    ],
)  # fmt: skip
def test_a_job_in_a_sentence(text, title, country, start, end, ongoing) -> None:
    found = experience_in(text, ON)
    assert found is not None
    years = (found.start.year if found.start else None, found.end.year if found.end else None)
    assert (found.title, found.country, *years, found.ongoing) == (
        title,
        country,
        start,
        end,
        ongoing,
    )


@pytest.mark.parametrize("text", ["cook, 2024-2018", "cook, since 2031"])
def test_a_job_whose_dates_conflict_is_refused(text) -> None:
    with pytest.raises(FieldRefused):
        experience_in(text, ON)

"""Credentials in tables, and credits and years of study in structured papers."""

import json
from datetime import date

import pytest

from models.errors import EmptyFile, FieldRefused, UnsupportedFile
from qualifications.documents.reading import PaperRead, read_document

ON = date(2026, 11, 23)


def read(text: str, name: str = "list.csv") -> PaperRead:
    return read_document(text.encode("utf-8-sig"), name, on=ON)


@pytest.mark.parametrize(
    ("text", "title", "country", "year", "more"),
    [
        ("title,country,year\nLLB,Kenya,2012\n", "LLB", "KE", 2012, {}),
        (
            "Intitulé du diplôme;Pays;Année;Crédits ECTS;Mention\nLicence;Sénégal;2014;180;14/20\n",
            "Licence", "SN", 2014, {"grade": "14/20"},
        ),
        (
            "Abschluss\tLand\tJahr\tDauer\nMeister\tÖsterreich\t1999\t3,5 Jahre\n",
            "Meister", "AT", 1999, {"duration_years": 3.5},
        ),
        ("الشهادة,البلد,السنة\nإجازة,سوريا,2010\n", None, None, None, {}),
        ("شهادة;البلد;السنة\nإجازة;سوريا;2010\n", "إجازة", "SY", 2010, {}),
        ("Диплом,Країна,Рік\nДиплом,Україна,2009\n", "Диплом", "UA", 2009, {}),
        ("title,country,year\nपदवी,भारत,2011\n", "पदवी", "IN", 2011, {}),
        ("title,country,year\nCử nhân,Việt Nam,2011\n", "Cử nhân", "VN", 2011, {}),
        ("year,degree,country\n1394,کارشناسی,IR\n", "کارشناسی", "IR", 2015, {}),
    ],
)  # fmt: skip
def test_a_table_is_read_under_headings_of_many_languages(
    text: str, title: str | None, country: str | None, year: int | None, more: dict[str, object]
) -> None:
    if title is None:
        with pytest.raises(UnsupportedFile):
            read(text)
        return
    paper = read(text)
    (credential,) = paper.credentials
    assert (credential.title, credential.country, credential.year) == (title, country, year)
    assert {key: getattr(credential, key) for key in more} == more
    assert (paper.kind, paper.proof.state, credential.documents) == ("table", "absent", None)


def test_rows_without_a_title_are_left_out_and_a_table_without_any_is_empty() -> None:
    assert len(read("title,year\nLLB,2001\n,2002\n\nMA,2003,x,y\n").credentials) == 2
    with pytest.raises(EmptyFile):
        read("title,year\n,2001\n")


@pytest.mark.parametrize("text", ["", "name,age\nMaria,30\n", "hello\n"])
def test_a_table_without_titles_is_refused(text: str) -> None:
    with pytest.raises(UnsupportedFile):
        read(text)


def test_a_value_that_cannot_be_read_is_refused_with_its_row() -> None:
    with pytest.raises(FieldRefused, match="row 3"):
        read("title,ects\nLLB,180\nMA,many\n")


def test_credits_and_the_beginning_of_studies_are_read_from_a_european_credential() -> None:
    claim = {
        "type": "LearningAchievement",
        "title": {"en": "Bachelor of Arts"},
        "creditReceived": [{"framework": {"id": "http://x/ects"}, "point": "180"}],
        "influencedBy": [{"startDate": "2011-10-01"}],
        "awardedBy": {"awardingDate": "2014-07-01"},
    }
    document = {
        "@context": ["http://data.europa.eu/snb/model"],
        "type": ["EuropeanDigitalCredential"],
        "credentialSubject": {"hasClaim": [claim]},
    }
    (credential,) = read(json.dumps(document), "x.json").credentials
    assert (credential.ects, credential.started, credential.year) == (180.0, 2011, 2014)

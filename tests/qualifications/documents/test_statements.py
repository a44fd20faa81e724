"""Statements to keep: what stands on them, in two languages, as HTML, PDF and signed JSON."""

import io
from datetime import date

import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.people import Credential
from qualifications.documents.fonts import faces_for, writable
from qualifications.recognition import Recogniser
from qualifications.statement import as_html, as_pdf, as_signed_json

ON = date(2026, 11, 23)
RECOGNISER = Recogniser.load()


def statement(title: str, country: str, host: str, language: str) -> tuple[str, pypdf.PdfReader]:
    paper = Credential(title=title, country=country, year=2012)
    answer = RECOGNISER.recognise(paper, host=host, purpose="employment", on=ON)
    how = {"host": host, "purpose": "employment", "language": language}
    printed = as_pdf(answer, paper, **how)  # type: ignore[arg-type]
    assert printed == as_pdf(answer, paper, **how)  # type: ignore[arg-type]
    return as_html(answer, paper, **how), pypdf.PdfReader(io.BytesIO(printed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "country", "host", "language", "words"),
    [
        ("شهادة الإجازة", "SY", "DE", "ar", ("قرار", "kein amtlicher Bescheid", "شهادة الإجازة")),
        ("Диплом спеціаліста", "UA", "NL", "de", ("Bescheid", "geen officiële", "Диплом")),
        ("专科毕业证书", "CN", "AE", "fr", ("pas une décision", "إسكد", "专科毕业证书")),
        ("B.Tech", "IN", "SE", "en", ("not an official decision", "inget officiellt beslut")),
        ("स्नातक", "NP", "NO", "es", ("resolución oficial", "ikke et offisielt", "स्नातक")),
    ],
)
def test_a_statement_stands_in_the_readers_language_beside_the_hosts(
    title: str, country: str, host: str, language: str, words: tuple[str, ...]
) -> None:
    page, printed = statement(title, country, host, language)
    # This reader of PDF spaces Chinese signs, and puts the words of Arabic from left to right.
    text = "".join(leaf.extract_text() for leaf in printed.pages).replace(" ", "")
    for said in words:
        assert said in page
        for word in said.split():
            # Shaped letters and letters of a collection come out sign by sign, if at all.
            assert word in text or word[0] > "\u0900"
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page


def test_a_signed_statement_holds_the_readers_language_and_the_hosts() -> None:
    paper = Credential(title="Диплом спеціаліста", country="UA", year=2009)
    answer = RECOGNISER.recognise(paper, host="DE", purpose="employment", on=ON)
    key = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
    signed = as_signed_json(answer, paper, key, host="DE", language="fr")
    subject = signed["credentialSubject"]
    assert subject["language"] == "fr"
    assert "pas une décision officielle" in subject["notice"]
    assert subject["for_host"]["language"] == "de"
    assert "kein amtlicher Bescheid" in subject["for_host"]["notice"]
    assert subject["answer"]["outcome"] == subject["for_host"]["answer"]["outcome"]
    assert subject["answer"]["elements"] != subject["for_host"]["answer"]["elements"]
    # Beside the host's own language nothing else is needed.
    alone = as_signed_json(answer, paper, key, host="DE", language="de")
    assert "for_host" not in alone["credentialSubject"]


def test_a_printed_statement_is_tagged_in_its_language() -> None:
    _, printed = statement("LLB", "KE", "FR", "es")
    root = printed.trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"]
    kinds = [element["/S"] for element in root["/StructTreeRoot"]["/K"][0]["/K"]]
    assert kinds[0] == "/H1"
    assert {"/H2", "/P"} <= set(kinds)
    assert printed.metadata is not None
    assert "LLB" in (printed.metadata.title or "")


def test_a_font_is_read_only_where_a_text_needs_it() -> None:
    assert [face.family for face in faces_for(["Diplôme Диплом"])] == ["sans"]
    assert [face.family for face in faces_for(["شهادة"])] == ["sans", "arabic"]


def test_letters_that_no_font_has_are_spelt_in_latin_ones() -> None:
    faces = faces_for(["ბაკალავრი Licence"])
    assert writable("ბაკალავრი Licence", faces) == "bak'alavri Licence"

"""Files of every kind: the readable ones are read, the others refused with a reason."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from models.errors import EmptyFile, FileRefused, OversizedFile, UnsupportedFile

LIST = "id;Intitulé du poste;Pays\nV1;Maçon;FR\nV2;Élève infirmier;FR\n"


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-15"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_usual_encoding_and_separator_is_read(read, encoding, separator, end) -> None:
    content = LIST.replace(";", separator).replace("\n", end).encode(encoding)
    assert [v.title for v in read(content).nouns] == ["Maçon", "Élève infirmier"]


@pytest.mark.parametrize(
    ("encoding", "content", "title"),
    [
        ("cp1251", "Должность,Страна\nСварщик,Россия\nЭлектромонтёр,Казахстан\n", "Сварщик"),
        ("cp1251", "Посада;Країна\nЗварник;Україна\nМедична сестра;Польща\n", "Зварник"),
        ("cp1256", "المسمى الوظيفي;الدولة\nممرض قانوني;مصر\nمهندس مدني;الأردن\n", "ممرض قانوني"),
        (
            "cp1250",
            "Stanowisko;Kraj;Liczba miejsc\nPielęgniarka;Polska;4\nSprzątaczka;Polska;1\n",
            "Pielęgniarka",
        ),
        (
            "cp1254",
            "İş Unvanı;Ülke;Kişi Sayısı\nKaynakçı;Türkiye;2\nÖğretmen;Almanya;1\n",
            "Kaynakçı",
        ),
        ("cp1252", "Stellenbezeichnung;Land\nKöchin;Österreich\nBäcker;Schweiz\n", "Köchin"),
        ("cp1252", "title;country;wage\nNurse;Spain;3000 €\n", "Nurse"),
        ("cp1252", "Puesto;País\nAlbañil;España\nPeón;México\n", "Albañil"),
    ],
)
def test_legacy_encodings_are_told_apart(read, encoding, content, title) -> None:
    found = read(content, encoding=encoding)
    assert found.nouns[0].title == title
    assert found.nouns[0].country is not None


def test_a_broken_byte_does_not_make_a_whole_utf8_file_unreadable(read) -> None:
    content = ("title;country\n" + "Élève infirmière;FR\n" * 400).encode() + b"Ma\xe7on;FR\n"
    found = read(content)
    assert len(found.rows) == 401
    assert found.nouns[0].title == "Élève infirmière"
    assert any("could not be read" in note for note in found.notes)


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", EmptyFile, "empty"),
        (b"\xef\xbb\xbf\n \n", EmptyFile, "empty"),
        (b"\0" * 5000, EmptyFile, "empty"),
        (b"id;title\n", EmptyFile, "no rows"),
        (b"id,title\n\n\n,,\n", EmptyFile, "no rows"),
        (b"[]", EmptyFile, "no objects"),
        (b"%PDF-1.7 ...", UnsupportedFile, "PDF"),
        (b"\x89PNG\r\n\x1a\n....", UnsupportedFile, "picture"),
        (b"\xff\xd8\xff\xe0....", UnsupportedFile, "picture"),
        (b"\x1f\x8b\x08....", UnsupportedFile, "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UnsupportedFile, r"\.xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        UnsupportedFile, "password"),
        (b"<html><table><tr><td>title", UnsupportedFile, "web page"),
        (b"<?xml version='1.0'?><jobs/>", UnsupportedFile, "XML"),
        (bytes(range(256)) * 40, UnsupportedFile, "not text"),
        (zipped(a=b"x"), UnsupportedFile, "zip archive"),
        (zipped(**{"content.xml": b"x"}), UnsupportedFile, "OpenDocument"),
        (zipped(word__document=b"", **{"word/document.xml": b"x"}), UnsupportedFile, "Word"),
        (zipped(**{"xl/workbook.xml": b"x", "xl/worksheets/sheet1.xml": b"x"}), UnsupportedFile,
        "damaged"),
        (b'{"a": [1, 2', UnsupportedFile, "JSON"),
        (b"1;2;3\n4;5;6\n", FileRefused, "headings"),
        (b"id,country\n1,FR\n", FileRefused, "title or a description"),
        (b"dear all\nplease find attached\n", FileRefused, "headings"),
    ],
)  # fmt: skip
def test_what_holds_no_list_is_refused_with_its_reason(read, content, error, says) -> None:
    with pytest.raises(error, match=says) as refused:
        read(content)
    assert refused.value.what_to_do


def test_rubbish_of_200_megabytes_is_refused_before_it_is_read(read, tmp_path: Path) -> None:
    path = tmp_path / "rubbish.csv"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(OversizedFile, match="200 MB"):
        read(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened(read) -> None:
    bomb = zipped(**{"xl/workbook.xml": b"x", "xl/worksheets/sheet1.xml": bytes(20_000_000)})
    assert len(bomb) < 100_000
    with pytest.raises(OversizedFile, match="unpacks"):
        read(bomb, limit_bytes=1_000_000)


def test_a_truncated_workbook_is_refused(read) -> None:
    with pytest.raises(UnsupportedFile, match="damaged"):
        read(saved(Workbook())[:2000])


def test_a_missing_file_and_a_folder_are_refused(read, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="cannot be opened"):
        read(tmp_path / "none.csv")
    with pytest.raises(FileRefused, match="folder"):
        read(tmp_path)


def test_quoted_line_ends_belong_to_their_cell_and_count_one_row(read) -> None:
    found = read(
        'id,title,description\n1,Cook,"cooks\nand\n\nserves"\n\n3,Nurse,"says ""hi"", cares"\n'
    )
    assert [(r.number, r.noun.description) for r in found.rows] == [
        (2, "cooks\nand\n\nserves"),
        (4, 'says "hi", cares'),
    ]


def test_a_quotation_that_is_never_closed_costs_one_row_only(read) -> None:
    found = read('id,title\n1,"Nurse\n2,Cook\n3,5" pipe fitter\n4,Baker\n')
    assert found.ids == ["2", "3", "4"]
    assert [(r.row, "never closed" in r.problem) for r in found.refusals] == [(2, True)]


def test_a_row_with_too_many_cells_is_refused_and_one_that_ends_early_is_noted(read) -> None:
    found = read("id,title,country,places\n1,Cook,FR,1,,\n2,Cook, with, commas,FR,1\n3,Baker\n")
    assert found.ids == ["1", "3"]
    assert [r.row for r in found.refusals] == [3]
    assert any("ends early" in note and "row 4" in note for note in found.notes)


def test_titles_above_and_totals_below_the_list_are_no_rows(read) -> None:
    found = read(
        "Ministry of Labour;;;\nVacancies, as of 1 November 2026;;;\n\nNo;Job title;Country;"
        "Number of positions\n"
        "1;Cook;FR;2\nNo;Job title;Country;Number of positions\n2;Nurse;DE;3\n;;;\nTotal;"
        ";;5\nSource: Ministry;;;\n"
    )
    assert [(r.number, r.noun.id) for r in found.rows] == [(5, "1"), (7, "2")]
    assert found.refusals == []


def test_the_separator_that_a_spreadsheet_declares_counts_no_row(read) -> None:
    found = read("sep=|\ntitle|country\nCook|FR\n")
    assert [(r.number, r.noun.title) for r in found.rows] == [(2, "Cook")]


def workbook() -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Offres"
    sheet["A1"] = "Ministère — offres"
    sheet.merge_cells("A1:H1")
    for cell, value in zip(
        "ABCDEFGH",
        ["Réf", "Intitulé du poste", "Lieu", None, "Salaire", None, "Dates", None],
        strict=True,
    ):
        sheet[f"{cell}2"] = value
    for area in ("C2:D2", "E2:F2", "G2:H2", "A2:A3", "B2:B3"):
        sheet.merge_cells(area)
    for cell, value in zip(
        "CDEFGH", ["Pays", "Ville", "Montant", "Devise", "Début", "Date limite"], strict=True
    ):
        sheet[f"{cell}3"] = value
    sheet.append([1, "Plombier", "France", "Lyon", 2100, "EUR", date(2027, 1, 4), "31/12/2026"])
    sheet.append([2.0, "Maçon", None, "Lyon", "2 300,50", "€", 46389, datetime(2026, 12, 1)])
    sheet.append([3, "Soudeur", "#N/A", "Paris", "#REF!", None, None, None])
    sheet.append([4, "=CONCATENATE(A1)", "France", None, None, None, None, None])
    sheet.append(["Total", None, None, None, 4400, None, None, None])
    sheet.merge_cells("C4:C5")
    sheet.column_dimensions["D"].hidden = True
    return book


def test_a_workbook_with_merged_headings_dates_errors_and_formulas(read) -> None:
    found = read(saved(workbook()), name="offres.xlsx")
    first, second = found.nouns
    assert [(c.heading, c.field) for c in found.reading.columns][2:6] == [
        ("Pays", "country"), ("Ville", "region"), ("Montant / Salaire", "wage"),
        ("Devise", "currency"),
    ]  # fmt: skip
    assert (first.id, first.country, first.region, first.terms.wage.amount) == (
        "1",
        "FR",
        "Lyon",
        2100,
    )
    assert (first.terms.start, first.terms.deadline) == (date(2027, 1, 4), date(2026, 12, 31))
    assert (second.id, second.country, second.terms.start) == ("2", "FR", date(2027, 1, 2))
    assert second.terms.wage.amount == 2300.5
    assert [(r.sheet, r.row, r.column, r.value) for r in found.refusals] == [
        ("Offres", 6, "Pays", "#N/A"), ("Offres", 7, "Intitulé du poste", ""),
    ]  # fmt: skip
    assert "formula" in found.refusals[1].problem


def test_every_sheet_that_is_a_list_is_read_and_the_others_are_named(read) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "North"
    second, third = book.create_sheet("South"), book.create_sheet("Codes")
    hidden = book.create_sheet("Hidden")
    for sheet in (first, second, hidden):
        sheet.append(["Job title", None, "Country"])
        sheet.append(["Cook", None, "FR"])
    third.append(["x", "y"])
    hidden.sheet_state = "hidden"
    found = read(saved(book), name="all.xlsx")
    assert [(r.sheet, r.number, r.noun.id) for r in found.rows] == [
        ("North", 2, "row-2"), ("South", 2, "South-row-2"), ("Hidden", 2, "Hidden-row-2"),
    ]  # fmt: skip
    assert any("Codes" in note and "not read" in note for note in found.notes)
    assert any("hidden" in note for note in found.notes)


def test_a_long_workbook_is_read_without_loading_its_styles(read) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Long")
    sheet.append(["title", "country", "description"])
    for number in range(30_000):
        sheet.append([f"Cook {number}", "FR", f"{number} " + "cooks and serves " * 12])
    found = read(saved(book), name="long.xlsx")
    assert len(found.rows) == 30_000
    assert found.rows[-1].number == 30_001


def test_the_first_row_of_data_is_never_taken_for_headings(read) -> None:
    found = read(
        "Référence;Emploi proposé;Pays de travail;Nb postes;Compétences;Niveau\n"
        "A1;Soudeur TIG;Belgique;3;soudage TIG;CAP\n"
        "A2;Aide-soignante;FR;1;toilette des patients;\n"
    )
    assert [(noun.id, noun.title) for noun in found.nouns] == [
        ("A1", "Soudeur TIG"),
        ("A2", "Aide-soignante"),
    ]

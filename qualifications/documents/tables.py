"""Credentials as a table: CSV under any headings that a person would understand."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from models.errors import UnsupportedFile
from models.people import Credential
from qualifications.calendars import read_year
from qualifications.credential_lines import refused
from qualifications.documents.values import country
from qualifications.titles import fold

_HEADINGS: Final[Mapping[str, str]] = {
    "title": "title award degree qualification credential diploma certificate abschluss titel "
    "bezeichnung bildungsabschluss diplome intitule titulo titolo dyplom диплом кваліфікація "
    "квалификация شهادة المؤهل 学位 学历",
    "country": "country land pays pais paese kraj країна страна البلد بلد 国家",
    "institution": "institution university school college hochschule universitat schule universite "
    "etablissement ecole universidad institucion universita uczelnia заклад университет الجامعة "
    "جامعة 学校",
    "field": "field subject major specialisation specialization fach fachrichtung studienfach "
    "domaine filiere specialite campo carrera especialidad campo kierunek спеціальність "
    "специальность التخصص 专业",
    "year": "year graduated graduation awarded date jahr annee ano anio anno rok рік год السنة سنة "
    "年份",
    "started": "started start begin beginn debut inicio inizio початок начало البداية",
    "duration_years": "duration years length dauer duree duracion durata тривалість длительность "
    "المدة",
    "ects": "ects credits kreditpunkte leistungspunkte creditos crediti кредити кредиты",
    "grade": "grade mark score gpa note mention abschlussnote nota voto ocena оцінка оценка "
    "المعدل الدرجة",
    "profession": "profession occupation beruf metier profesion professione zawod професія "
    "профессия المهنة",
}
_FIELD_OF: Final = {fold(w): key for key, words in _HEADINGS.items() for w in words.split()}
_MOST_ROWS: Final = 10_000


def is_table(name: str, text: str) -> bool:
    """Whether a file is a table with a heading for titles, by its name or its first line."""
    first = text.split("\n", 1)[0]
    return name.casefold().endswith((".csv", ".tsv")) or "title" in _fields(_cells(first)).values()


def credentials(text: str, name: str) -> tuple[Credential, ...]:
    """One credential for each row with a title.

    Raises UnsupportedFile without a heading for titles, and FieldRefused for a value that cannot
    be read, with its row.
    """
    rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    fields = _fields(rows[0]) if rows else {}
    if "title" not in fields.values():
        raise UnsupportedFile(
            f"{name} has no column for the title of an award.",
            "Give the first row headings such as title, country, year.",
        )
    return tuple(_credentials(rows[1 : _MOST_ROWS + 1], fields))


def _credentials(rows: list[list[str]], fields: Mapping[int, str]) -> Iterator[Credential]:
    for number, row in enumerate(rows, 2):
        stated = {key: row[n].strip() for n, key in fields.items() if n < len(row)}
        if stated.get("title"):
            yield _credential({key: value for key, value in stated.items() if value}, number)


def _credential(stated: Mapping[str, str], row: int) -> Credential:
    where = country(stated.get("country"))
    return Credential(
        title=stated["title"],
        country=where,
        institution=stated.get("institution"),
        field=stated.get("field"),
        profession=stated.get("profession"),
        year=_year(stated.get("year"), where),
        started=_year(stated.get("started"), where),
        duration_years=_number(stated, "duration_years", row),
        ects=_number(stated, "ects", row),
        grade=stated.get("grade"),
    )


def _year(written: str | None, where: str | None) -> int | None:
    return read_year(written, where).year if written else None


def _number(stated: Mapping[str, str], key: str, row: int) -> float | None:
    written = stated.get(key)
    if written is None:
        return None
    try:
        number = float(written.split()[0].replace(",", "."))
    except ValueError:
        raise refused(key, written, f"Write a number in row {row}.") from None
    return number if number > 0 else None


def _fields(headings: list[str]) -> dict[int, str]:
    """The field that each column holds; the first column of a field wins."""
    found: dict[int, str] = {}
    for number, heading in enumerate(headings):
        words = fold(heading).split()
        key = next((_FIELD_OF[word] for word in words if word in _FIELD_OF), None)
        if key is not None and key not in found.values():
            found[number] = key
    return found


def _cells(line: str) -> list[str]:
    return next(csv.reader([line], delimiter=_delimiter(line)), [])


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t|", key=first.count)

"""Credentials of a person, from a sentence such as 'Bachelor of Nursing, University, PH, 2015'."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from api.imports.rows import Row
from api.imports.values.countries import country_named
from api.imports.values.numbers import number_in, western_digits
from api.imports.wording import fold, split_values, text_of, vocabulary
from models.people import Credential

_YEAR = re.compile(r"(?<!\d)(?:19[3-9]\d|20[0-9]\d)(?!\d)")
_BEFORE_YEAR = "in|en|year|graduated|class of|promotion|obtenu|abschluss|anno|año|ano|выпуск"
_ONLY_YEARS = re.compile(
    rf"[^\w]*(?:(?:{_BEFORE_YEAR})\.?[^\w]+){{0,2}}((?:19|20)\d{{2}})"
    r"(?:\s*[-–—/]\s*((?:19|20)\d{2}))?[^\w]*(?:года?|год|г|р|року|рік)?[^\w]*",
    re.IGNORECASE,
)
_ENDING_BRACKET = re.compile(r"^(.*\S)\s*[(\[]([^()\[\]]*)[)\]]\s*$", re.DOTALL)
_LEADING_YEAR = re.compile(r"^\s*((?:19|20)\d{2})\s*[:–—]\s*")
_DASH = re.compile(r"\s+[-–—]\s+")


@cache
def _institution() -> re.Pattern[str]:
    words = vocabulary("words")["institution"]
    begins, ends = "|".join(words["begins"]), "|".join(words["ends"])
    anywhere = "|".join(words["anywhere"])
    return re.compile(rf"\b(?:{begins})|\w(?:{ends})\b|{anywhere}", re.IGNORECASE)


def credentials_of(row: Row) -> tuple[Credential, ...]:
    """The credentials in a row: one cell of several, JSON objects, or one spread over columns."""
    found = _listed(row.free_text("credentials"))
    extra = {
        name: row.filled().get(f"credential_{name}")
        for name in ("institution", "field", "country", "year")
    }
    if not any(extra.values()):
        return found
    if not found:
        title = text_of(row.free_text("credential_field"))
        found = (Credential(title=title),) if title else ()
    if len(found) != 1:
        return found
    return (_completed(row, found[0]),)


def _completed(row: Row, credential: Credential) -> Credential:
    """A row's only credential with what the columns on it add."""
    country = row.may("credential_country", lambda cell: country_named(text_of(cell)), None)
    year = row.may("credential_year", lambda cell: _year(text_of(cell)), None)
    return replace(
        credential,
        country=credential.country or country,
        year=credential.year or year,
        institution=credential.institution or row.line("credential_institution"),
        field=credential.field or row.line("credential_field"),
    )


def _listed(cell: object) -> tuple[Credential, ...]:
    if isinstance(cell, Mapping):
        found = _of_object(cell)
        return (found,) if found else ()
    if isinstance(cell, (list, tuple)):
        return tuple(credential for item in cell for credential in _listed(item))
    return tuple(found for text in split_values(cell) if (found := credential_in(text)) is not None)


@cache
def _keys() -> dict[str, str]:
    names = vocabulary("words")["credential_key"]
    return {fold(word): field for field, words in names.items() for word in words}


def _of_object(item: Mapping[str, object]) -> Credential | None:
    facts: dict[str, object] = {}
    for key, value in item.items():
        name = _keys().get(fold(str(key)))
        if name and text_of(value):
            facts.setdefault(name, value)
    texts = {name: text_of(value) for name, value in facts.items()}
    title = texts.get("title") or texts.get("field")
    if not title:
        return None
    return Credential(
        title=title,
        country=country_named(texts.get("country", "")),
        institution=texts.get("institution"),
        field=texts.get("field"),
        profession=texts.get("profession"),
        year=_year(texts.get("year", "")),
        duration_years=number_in(texts.get("duration_years", "")),
        grade=texts.get("grade"),
        documents=texts.get("documents"),
    )


def _year(text: str) -> int | None:
    years = _YEAR.findall(western_digits(text))
    return int(years[-1]) if years else None


def credential_in(text: str) -> Credential | None:
    """One credential in a sentence: its title as written, and the year, country and institution
    where they stand apart and are clear; what is unclear stays in the title."""
    parts = _parts(text)
    title: list[str] = []
    country = institution = None
    year: int | None = None
    for number, part in enumerate(parts):
        years = _ONLY_YEARS.fullmatch(western_digits(part))
        place = country_named(part, close=False) if number or len(parts) > 1 else None
        if years and len(parts) > 1:
            year = year or int(years[2] or years[1])
        elif place and country is None and (number or len(part) > 3):
            country = place
        elif number and institution is None and _institution().search(part):
            institution = _STRAY_YEAR.sub("", part).strip(" ,")
            year = year or _year(part)
        else:
            title.append(part)
    if not title:
        title, institution = [institution or text], None
    written = ", ".join(title)
    return Credential(
        title=written, country=country, institution=institution, year=year or _only_year(written)
    ) if written.strip() else None  # fmt: skip


_STRAY_YEAR = re.compile(r"[\s,(]*(?:19|20)\d{2}(?:\s*[-–/]\s*(?:19|20)\d{2})?\)?\s*$")


def _only_year(text: str) -> int | None:
    years = set(_YEAR.findall(western_digits(text)))
    return int(years.pop()) if len(years) == 1 else None


def _parts(text: str) -> list[str]:
    bracket = _ENDING_BRACKET.match(text)
    if bracket and _tells_apart(bracket[2]):
        return [*_parts(bracket[1]), *_split(bracket[2])]
    return _split(text)


def _split(text: str) -> list[str]:
    text = _LEADING_YEAR.sub(r"\1, ", text)
    parts = [part.strip() for part in re.split(r"[,،]", text)]
    apart = [piece for part in parts for piece in _at_dashes(part)]
    return [part for part in apart if part]


def _at_dashes(part: str) -> list[str]:
    """The pieces between spaced dashes, where every piece behind the first is clearly something."""
    pieces = _DASH.split(part)
    clear = all(_tells_apart(piece) or _institution().search(piece) for piece in pieces[1:])
    return pieces if clear else [part]


def _tells_apart(text: str) -> bool:
    """Whether a text holds nothing but years, countries and institutions."""
    pieces = [piece.strip() for piece in re.split(r"[,،]", text) if piece.strip()]
    return bool(pieces) and all(
        _ONLY_YEARS.fullmatch(western_digits(piece))
        or country_named(piece, close=False)
        or _institution().search(piece)
        for piece in pieces
    )

"""Phone numbers and numbers of documents in free text, told from years, dates and amounts."""

import re

import phonenumbers

from api.imports.values.numbers import western_digits

PHONE, NUMBER = "[phone]", "[number]"
_CLUSTER = re.compile(r"(?<![\w])[+＋]?\(?\d[\d \t().\-–—/\u00a0\u2009\u202f]{4,}\d(?!\w)")
_YEARS = r"(?:19|20)\d{2}"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = (
    rf"(?:{_DAY}[./-]{_DAY}[./-]{_YEARS}|{_YEARS}[./-]{_MONTH}(?:[./-]{_DAY})?"
    rf"|{_MONTH}[./-]{_YEARS}|{_YEARS})"
)
_DATES = re.compile(rf"\(?{_DATE}\)?(?:[\s–—\-/().]+\(?{_DATE}\)?)*")
_COMPACT_DATE = re.compile(rf"{_YEARS}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_GROUPED = re.compile(r"\d{1,3}(?:[ .\u00a0\u202f]\d{3})+")
_SMALL_NUMBERS = re.compile(r"\d{1,4}(?:\s*[-–—/.]\s*\d{1,4}){0,2}")
_MONEY = re.compile(r"^\s*(?:€|\$|£|₽|₴|₺|zł|[A-Z]{3}\b|euro|руб|грн|lei|kr\b)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?:€|\$|£|₽|₴|₺|\b(?!TEL|GSM|MOB)[A-Z]{3})\s*$")
_FEWEST_DIGITS = 7


def without_numbers(text: str, country: str | None) -> str:
    """A text without phone numbers and long document numbers; years, dates and pay stay."""
    western = western_digits(text)
    if len(western) != len(text):
        western = text
    parts, done = [], 0
    for match in _CLUSTER.finditer(western):
        word = _what(match, western, country)
        if word:
            parts += [text[done : match.start()], word]
            done = match.end()
    return "".join((*parts, text[done:])) if parts else text


def _what(match: re.Match[str], text: str, country: str | None) -> str | None:
    cluster = match.group().strip()
    digits = sum(c.isdecimal() for c in cluster)
    if digits < _FEWEST_DIGITS or _DATES.fullmatch(cluster) or _COMPACT_DATE.fullmatch(cluster):
        return None
    if cluster[0] in "+＋" or cluster.startswith("00"):
        return PHONE
    money = _MONEY.match(text[match.end() :]) or _MONEY_BEFORE.search(text[: match.start()])
    if _GROUPED.fullmatch(cluster) and (money or (digits < 9 and not _is_phone(cluster, country))):
        return None
    if _years_apart(cluster):
        return None
    return NUMBER if cluster.isdecimal() and not cluster.startswith("0") else PHONE


def _years_apart(cluster: str) -> bool:
    """Whether a cluster is years and a small number that only stand side by side: '2015 - 3'."""
    pieces = re.split(r"[\s–—()]+|(?<=\d)-(?=\d)", cluster)
    dates = [p for p in pieces if re.fullmatch(_DATE, p.strip("./-"))]
    others = [p for p in pieces if p.strip("./-") and p not in dates]
    return bool(dates) and len("".join(others)) <= 2


def _is_phone(cluster: str, country: str | None) -> bool:
    if country is None:
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(cluster, country))
    except phonenumbers.NumberParseException:
        return False

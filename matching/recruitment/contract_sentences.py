"""A contract's sentences, and the words, numbers and sums that stand in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from re import Pattern
from typing import cast

from matching.recruitment.values import currencies
from models.errors import RuleBookBroken
from models.rules import load_toml

LANGUAGES = ("en", "fr", "es", "de", "ar")
_TABLES = ("words", "periods", "units", "hours", "items", "purposes", "languages")
_LONGEST = 600
_END = re.compile(r"(?<=[.!?;。؟؛])\s+(?=\S)|\n{2,}")
_ABBREVIATED = re.compile(
    r"\b(?:no|art|nr|abs|ca|z\.b|e\.g|i\.e|approx|mr|mrs|dr|núm|bzw)\.$", re.I
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_AMOUNT = r"(\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
_NAMED = {
    "€": "EUR", "euros": "EUR", "euro": "EUR", "£": "GBP", "pounds sterling": "GBP", "us$": "USD",
    "us dollars": "USD", "united states dollars": "USD", "₱": "PHP", "philippine pesos": "PHP",
    "₹": "INR", "qatari riyals": "QAR", "qatari riyal": "QAR", "qr": "QAR", "saudi riyals": "SAR",
    "saudi riyal": "SAR", "sr": "SAR", "dirhams": "AED", "dhs": "AED", "ringgit": "MYR",
    "rm": "MYR", "s$": "SGD", "ca$": "CAD", "nz$": "NZD", "hk$": "HKD", "ریال قطري": "QAR",
    "ريال قطري": "QAR", "ريال سعودي": "SAR", "درهم إماراتي": "AED", "يورو": "EUR",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How one language says what a dossier asks; patterns by name."""

    language: str
    verb_first: bool
    tables: Mapping[str, Mapping[str, Pattern[str]]]

    def has(self, name: str, sentence: str) -> re.Match[str] | None:
        """The first place at which a sentence uses a word."""
        return self.tables["words"][name].search(sentence)

    def all_of(self, *names: str, sentence: str) -> bool:
        """Whether a sentence uses all of these words."""
        return all(self.has(name, sentence) for name in names)

    def first(self, table: str, sentence: str) -> str | None:
        """The first entry of a table whose pattern a sentence holds."""
        return next((k for k, p in self.tables[table].items() if p.search(sentence)), None)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount and its currency, None where the sentence names none or an ambiguous one."""

    amount: float
    currency: str | None


@lru_cache(maxsize=1)
def all_words() -> tuple[Words, ...]:
    """The words of every language that contracts are read in."""
    return tuple(_words(language) for language in LANGUAGES)


def _words(language: str) -> Words:
    name = f"{language}.toml"
    read = load_toml(files(__package__).joinpath("contract_words", name))
    if set(read) != {*_TABLES, "verb_first"}:
        raise RuleBookBroken(f"contract_words/{name} lacks a table.", "Give all tables.")
    tables = {
        table: {
            key: re.compile(pattern, re.IGNORECASE)
            for key, pattern in cast("Mapping[str, str]", read[table]).items()
        }
        for table in _TABLES
    }
    return Words(language=language, verb_first=bool(read["verb_first"]), tables=tables)


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a contract, lines that a page broke joined again, digits in ASCII."""
    joined = re.sub(r"(?<![.:;!?؟\n])\n(?=[^\W\d_A-Z])", " ", text.translate(_DIGITS))
    for line in joined.split("\n"):
        pending = ""
        for part in _END.split(line):
            pending = f"{pending} {part}".strip()
            if _ABBREVIATED.search(pending):
                continue
            if pending:
                yield " ".join(pending.split())[:_LONGEST]
            pending = ""
        if pending:
            yield " ".join(pending.split())[:_LONGEST]


def sums_in(sentence: str) -> Iterator[Sum]:
    """The sums of money in a sentence: an amount beside a currency's code, sign or name."""
    for match in _money_pattern().finditer(sentence):
        before, first, second, after = match.groups()
        word = (before or after).strip().lower()
        code = _NAMED.get(word) or (word.upper() if word.upper() in currencies() else None)
        yield Sum(number(first or second), code)


@lru_cache(maxsize=1)
def _money_pattern() -> Pattern[str]:
    codes = "|".join(sorted(currencies()))
    named = "|".join(re.escape(word) for word in sorted(_NAMED, key=len, reverse=True))
    word = rf"(?:\b(?:{codes})\b|(?i:{named})|\$)"
    return re.compile(rf"({word})\s?{_AMOUNT}|{_AMOUNT}\s?({word})")


def number(text: str) -> float:
    """A number as contracts write it: the last mark before one or two digits is the decimal."""
    plain = re.sub(r"[' \u00a0\u202f]", "", text)
    if found := re.fullmatch(r"([\d.,]*?)[.,](\d{1,2})", plain):
        return float(f"{re.sub(r'[.,]', '', found[1]) or '0'}.{found[2]}")
    return float(re.sub(r"[.,]", "", plain))

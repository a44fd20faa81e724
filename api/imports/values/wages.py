"""Pay: an amount with its currency and period, in one cell or in three columns."""

import re
from functools import cache, lru_cache

import pycountry

from api.imports.values.countries import translations
from api.imports.values.numbers import NUMBER, plain, western_digits
from api.imports.wording import fold, text_of, vocabulary
from models.errors import FieldRefused
from models.work import Wage

_AMOUNT = re.compile(rf"({NUMBER})\s?(k\b|tsd|t€|тыс|тис|mil\b|bin\b|ألف)?", re.IGNORECASE)


@cache
def _unsaid() -> re.Pattern[str]:
    words = vocabulary("words")["pay"]["unsaid"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


@cache
def _currency_names() -> dict[str, str]:
    names = {c.alpha_3.casefold(): c.alpha_3 for c in pycountry.currencies}
    for catalogue in translations("iso4217"):
        for currency in pycountry.currencies:
            names.setdefault(fold(catalogue.gettext(currency.name)), currency.alpha_3)
    names |= {fold(c.name): c.alpha_3 for c in pycountry.currencies}
    stated = vocabulary("words")["currency"]
    return names | {fold(word): code for code, words in stated.items() for word in words}


@lru_cache(maxsize=8192)
def currency_in(text: str, country: str | None = None) -> str | None:
    """The ISO 4217 currency of a text; a shared sign counts only where the country settles it."""
    lowered = text.casefold()
    for sign, code in vocabulary("words")["currency_sign"].items():
        if sign in lowered:
            return str(code)
    words = re.sub(r"\d+", " ", fold(western_digits(text))).split()
    for length in (4, 3, 2, 1):
        for at in range(len(words) - length + 1):
            word = " ".join(words[at : at + length])
            if word in _currency_names() and not (length == 1 and word in _NOT_CURRENCIES):
                return _currency_names()[word]
    shared = vocabulary("words")["shared_currency"]
    stated = [word for word in (*words, *("$" * ("$" in text))) if word in shared]
    return next((shared[word].get(country or "") for word in stated), None)


_NOT_CURRENCIES = frozenset(
    ["all", "mop", "top", "try", "ang", "bam", "bob", "cup", "per", "kid", "gel"]
)


@cache
def _period_words() -> dict[str, str]:
    return {fold(w): p for p, words in vocabulary("words")["period"].items() for w in words}


@lru_cache(maxsize=8192)
def period_in(text: str) -> str | None:
    """The period a text states: hour, day, week, month or year; None if it states none."""
    folded = fold(
        re.sub(r"p\.\s?a\.?|p\.\s?m\.?", lambda m: " pa " if "a" in m[0] else " pm ", text.lower())
    )
    words = re.sub(r"\d+", " ", folded).split()
    # French 'an' is a year, English 'an' is not: beside another period it says nothing.
    stated = [word for word in words if word in _period_words()]
    stated = [word for word in stated if word != "an"] or stated
    found = {_period_words()[word] for word in stated}
    found |= {p for p in ("hour",) if re.search(r"/\s?h\b", text)}
    return found.pop() if len(found) == 1 else None


def wage(
    cell: object, *, heading: str, currency: object, period: object, country: str | None
) -> Wage | None:
    """The pay that the cells of a row state; None where they say it is to be agreed.

    The amount is the lower end of a range. Currency and period come from their own columns, else
    from the wage's cell, else from its heading; they stay unknown rather than be guessed.
    """
    text = text_of(cell)
    amount = _amount(text)
    if amount is None:
        if _unsaid().search(text):
            return None
        raise _refused("No amount was found in this pay.", text)
    stated = period_in(text_of(period)) or period_in(text) or period_in(heading)
    if stated == "day":
        raise _refused("Pay by the day cannot be compared with pay by the hour or month.", text)
    money = (text_of(currency), text, heading)
    code = next((c for m in money if m and (c := currency_in(m, country))), None)
    return Wage(amount=amount, currency=code, period=stated)


def _refused(problem: str, text: str) -> FieldRefused:
    return FieldRefused(
        problem, "Write an amount with its currency and period, such as '2500 EUR per month'.",
        field="wage", value=text,
    )  # fmt: skip


@lru_cache(maxsize=16384)
def _amount(text: str) -> float | None:
    match = _AMOUNT.search(western_digits(text))
    if match is None:
        return None
    amount = plain(match[1])
    thousands = match[2] or re.match(
        r"\s?(?:-|–|to|bis|à|a)\s?\d[\d.,]*\s?k\b",
        western_digits(text)[match.end() :],
        re.IGNORECASE,
    )
    return amount * 1000 if thousands and amount < 1000 else amount

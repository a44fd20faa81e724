"""Words of fixed meaning: whether a vacancy is open, whether a cell says yes or no, gender."""

from functools import cache, lru_cache

from api.imports.wording import fold, folded_words, text_of, vocabulary
from models.errors import FieldRefused
from models.work import VacancyStatus

_TICKS = frozenset("✓✔")


@cache
def _meanings(section: str) -> dict[str, str]:
    """Each folded word of a section and the entry it stands under."""
    return {
        fold(word): meaning
        for meaning, words in vocabulary("words")[section].items()
        for word in words
    }


@lru_cache(maxsize=1024)
def status_word(text: str) -> VacancyStatus | None:
    """The status that a word in one of many languages means; None for any other word."""
    found = _meanings("status").get(fold(text))
    return None if found is None else VacancyStatus(found)


def status(cell: object) -> VacancyStatus:
    """Whether people may still be proposed; raises FieldRefused for an unknown word."""
    text = text_of(cell)
    found = status_word(text)
    if found is None:
        raise FieldRefused(
            "This does not say whether the vacancy is still open.",
            "Write one of open, filled, withdrawn, expired.",
            field="status", value=text,
        )  # fmt: skip
    return found


def yes_or_no(text: str) -> bool | None:
    """Whether a cell only says yes or no; None where it says something else."""
    if text in _TICKS:
        return True
    folded = fold(text)
    if folded in folded_words("answer", "yes"):
        return True
    return False if folded in folded_words("answer", "no") else None


def gender_word(text: str) -> str | None:
    """female, male or other; None for a word that says none of these."""
    return _meanings("gender").get(fold(text))

"""How the value of a setting is read: what it may be, or a ValueError that says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

Reader = Callable[[object], Any]

_DATABASES: Final = ("sqlite", "postgresql", "postgresql+psycopg")


def text(value: object) -> str:
    """Some text without blanks around it."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("some text")
    return value.strip()


def folder(value: object) -> Path:
    """A folder, from the root; ~ is the user's own."""
    return Path(text(value)).expanduser().absolute()


def one_of(*choices: str) -> Reader:
    """A reader of one of a few words."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value.strip().lower() not in choices:
            raise ValueError("one of " + ", ".join(choices))
        return value.strip().lower()

    return read


def whole(lowest: int, highest: int) -> Reader:
    """A reader of a whole number between two."""

    def read(value: object) -> int:
        # A boolean is an int to Python, but `port = true` is a mistake.
        try:
            number = int(str(value))
        except ValueError:
            number = lowest - 1
        if isinstance(value, bool) or not lowest <= number <= highest:
            raise ValueError(f"a whole number from {lowest} to {highest}")
        return number

    return read


def share_of_one(value: object) -> float:
    """A number from 0 to 1."""
    try:
        share = float(str(value))
    except ValueError:
        share = -1.0
    if isinstance(value, bool) or not 0 <= share <= 1:
        raise ValueError("a number from 0 to 1")
    return share


def database(value: object) -> str:
    """The address of a database."""
    url = value.strip() if isinstance(value, str) else ""
    if url.partition("://")[0] not in _DATABASES or "://" not in url:
        raise ValueError("sqlite:///PATH or postgresql+psycopg://USER:PASSWORD@HOST/NAME")
    return url


def secret(value: object) -> str:
    """A secret long enough not to be guessed."""
    if not isinstance(value, str) or len(value.strip()) < 24 or not value.isascii():
        raise ValueError("24 or more plain characters")
    return value.strip()


def language_code(value: object) -> str:
    """A language in two letters (ISO 639-1)."""
    code = value.strip().lower() if isinstance(value, str) else ""
    if len(code) != 2 or not code.isalpha():
        raise ValueError("a language in two letters, for example en")
    return code


def profile_name(value: object) -> str:
    """An ethical-recruitment profile."""
    # The rule book takes a tenth of a second to import, which no other setting should wait for.
    from matching.recruitment.rulebook import PROFILES

    return str(one_of(*PROFILES)(value))

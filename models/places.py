"""Countries, and the corridor a person travels from residence to work."""

import re
from dataclasses import dataclass

from models.errors import InvalidNoun

_ALPHA_2 = re.compile(r"[A-Z]{2}")


def check_country(code: str | None) -> None:
    """Accept an ISO 3166-1 alpha-2 code or None; raises InvalidNoun for anything else."""
    if code is not None and not _ALPHA_2.fullmatch(code):
        raise InvalidNoun(
            f"'{code}' is not a country code.",
            "Write the two letters of ISO 3166-1, for example PH.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """The way from where a person was recruited and lives to the country of work.

    Codes are ISO 3166-1 alpha-2; None where nobody stated it.
    """

    destination: str | None
    origin: str | None = None
    residence: str | None = None
    transit: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for code in (self.destination, self.origin, self.residence, *self.transit):
            check_country(code)

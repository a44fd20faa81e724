"""Practice of a profession, as stated beside a credential: how long, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from qualifications.credential_lines import country_called, read_bounded, read_text

_LONGEST: Final = 60  # years of work


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What a person states of their work in the profession; None is unknown.

    `years` are the years up to now without a break, `country` where they were spent, and
    `recognised_in` a further state that has recognised the credential already.
    """

    years: float | None = None
    country: str | None = None
    recognised_in: str | None = None

    def lasts(self, years: float) -> bool:
        """Whether at least so many years are stated."""
        return self.years is not None and self.years >= years


NO_PRACTICE: Final = Practice()


def read_practice(line: Mapping[str, Any]) -> Practice:
    """The practice that an object states; raises FieldRefused for a value it cannot use."""
    return Practice(
        years=read_bounded(line, "practice_years", _LONGEST),
        country=country_called(read_text(line, "practice_country")),
        recognised_in=country_called(read_text(line, "recognised_in")),
    )

"""A list of matches, and what was left out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.outcomes import Match, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """The matches of one vacancy or one person, best first.

    `blocked` counts the pairs passed over because their verdict is BLOCK; `blocked_verdict` is
    set where the offer is blocked for everyone, and then nobody is proposed. `left_out` counts, of
    all people (or open vacancies), those not looked at, by what kept them off: country_of_work,
    languages, licences, availability, deadline; one may count under several.
    """

    matches: tuple[Match, ...]
    on: date
    blocked: int = 0
    blocked_verdict: Verdict | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)

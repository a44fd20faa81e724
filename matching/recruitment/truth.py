"""Three-valued truth (Kleene): True, False, and None for what nobody knows.

A missing fact is None all the way up. An answer is known as soon as no missing fact could change
it: False and unknown is False, True or unknown is True.
"""

from collections.abc import Iterable
from dataclasses import dataclass

Truth = bool | None


def negation(value: Truth) -> Truth:
    """Not: the unknown stays unknown."""
    return None if value is None else not value


def conjunction(values: Iterable[Truth]) -> Truth:
    """And: False if any is False, else unknown if any is unknown."""
    seen = tuple(values)
    if False in seen:
        return False
    return None if None in seen else True


def disjunction(values: Iterable[Truth]) -> Truth:
    """Or: True if any is True, else unknown if any is unknown."""
    seen = tuple(values)
    if True in seen:
        return True
    return None if None in seen else False


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in an ISO 4217 currency; compared only within one currency or by a given rate."""

    amount: float
    currency: str

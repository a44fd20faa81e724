"""Findings already made, used again where an offer says the same to a rule.

The offers of a list differ in few facts: one employer, one contract, one cost table stand in many
of them. A rule looks at some facts only, so that it finds the same wherever those are the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from matching.recruitment.dossier import Dossier
from matching.recruitment.facts import LISTS, dossier_schema
from matching.recruitment.rulebook import Rule, RuleBook
from models.findings import Finding, Result

MOST_OF_A_RULE = 1024
MOST_VALUES = 50_000
MOST_TERMS = 8

Key = tuple[int | None, ...]
# What a rule finds where its scope alone decides.
_OUTSIDE = (Result.NOT_APPLICABLE, Result.NOT_IN_FORCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All but the facts that a finding rests on: the book, the day, the profile, the rates."""

    book: str
    on: date
    profile: str
    unverified: str
    rates: tuple[tuple[str, float], ...]


class Shelf:
    """The findings of one rule: outside its scope by the facts of its scope, else by all."""

    __slots__ = ("_outside", "_paths", "_within", "rule", "scope")

    def __init__(self, rule: Rule, scope: int) -> None:
        self.rule = rule
        self.scope = scope
        self._paths = looked_at(rule.facts)
        self._outside: dict[Key, Finding] = {}
        self._within: dict[Key, Finding] = {}

    def finding(
        self, stated: Mapping[str, int], scope: Key, make: Callable[[Rule], Finding]
    ) -> Finding:
        """What the rule found in the same facts before, else what it finds now."""
        found = self._outside.get(scope)
        if found is None:
            get = stated.get
            key = tuple([get(path) for path in self._paths])
            found = self._within.get(key)
            if found is None:
                found = make(self.rule)
                out = found.result in _OUTSIDE
                _keep(found, self._outside if out else self._within, scope if out else key)
        return found


def _keep(finding: Finding, known: dict[Key, Finding], key: Key) -> None:
    if len(known) >= MOST_OF_A_RULE:
        known.clear()
    known[key] = finding


class Shelves:
    """The shelves of a book's rules; rules that look at the same facts for scope share a key."""

    def __init__(self, book: RuleBook) -> None:
        scopes = [looked_at(r.applies.facts if r.applies else frozenset()) for r in book.rules]
        self._scopes = sorted(set(scopes))
        self._shelves = [
            Shelf(rule, self._scopes.index(scope))
            for rule, scope in zip(book.rules, scopes, strict=True)
        ]

    def findings(
        self, stated: Mapping[str, int], make: Callable[[Rule], Finding]
    ) -> tuple[Finding, ...]:
        """One finding for each rule, in the order of the book."""
        get = stated.get
        keys = [tuple([get(path) for path in paths]) for paths in self._scopes]
        return tuple([s.finding(stated, keys[s.scope], make) for s in self._shelves])


class Precedents:
    """Findings to use again, for whoever checks many offers; they give the same verdicts as alone.

    Bounded: what a rule found for more than a few hundred different offers is forgotten.
    """

    def __init__(self) -> None:
        self._shelves: dict[Terms, Shelves] = {}
        self._numbers: dict[tuple[str, int], int] = {}

    def findings(
        self, dossier: Dossier, book: RuleBook, terms: Terms, make: Callable[[Rule], Finding]
    ) -> tuple[Finding, ...]:
        """One finding for each rule of the book, `make` asked where there is no precedent."""
        stated = self._stated(dossier)  # first, since it may forget everything
        return self._of(terms, book).findings(stated, make)

    def _of(self, terms: Terms, book: RuleBook) -> Shelves:
        shelves = self._shelves.get(terms)
        if shelves is None:
            if len(self._shelves) >= MOST_TERMS:
                del self._shelves[next(iter(self._shelves))]
            shelves = self._shelves[terms] = Shelves(book)
        return shelves

    def _stated(self, dossier: Dossier) -> dict[str, int]:
        """A number for every fact stated, the same for the same value shown equally well."""
        if len(self._numbers) >= MOST_VALUES:
            self._numbers.clear()
            self._shelves.clear()
        numbers, level = self._numbers, dossier.level
        # The text of a value tells 1 from 1.0 and from True, which Python holds to be equal.
        return {
            path: numbers.setdefault((repr(value), level(path)), len(numbers) + 1)
            for path, value in dossier.facts.items()
        }


@lru_cache(maxsize=2048)
def looked_at(facts: frozenset[str]) -> tuple[str, ...]:
    """Every path of a dossier that is read for these facts: whole lists, and their companions.

    A field of a line (`costs.costs[].payer`) stands for its list.
    """
    schema, paths = dossier_schema().facts, set()
    for path in facts:
        whole = path.partition("[")[0]
        paths.add(whole)
        if whole in schema and schema[whole].type in LISTS:
            paths.add(f"{whole}_complete")
    return tuple(sorted(paths))

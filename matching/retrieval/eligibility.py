"""Who may be considered at all: what a vacancy cannot do without, as one bit a person.

Nobody is left out for a fact that nobody stated: unknown passes every test here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.features import same_licence
from matching.knowledge import field_fit
from matching.pool import Pool
from matching.retrieval.postings import Bits, packed

# From here on a field of study opens a route to a profession's licence: recognition of the diploma.
_ROUTE = 0.6
_KEPT = 256  # tests whose answers are kept for each segment of an index: an eighth of a byte a row

Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What people must meet to be considered, as far as it is known of them.

    `country` is where the work is, which must be where they would work. `languages` are codes with
    the least CEFR level (1..6); `licences` must be held, or a field of study must lead to the work
    (`isco08`) and with it to recognition; `start` is the day by which to be free; `not_from` are
    countries of residence that are left out, `only_from` (where not empty) those that are not.
    """

    country: str = ""
    languages: tuple[tuple[str, int], ...] = ()
    licences: tuple[str, ...] = ()
    isco08: str = ""
    start: date | None = None
    not_from: frozenset[str] = frozenset()
    only_from: frozenset[str] = frozenset()

    def and_(self, other: "Needs") -> "Needs":
        """These needs and those; of two days or countries of work, the others'."""
        limits = [only for only in (self.only_from, other.only_from) if only]
        return Needs(
            country=other.country or self.country,
            languages=tuple(dict.fromkeys((*self.languages, *other.languages))),
            licences=tuple(dict.fromkeys((*self.licences, *other.licences))),
            isco08=other.isco08 or self.isco08,
            start=other.start or self.start,
            not_from=self.not_from | other.not_from,
            only_from=frozenset.intersection(*limits) if limits else frozenset(),
        )

    def tests(self) -> "Iterator[Test]":
        """One test for each need, to be kept and used again."""
        if self.country:
            yield Test(kind="country_of_work", of=(self.country,))
        for code, level in self.languages:
            yield Test(kind="languages", of=(code, str(level)))
        for licence in self.licences:
            yield Test(kind="licences", of=(licence, self.isco08))
        if self.start is not None:
            yield Test(kind="availability", of=(str(self.start.toordinal()),))
        if self.not_from:
            yield Test(kind="not_from", of=tuple(sorted(self.not_from)))
        if self.only_from:
            yield Test(kind="only_from", of=tuple(sorted(self.only_from)))


NO_NEEDS = Needs()


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One question with its particulars, put to every row of a pool."""

    kind: str
    of: tuple[str, ...]

    def passed(self, pool: Pool) -> Rows:
        """Which rows pass."""
        return _TESTS[self.kind](pool, *self.of)


def _would_work_in(pool: Pool, country: str) -> Rows:
    return pool.work_in.any_of(np.array([n == country for n in pool.work_in.names], dtype=bool)) | (
        ~pool.work_in.known
    )


def _speaks(pool: Pool, code: str, level: str) -> Rows:
    return (pool.languages.level_of(code) >= int(level)) | ~pool.languages.labels.known


def _licensed(pool: Pool, licence: str, isco08: str) -> Rows:
    held = np.array([same_licence(licence, name) for name in pool.licences.names], dtype=bool)
    leads = np.array([field_fit(code, isco08) >= _ROUTE for code in pool.fields.names], dtype=bool)
    passed = pool.licences.any_of(held) | ~pool.licences.known
    return passed | pool.fields.any_of(leads) if isco08 else passed


def _free(pool: Pool, day: str) -> Rows:
    return pool.available <= int(day)


def _not_from(pool: Pool, *countries: str) -> Rows:
    return ~pool.residence.any_of(np.isin(pool.residence.names, countries))


def _only_from(pool: Pool, *countries: str) -> Rows:
    return pool.residence.any_of(np.isin(pool.residence.names, countries)) | ~pool.residence.known


_TESTS: dict[str, Callable[..., Rows]] = {
    "country_of_work": _would_work_in,
    "languages": _speaks,
    "licences": _licensed,
    "availability": _free,
    "not_from": _not_from,
    "only_from": _only_from,
}


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """Lets through the rows of one pool that meet some needs; answers are kept, a bit a row."""

    pool: Pool
    known: dict[Test, Bits] = field(default_factory=dict)

    def admitted(self, needs: Needs, living: Bits) -> Bits:
        """The rows, among those living, that meet these needs."""
        admitted = living
        for test in needs.tests():
            admitted = admitted & self._of(test)
        return admitted

    def left_out(self, needs: Needs, living: Bits) -> dict[str, int]:
        """How many of those living fail each kind of need; one person may fail several."""
        failing: dict[str, Bits] = {}
        for test in needs.tests():
            failed = living & ~self._of(test)
            failing[test.kind] = failing[test.kind] | failed if test.kind in failing else failed
        return {kind: int(np.bitwise_count(bits).sum()) for kind, bits in failing.items()}

    def _of(self, test: Test) -> Bits:
        bits = self.known.get(test)
        if bits is None:
            bits = packed(test.passed(self.pool))
            if len(self.known) >= _KEPT:
                self.known.clear()
            self.known[test] = bits
        return bits

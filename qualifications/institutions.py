"""From a name in any script to the institution it names.

Read in turn: the whole text, the text without brackets, its parts between commas, the longest name
within it, and at last the name that shares most of its telling words. What several institutions
could mean, and no country or city tells apart, is answered with none.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from models.outcomes import InstitutionAnswer
from qualifications.institution_import import registry_path
from qualifications.institution_names import (
    country_in,
    load_words,
    name_words,
    segments,
    tongue_of,
    without_brackets,
)
from qualifications.institution_registry import Institution, Registry
from qualifications.institution_search import mended, nearest

_SHORT: Final = 4  # letters; so short a name is no better known in one place than in another
_JOINED: Final = re.compile(r"(?<=[a-z]{4})(?=[A-Z][a-z]{4})")
_EXACT: Final = 1.0
_PART: Final = 0.95
_WITHIN: Final = 0.9
_GUESSED_TWIN: Final = 0.92  # one of several of the name, chosen by how well each is known


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInstitution:
    """An institution that a text names, and how surely (0..1)."""

    institution: Institution
    score: float


class Institutions:
    """The institutions of this installation."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._link = lru_cache(maxsize=65536)(self._read)

    @classmethod
    def load(cls, home: Path | None = None) -> "Institutions":
        """The register imported under `home`, else the list that the package carries."""
        path = registry_path(home) if home is not None else None
        if path is not None and path.exists():
            return _imported(path, path.stat().st_mtime_ns)
        return _embedded()

    def link(self, text: str, country: str | None = None) -> LinkedInstitution | None:
        """The institution that a text names; None where it names none, or several alike.

        `country` (ISO 3166-1 alpha-2) leaves only the institutions of that country.
        """
        return self._link(text, country)

    def answer(self, text: str, country: str | None = None) -> InstitutionAnswer:
        """What is known of the institution on a paper; its status is unlisted where nothing is.

        Without the country of the paper the status is unlisted: names repeat across borders.
        """
        found = self.link(text, country)
        if found is None:
            return InstitutionAnswer(name=text, id=None, status="unlisted")
        known = found.institution
        status = known.status if country is not None else "unlisted"
        return InstitutionAnswer(name=known.name, id=known.id, status=status)

    def _read(self, text: str, country: str | None) -> LinkedInstitution | None:
        text = _JOINED.sub(" ", html.unescape(text))
        parts = segments(text)
        place = _Place.of(text, parts, country)
        for form, score in _forms(text, parts):
            right = tuple(mended(self.registry, word) for word in form)
            if found := self._chosen(self.registry.exactly(" ".join(right)), place, right, score):
                return found
        return self._within(parts, place) or self._alike(text, place)

    def _chosen(
        self, numbers: Sequence[int], place: "_Place", form: Sequence[str], score: float
    ) -> LinkedInstitution | None:
        """The one institution that is meant among those of one name; None if that stays open."""
        known = [self.registry.institution(n) for n in numbers]
        known = [i for i in known if place.allows(i)]
        if not known:
            return None
        near = [i for i in known if place.names(i)] or known
        if len(near) == 1:
            return LinkedInstitution(institution=near[0], score=score)
        if len(form) == 1 and len(form[0]) <= _SHORT:
            return None
        own = [i for i in near if name_words(i.name) == tuple(form)]
        at_home = [i for i in near if i.country in place.tongue]
        for fewer in (at_home, own, [i for i in near if i.teaches], [i for i in own if i.teaches]):
            open_ = [i for i in fewer if i.is_open]
            if len(open_) == 1:
                return LinkedInstitution(institution=open_[0], score=score * _GUESSED_TWIN)
        return None

    def _within(self, parts: Sequence[str], place: "_Place") -> LinkedInstitution | None:
        """The longest name inside a part whose other words only say which part of it is meant."""
        for part in parts:
            told = name_words(part)
            for start, end in _spans(len(told)):
                form, rest = told[start:end], (told[:start], told[end:])
                numbers = self.registry.exactly(" ".join(form))
                if not numbers or len(form) < 2 or load_words().part.issuperset(form):
                    continue
                found = self._chosen(numbers, place, form, _WITHIN)
                if found and all(_is_part(r, place, found.institution) for r in rest):
                    return found
        return None

    def _alike(self, text: str, place: "_Place") -> LinkedInstitution | None:
        whole = name_words(without_brackets(text))
        found = nearest(self.registry, whole, place.words)
        if found is None:
            return None
        key, score = found
        return self._chosen(self.registry.of_key(key), place, whole, score)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an institution must be (`country`), or may be as far as the text says."""

    country: str | None
    said: str | None
    words: frozenset[str]
    tongue: frozenset[str]

    @classmethod
    def of(cls, text: str, parts: Sequence[str], country: str | None) -> "_Place":
        """The place that a text and the country stated beside it leave open."""
        said = country_in(parts[1:])
        named = {w for part in parts[1:] if country_in([part]) for w in name_words(part)}
        return cls(country, said, frozenset(named), tongue_of(text))

    def allows(self, institution: Institution) -> bool:
        """Whether the institution can be in this place."""
        wanted = self.country or self.said
        return wanted is None or institution.country in (None, wanted)

    def names(self, institution: Institution) -> bool:
        """Whether the text names this institution's country or city."""
        return institution.country is not None and institution.country == (
            self.country or self.said
        )


def _forms(text: str, parts: Sequence[str]) -> Iterator[tuple[tuple[str, ...], float]]:
    """The ways to read a text as one name, the surest first, with the score of each."""
    yield name_words(text), _EXACT
    yield name_words(without_brackets(text)), _EXACT
    placed = [p for p in parts if not country_in([p])]
    if len(placed) != len(parts) and placed:
        yield tuple(w for p in placed for w in name_words(p)), _EXACT
    told = (name_words(p) for p in sorted(placed, key=_order))
    yield from ((form, _PART) for form in told if len(form) > 1)


def _is_part(rest: Sequence[str], place: _Place, institution: Institution) -> bool:
    """Whether the words beside a name only say where it is, or which part of it is meant."""
    known = load_words()
    cities = {w for city in institution.cities for w in name_words(city)}
    unread = [w for w in rest if w not in known.part | place.words | cities]
    if not unread:
        return True
    if len(unread) == 1 and place.country is not None and not institution.cities:
        return unread[0] not in known.own  # the list knows no cities: one more word may be its city
    return not known.head.isdisjoint(rest) and known.own.isdisjoint(rest)


def _order(part: str) -> tuple[bool, bool]:
    """Universities before other places of learning, and both before single words."""
    told = name_words(part)
    return "university" not in told, len(told) < 2


def _spans(length: int) -> Iterator[tuple[int, int]]:
    """The places of all rows of words within a length, the longest first."""
    for size in range(min(length, 10), 0, -1):
        for start in range(length - size + 1):
            yield start, start + size


@lru_cache(maxsize=2)
def _imported(path: Path, changed: int) -> Institutions:
    return Institutions(Registry.load(path))


@lru_cache(maxsize=1)
def _embedded() -> Institutions:
    with as_file(files("qualifications") / "institutions_embedded.npz") as path:
        return Institutions(Registry.load(path))

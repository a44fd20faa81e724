"""Award titles, in any language and script, to the national award they name.

A title is looked up among the awards of its country, in the year it was given; words that mean a
degree everywhere help where the country is unknown or its file has no such award. What stands
beside the award in the title is its subject.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from models.outcomes import AwardMatchKind
from qualifications.alike import Alike
from qualifications.award_phrases import (
    PLAIN,
    agrees,
    covers,
    is_subject,
    meant,
    outranks,
    qualified,
    spelt,
    weight,
)
from qualifications.countries import (
    Award,
    CountryFile,
    countries_in_use,
    is_country,
    load_countries,
)
from qualifications.degrees import DegreeFound, Degrees, Vocabulary, is_unfinished, load_degrees
from qualifications.identified import Hit, Identified, among, as_written, by_word, named
from qualifications.phrases import Phrases
from qualifications.titles import words

_SPELT_ALIKE: Final = 88.0
_SAME_WORD: Final = 72.0  # less alike, two words of six letters or more are two words
_SHORT: Final = 6  # letters; a shorter title is too easily another one misspelt


class Awards:
    """The awards of every country, by each of their spellings."""

    def __init__(self, countries: Mapping[str, CountryFile], degrees: Degrees) -> None:
        self.countries = countries
        self.degrees = degrees
        self._of: dict[str, Phrases[Award]] = {
            code: Phrases(spelt(country.awards, code)) for code, country in countries.items()
        }
        self._alike: dict[str, Alike[Award]] = {}
        self._words: dict[str, Vocabulary] = {}
        self._anywhere = Phrases(
            (text, award)
            for country in countries.values()
            for award in country.awards
            for text in award.spellings
        )

    def identify(
        self, title: str, country: str | None, year: int | None, years: float | None
    ) -> Identified:
        """The award that a title names; `year` is of award, `years` the length of the studies."""
        if country is not None and not is_country(country):
            return Identified(match=AwardMatchKind.UNLISTED, notes=("country_unknown",))
        parts = self.degrees.awards_in(words(title))
        notes = ("not_completed",) if is_unfinished(parts) else ()
        degree = self.degrees.find(parts)
        if country is None:
            return self._without_country(title, parts, degree, notes)
        hit = self._hit(title, parts, country, degree)
        if hit is None and degree is None:
            parts, degree, hit = self._respelt(title, parts, country)
        elif hit is not None and not hit.whole:
            parts, hit = self._longer(title, parts, country, hit)
        if hit is None and not (degree and degree.degree.sure and degree.end - degree.start > 1):
            hit = self._stemmed(parts, country)
        if hit is not None:
            return among(as_written(hit, title), parts, year, years, notes)
        if degree is None:
            return self._unlisted(title, notes)
        return self._by_degree(parts, country, degree, year, notes)

    def _unlisted(self, title: str, notes: tuple[str, ...]) -> Identified:
        """No award: what a professional body gives is told apart from what is not known."""
        if self.degrees.is_professional(words(title)):
            notes = (*(n for n in notes if n != "country_missing"), "professional_title")
        return Identified(match=AwardMatchKind.UNLISTED, notes=notes)

    def _respelt(
        self, title: str, parts: tuple[str, ...], country: str
    ) -> tuple[tuple[str, ...], DegreeFound | None, Hit | None]:
        """A title of which nothing is known, with its slips mended, or read word by word."""
        for text in (parts, self.degrees.awards_in(words(title.replace(".", " ")))):
            mended = self.degrees.respell(text, self._names(country))
            degree = self.degrees.find(mended)
            hit = self._hit(title, mended, country, degree)
            if hit or degree:
                return mended, degree, hit
        mended = self.degrees.respell(parts, self._names(country))
        return mended, None, self._spelt_alike(mended, country)

    def _longer(
        self, title: str, parts: tuple[str, ...], country: str, hit: Hit
    ) -> tuple[tuple[str, ...], Hit]:
        """The longer name that a title holds once its slips are mended, if there is one."""
        mended = self.degrees.respell(parts, self._names(country))
        longer = self._hit(title, mended, country, self.degrees.find(mended))
        if mended == parts or longer is None or longer.end - longer.start <= hit.end - hit.start:
            return parts, hit
        return mended, replace(longer, spelling=True)

    def _hit(
        self, title: str, parts: Sequence[str], country: str, degree: DegreeFound | None
    ) -> Hit | None:
        phrases = self._of.get(country)
        found = phrases.find(parts) if phrases else []
        best = meant(found, parts, title, self.degrees)
        if best is None or is_subject(best, degree):
            return None
        longer = degree is not None and degree.end - degree.start > best.length
        if (
            degree
            and longer
            and not any(agrees(f, degree) or covers(f, degree) for f in (best, *found))
        ):
            return None
        best = qualified(best, self.countries[country].awards, title)
        return Hit(best.meanings, best.start, best.end, best.length == len(parts))

    def _spelt_alike(self, parts: Sequence[str], country: str) -> Hit | None:
        text = " ".join(parts)
        if country not in self._of or len(text) < _SHORT:
            return None
        keys = list(self._of[country])
        near = process.extractOne(text, keys, scorer=fuzz.ratio, score_cutoff=_SPELT_ALIKE)
        if near is None or _other_word(str(near[0]), parts):
            return None
        return Hit(self._of[country][near[0]], 0, len(parts), whole=True, spelling=True)

    def _names(self, country: str) -> Vocabulary:
        """The long words of a country's award names."""
        if country not in self._words:
            self._words[country] = Vocabulary.of(self._of.get(country, ()))
        return self._words[country]

    def _stemmed(self, parts: Sequence[str], country: str) -> Hit | None:
        known = self.countries.get(country)
        if known is None:
            return None
        if country not in self._alike:
            self._alike[country] = Alike(spelt(known.awards, country), PLAIN)
        awards = self._alike[country].find(parts)
        return Hit(awards, 0, len(parts), whole=True, spelling=True) if awards else None

    def _by_degree(
        self,
        parts: Sequence[str],
        country: str,
        found: DegreeFound,
        year: int | None,
        notes: tuple[str, ...],
    ) -> Identified:
        degree = found.degree
        known = self.countries.get(country)
        awards = known.awards_at(degree.level) if known else ()
        if awards and degree.sure:
            in_year = tuple(a for a in awards if a.awarded_in(year))
            notes = (*notes, "by_degree_word", *(() if in_year else ("year_contradicts",)))
            awards = in_year or awards
            alike = tuple(a for a in awards if a.orientation == degree.orientation) or awards
            return named(AwardMatchKind.USUAL, alike, parts, found, notes, degree)
        code = "not_in_country_file" if known else "no_country_file"
        return by_word(parts, found, (*notes, code))

    def _without_country(
        self,
        title: str,
        parts: Sequence[str],
        degree: DegreeFound | None,
        notes: tuple[str, ...],
    ) -> Identified:
        notes = (*notes, "country_missing")
        if degree is None and self.degrees.is_professional(parts):
            return self._unlisted(title, notes)  # a country's award of that name is less likely
        found = self._anywhere.find(parts)
        best = max(found, key=lambda f: weight(f, parts)) if found else None
        if best and best.length == 1 < len(parts):
            best = None  # one word of a title is too easily a word of another language
        if degree and (best is None or not outranks(best, degree)):
            return by_word(parts, degree, notes)
        if best is None:
            respelt = self.degrees.respell(parts)
            degree = self.degrees.find(respelt)
            if degree is None:
                return self._unlisted(title, notes)
            return by_word(respelt, degree, notes)
        levels = {award.level for award in best.meanings}
        kind = AwardMatchKind.USUAL if len(levels) == 1 else AwardMatchKind.AMBIGUOUS
        return named(kind, best.meanings, parts, best, notes)


def _other_word(name: str, parts: Sequence[str]) -> bool:
    """Whether a name as long as the title has a word there that is no slip but another word."""
    listed = name.split()
    return len(listed) == len(parts) and any(
        max(fuzz.ratio(word, part) for part in parts) < _SAME_WORD
        for word in listed
        if len(word) >= _SHORT
    )


def load_awards() -> Awards:
    """The awards of the countries in use, and the degree words that the package carries."""
    return _awards(countries_in_use())


@lru_cache(maxsize=4)
def _awards(folder: Path | None) -> Awards:
    return Awards(load_countries(), load_degrees())


def identify(
    title: str, country: str | None = None, year: int | None = None, years: float | None = None
) -> Identified:
    """The national award that a title names, with what remains open.

    >>> identify("Диплом спеціаліста", "UA", 2009).level
    7
    """
    return _identify(countries_in_use(), title, country, year, years)


@lru_cache(maxsize=131072)
def _identify(
    folder: Path | None, title: str, country: str | None, year: int | None, years: float | None
) -> Identified:
    return _awards(folder).identify(title, country, year, years)

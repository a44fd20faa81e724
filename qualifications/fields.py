"""Fields of study: the title of a programme, in any language, to ISCED-F 2013.

Codes and titles are facts of ISCED-F 2013 (UNESCO Institute for Statistics); the words by which
programmes name them are our own (fields.toml). A field that nothing names is unknown: None.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from models.outcomes import FieldAnswer
from models.rules import load_toml
from qualifications.countries import read_source
from qualifications.field_model import load_field_model
from qualifications.phrases import Found, Phrases
from qualifications.titles import fold, words

_WEAK: Final = 0.25  # what a word weighs that only suggests a field
_STEM: Final = 0.8  # what a beginning of a word weighs
_SHORTEST_STEM: Final = 4
_LEARNT: Final = 0.8  # what the trained model's probability counts beside a word's
_ARTICLES: Final = ("وال", "بال", "ال", "لل")


@dataclass(frozen=True, slots=True)
class _Hint:
    code: str
    weight: float


class Fields:
    """The fields of study and the words that name them."""

    def __init__(self, raw: Mapping[str, Mapping[str, Any]]) -> None:
        entries = {**raw["fields"], **raw["broad"]}
        self.source = read_source(raw["source"])
        self.titles: Mapping[str, str] = MappingProxyType(
            {code: entry["title"] for code, entry in entries.items()}
        )
        self._phrases = Phrases(
            [(w, _Hint(code, 1.0)) for code, e in entries.items() for w in e.get("words", ())]
            + [(e["title"], _Hint(code, 1.0)) for code, e in raw["fields"].items()]
            + [(w, _Hint(code, _WEAK)) for code, e in entries.items() for w in e.get("weak", ())],
            read=_words,
        )
        self._stems = {
            fold(stem): code for code, e in entries.items() for stem in e.get("stems", ())
        }

    def classify(self, text: str) -> FieldAnswer | None:
        """The field that a text names, with confidence; None where nothing in it names one."""
        title = _words(text)
        scores = self._scores(title)
        if not scores:
            return None
        best = min(scores, key=lambda code: (-scores[code], -len(code), code))
        share = scores[best] / sum(scores.values())
        named_in_full = scores[best] >= sum(map(len, title))
        strength = 1.0 if named_in_full else min(1.0, 0.55 + scores[best] / 40)
        return FieldAnswer(
            code=best,
            title=self.titles[best],
            confidence=round(0.95 * share * strength, 3),
        )

    def _scores(self, title: Sequence[str]) -> dict[str, float]:
        """Points for each field that a title names; words that only suggest one count last."""
        found = self._phrases.find(title)
        named = [f for f in found if any(hint.weight == 1.0 for hint in f.meanings)]
        scores = _points(named, title)
        taken = {position for f in named for position in range(f.start, f.end)}
        for position, word in enumerate(title):
            if position not in taken and (code := self._stem(word)):
                scores[code] += _STEM * len(word)
        return scores or _points(found, title)

    def _stem(self, word: str) -> str | None:
        for length in range(len(word), _SHORTEST_STEM - 1, -1):
            if code := self._stems.get(word[:length]):
                return code
        return None


def _points(found: Iterable[Found[_Hint]], title: Sequence[str]) -> dict[str, float]:
    """Longer names count more, and several words together more than as many apart."""
    points: dict[str, float] = defaultdict(float)
    for phrase in found:
        letters = max(6, sum(len(w) for w in title[phrase.start : phrase.end]))
        share = letters * (1 + 0.5 * (phrase.length - 1)) / len(phrase.meanings)
        for hint in phrase.meanings:
            points[hint.code] += hint.weight * share
    return points


def _words(text: str) -> tuple[str, ...]:
    return tuple(_without_article(word) for word in words(text))


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) > len(article) + 2:
            return word[len(article) :]
    return word


@lru_cache(maxsize=1)
def load_fields() -> Fields:
    """The fields that the package carries."""
    raw = load_toml(files("qualifications") / "fields.toml")
    return Fields({key: value for key, value in raw.items() if isinstance(value, dict)})


@lru_cache(maxsize=65536)
def field_of(text: str) -> FieldAnswer | None:
    """The ISCED-F 2013 field that a programme's title names, in any language.

    Our words come first; where they say nothing, the trained model speaks if it is sure enough.

    >>> field_of("Soins infirmiers").code
    '0913'
    """
    fields = load_fields()
    named = fields.classify(text)
    guess = None if named else load_field_model().guess(text)
    if guess is None:
        return named
    code, likely = guess
    return FieldAnswer(code=code, title=fields.titles[code], confidence=round(_LEARNT * likely, 3))

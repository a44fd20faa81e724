"""Fields of study: the title of a programme, in any language, to ISCED-F 2013.

Codes and titles are facts of ISCED-F 2013 (UNESCO Institute for Statistics); the words by which
programmes name them are our own (fields.toml). A field that nothing names is unknown: None.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from models.outcomes import FieldAnswer
from models.rules import load_toml
from qualifications.countries import read_source
from qualifications.phrases import Phrases
from qualifications.titles import fold, words

_WEAK: Final = 0.25  # what a word weighs that only suggests a field
_STEM: Final = 0.8  # what a beginning of a word weighs
_SHORTEST_STEM: Final = 4
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
            + [(w, _Hint(code, _WEAK)) for code, e in entries.items() for w in e.get("weak", ())]
        )
        self._stems = {
            fold(stem): code for code, e in entries.items() for stem in e.get("stems", ())
        }

    def classify(self, text: str) -> FieldAnswer | None:
        """The field that a text names, with confidence; None where nothing in it names one."""
        title = tuple(_without_article(w) for w in words(text))
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
        scores: dict[str, float] = defaultdict(float)
        taken: set[int] = set()
        found_phrases = self._phrases.find(title)
        named = [f for f in found_phrases if any(h.weight == 1.0 for h in f.meanings)]
        for found in named or found_phrases:
            taken.update(range(found.start, found.end))
            letters = sum(len(w) for w in title[found.start : found.end])
            for hint in found.meanings:
                bonus = 1 + 0.5 * (found.length - 1)
                scores[hint.code] += hint.weight * max(letters, 6) * bonus / len(found.meanings)
        for position, word in enumerate(title):
            if position not in taken and (code := self._stem(word)):
                scores[code] += _STEM * len(word)
        return scores

    def _stem(self, word: str) -> str | None:
        for length in range(len(word), _SHORTEST_STEM - 1, -1):
            if code := self._stems.get(word[:length]):
                return code
        return None


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

    >>> field_of("Soins infirmiers").code
    '0913'
    """
    return load_fields().classify(text)

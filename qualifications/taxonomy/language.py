"""Which language a text is in: by its script, then by its letters and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.fusion import log_softmax
from qualifications.taxonomy.learned import TextModel, read_arrays, shipped, unpacked_names
from qualifications.taxonomy.text import script_of

__all__ = ["LanguageGuesser", "spelling_key"]

_ONE_LANGUAGE_SCRIPTS = {
    "greek": "el",
    "hangul": "ko",
    "thai": "th",
    "kana": "ja",
    "bengali": "bn",
    "ethiopic": "am",
    "myanmar": "my",
    "khmer": "km",
    "lao": "lo",
    "sinhala": "si",
    "tamil": "ta",
    "telugu": "te",
    "gujarati": "gu",
    "gurmukhi": "pa",
    "georgian": "ka",
    "armenian": "hy",
    "hebrew": "he",
}
_SURE = 0.75
_LONGEST = 2000


def spelling_key(text: str) -> str:
    """The text as its language is told from it: lower case, accents and script kept.

    >>> spelling_key("Infirmière, à PARIS!")
    'infirmière à paris'
    """
    low = text[:_LONGEST].casefold()
    return " ".join("".join(c if c.isalpha() or c == "'" else " " for c in low).split())


@dataclass(frozen=True, slots=True, eq=False)
class LanguageGuesser:
    """A small n-gram model over the languages of the labels."""

    languages: tuple[str, ...]
    model: TextModel

    @classmethod
    def load(cls) -> "LanguageGuesser":
        """Read the shipped weights."""
        return cls.from_arrays(read_arrays(shipped("language.npz")))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "LanguageGuesser":
        """The guesser from the arrays of its weights."""
        return cls(unpacked_names(arrays["uris"]), TextModel.from_arrays(arrays))

    def share_of(self, texts: Sequence[str], languages: frozenset[str]) -> NDArray[np.float32]:
        """For each text the probability that it is in one of the languages."""
        keys = [spelling_key(text) for text in texts]
        shares = np.zeros(len(texts), np.float32)
        open_question = []
        for number, key in enumerate(keys):
            told = _told_by_script(key)
            if told is None:
                open_question.append(number)
            shares[number] = told in languages
        if open_question:
            rows = self.model.vocabulary.rows([keys[number] for number in open_question])
            chance = np.exp(log_softmax(self.model.logits(rows)))
            chosen = [language in languages for language in self.languages]
            shares[open_question] = chance[:, chosen].sum(1)
        return shares

    def guess(self, text: str) -> str | None:
        """The ISO 639-1 code, or None where the text is too short or too mixed to tell."""
        return self.spoken([(text, None)])[0]

    def spoken(self, questions: Sequence[tuple[str, str | None]]) -> list[str | None]:
        """The language of each text as an ISO 639-1 code: the one told, else as `guess` has it."""
        keys = [spelling_key(text) for text, _ in questions]
        found = [
            told.lower()[:2] if told else _told_by_script(key)
            for key, (_, told) in zip(keys, questions, strict=True)
        ]
        asked = [n for n, language in enumerate(found) if language is None and keys[n]]
        if asked:
            rows, known = self.model.vocabulary.rows_and_share([keys[n] for n in asked])
            chance = np.exp(log_softmax(self.model.logits(rows)))
            for n, line, share in zip(asked, chance, known, strict=True):
                best = int(line.argmax())
                found[n] = self.languages[best] if line[best] >= _SURE and share > 0 else None
        return found


def _told_by_script(key: str) -> str | None:
    """The language where the script leaves no other."""
    if key.isascii():
        return None
    script = script_of(key)
    if script == "han":
        kana = any("\u3040" <= letter <= "\u30ff" for letter in key)
        return "ja" if kana else "zh"
    return _ONE_LANGUAGE_SCRIPTS.get(script or "")

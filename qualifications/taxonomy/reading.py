"""The sentence encoder's reading of texts, with how far it is to be trusted with each language."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualifications.taxonomy.encoder import ENCODED_LANGUAGES, WIDTH, encode
from qualifications.taxonomy.language import LanguageGuesser
from qualifications.taxonomy.meaning import MEANT_LANGUAGES, MeaningModel
from qualifications.taxonomy.scoring import Reading
from qualifications.taxonomy.text import fold

__all__ = ["RATHER", "Reader"]

RATHER = 0.5
"""From this probability on a text counts as English."""
_WORTH_ASKING = 0.1
"""Below this probability that it knows the language, the encoder is left asleep."""


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Reads texts once their language is told, or guessed where it is not."""

    languages: LanguageGuesser
    meaning: MeaningModel

    def read(self, texts: Sequence[str], spoken: Sequence[str | None]) -> Reading:
        """Cleaned texts and the language of each, as an ISO 639-1 code where it is told."""
        understood = self._share(texts, spoken, ENCODED_LANGUAGES)
        understood[understood < _WORTH_ASKING] = 0
        asked = np.flatnonzero(understood).tolist()
        sentences = np.zeros((len(texts), WIDTH), np.float32)
        sentences[asked] = encode([texts[number] for number in asked])
        english = self._share(texts, spoken, MEANT_LANGUAGES) * (understood > 0)
        meanings = self.meaning.vectors([fold(text) for text in texts], sentences)
        return Reading(sentences, understood, meanings, english)

    def english(self, texts: Sequence[str], spoken: Sequence[str | None]) -> NDArray[np.bool_]:
        """Whether each text is rather English than not."""
        return self._share(texts, spoken, MEANT_LANGUAGES) > RATHER

    def _share(
        self, texts: Sequence[str], spoken: Sequence[str | None], languages: frozenset[str]
    ) -> NDArray[np.float32]:
        """The probability that each text is in one of the languages; certain where it is told."""
        shares = self.languages.share_of(texts, languages)
        for number, told in enumerate(spoken):
            if told:
                shares[number] = told.lower()[:2] in languages
        return shares

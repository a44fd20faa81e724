"""What a title meets on its way into a form: capitals, lost accents, slips, a company's name."""

from collections.abc import Callable, Mapping, Sequence
from string import ascii_lowercase
from typing import Final

import numpy as np
from anyascii import anyascii

__all__ = ["NOISES", "Noise", "noisy", "share_changed"]

Noise = Callable[[str, np.random.Generator], str]
_COMPANIES = ("Al Futtaim LLC", "Müller GmbH", "Dupont SARL", "Acme Ltd", "Saudi Oger Co.")


def _in_capitals(text: str, rng: np.random.Generator) -> str:
    return text.upper()


def _without_accents(text: str, rng: np.random.Generator) -> str:
    return anyascii(text)


def _with_company(text: str, rng: np.random.Generator) -> str:
    return f"{text} - {_COMPANIES[rng.integers(len(_COMPANIES))]}"


def _with_gender(text: str, rng: np.random.Generator) -> str:
    return f"{text} (m/w/d)"


def _with_rank(text: str, rng: np.random.Generator) -> str:
    return f"Senior {text}"


def _with_slip(text: str, rng: np.random.Generator) -> str:
    """One letter wrong, missing, doubled or swapped with the next, never the first."""
    places = [n for n in range(1, len(text) - 1) if text[n].isalpha() and text[n + 1].isalpha()]
    if not places:
        return text
    at = places[rng.integers(len(places))]
    letter = ascii_lowercase[rng.integers(26)]
    slips = (
        text[:at] + letter + text[at + 1 :],
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    )
    return slips[rng.integers(len(slips))]


NOISES: Final[Mapping[str, Noise]] = {
    "capitals": _in_capitals,
    "no accents": _without_accents,
    "company": _with_company,
    "gender form": _with_gender,
    "seniority": _with_rank,
    "one slip": _with_slip,
}


def noisy(text: str, noise: str, seed: int) -> str:
    """The text with one kind of noise; the same seed gives the same noise."""
    return NOISES[noise](text, np.random.default_rng(seed))


def share_changed(
    texts: Sequence[str], noise: str, first: Callable[[Sequence[str]], Sequence[str]], seed: int
) -> float:
    """The share of texts whose first answer changes; `first` gives the first answer of each."""
    told = [noisy(text, noise, seed + place) for place, text in enumerate(texts)]
    plain, after = first(texts), first(told)
    return sum(a != b for a, b in zip(plain, after, strict=True)) / max(len(texts), 1)

"""The name of a register that shares most of its telling words with a text."""

from collections.abc import Sequence, Set
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from qualifications.institution_names import load_words
from qualifications.institution_registry import Registry

_LEAST: Final = 0.86  # share of telling words that both names must have in common
_CLEAR: Final = 0.04  # by how much the best must lead the second best
_COMMON: Final = 6_000  # names a word may stand in and still serve to look names up
_SLIP: Final = 88.0
_UNSAID: Final = 0.35  # what a word of a part ("school", "medical") weighs beside a name's own


def nearest(registry: Registry, told: Sequence[str], place: Set[str]) -> tuple[int, float] | None:
    """The place in `registry.keys` of the nearest name and its score; None if none is clear."""
    said = [mended(registry, word) for word in dict.fromkeys(told) if word not in place]
    if len(said) < 2:
        return None
    weights = {word: registry.weight(word) for word in said}
    shared: dict[int, float] = {}
    for word in said:
        keys = registry.holding(word)
        if len(keys) <= _COMMON:
            for key in keys.tolist():
                shared[key] = shared.get(key, 0.0) + weights[word]
    if not shared:
        return None
    numbers = np.fromiter(shared, np.int64, len(shared))
    overlap = np.fromiter(shared.values(), np.float64, len(shared))
    best = numbers[np.argsort(-overlap, kind="stable")[:30]]
    return _clear_best(registry, [(int(key), _share(registry, key, said)) for key in best])


def _clear_best(
    registry: Registry, scored: Sequence[tuple[int, float]]
) -> tuple[int, float] | None:
    ranked = sorted(scored, key=lambda pair: (-pair[1], pair[0]))
    key, score = ranked[0]
    if score < _LEAST:
        return None
    own = set(registry.of_key(key))
    rivals = (s for k, s in ranked[1:] if own.isdisjoint(registry.of_key(k)))
    if score - next(rivals, 0.0) < _CLEAR:
        return None
    return key, round(min(score, 0.99) * 0.9, 4)


def _share(registry: Registry, key: np.int64, said: Sequence[str]) -> float:
    """The weight of the words that a name and a text share, over that of all their words."""
    name, part = registry.keys[int(key)].split(), load_words().part
    own, text = set(name), set(said)
    common = sum(registry.weight(word) for word in own & text)
    missing = sum(registry.weight(word) for word in own - text)
    extra = sum(registry.weight(w) * (_UNSAID if w in part else 1.0) for w in text - own)
    turned = 0.0 if _same_order(name, said) else 0.05
    return common / (common + missing + extra) - turned


def _same_order(name: Sequence[str], said: Sequence[str]) -> bool:
    both = set(name) & set(said)
    return [w for w in name if w in both] == [w for w in said if w in both]


def mended(registry: Registry, word: str) -> str:
    """A word that no name holds, as the nearest word that one does; itself if none is near."""
    if len(word) < 6 or len(registry.holding(word)):
        return word
    near = [
        known
        for length in range(len(word) - 1, len(word) + 2)
        for known in registry.long_words.get((word[0], length), ())
    ]
    found = process.extractOne(word, near, scorer=fuzz.ratio, score_cutoff=_SLIP)
    return found[0] if found else word

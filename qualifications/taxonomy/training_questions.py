"""Which labels training does not get to see, so that the rest can be weighed and measured on them.

Four kinds of question. *Random*: a fifth of the alternative labels. *Far*: hidden labels that share
few words with any name the concept keeps in that language, as another country's title does.
*Untaught*: concepts that lost every name in one language. *Familiar*: names that stay.

A hidden label that another concept keeps (*elsewhere*) is measured but mostly not tuned on: from it
one would learn that a title that is spelled like a known name means something else.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.labels import Label

__all__ = ["HeldOut", "held_out"]

_RANDOM = 6000
_FAR = 1500
_FAMILIAR = 1500
_UNTAUGHT_ONE_IN = 60
_STEM = 6
_LIKE = 0.3
"""From this share of common word stems on, two names are alike."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """The labels that are shown, those to tune on, and those to measure on.

    `strange` are the far and the untaught ones to tune on, `elsewhere` those that name another
    concept too.
    """

    shown: list[Label]
    tuning: list[Label]
    strange: list[Label]
    elsewhere: list[Label]
    testing: list[Label]
    far: list[Label]
    untaught: list[Label]
    familiar: list[Label]
    familiar_testing: list[Label]


def held_out(labels: Sequence[Label], taxonomy: Taxonomy, seed: int) -> HeldOut:
    """Split the labels; the same seed gives the same split."""
    rng = np.random.default_rng(seed)
    untaught = [label for label in labels if _loses_its_language(label)]
    asked = [label for label in untaught if label.preferred and label.uri in taxonomy]
    kept = [label for label in labels if not (label.hidden or _loses_its_language(label))]
    far, companions = _far(labels, kept, rng)
    shown = [label for label in kept if (label.uri, label.language, label.key) not in companions]
    known = {(label.uri, label.key) for label in shown}
    unseen = [x for x in labels if x.hidden and x.uri in taxonomy and (x.uri, x.key) not in known]
    tuning, testing = _halves(unseen, _RANDOM, rng)
    far = [label for label in far if label.uri in taxonomy and (label.uri, label.key) not in known]
    far_tuning, far_testing = _halves(far, _FAR, rng)
    asked_tuning, asked_testing = _halves(asked, _FAR // 2, rng)
    usable = [label for label in shown if label.uri in taxonomy]
    preferred = _halves([label for label in usable if label.preferred], _FAMILIAR, rng)
    other = _halves(usable, _FAMILIAR // 2, rng)
    familiar, familiar_testing = ([*a, *b] for a, b in zip(preferred, other, strict=True))
    spellings = {key for _, key in known}
    measured = {id(label) for label in (*testing, *far_testing, *asked_testing)}
    tuned = tuning, [*far_tuning, *asked_tuning]
    unmeasured = [[x for x in part if id(x) not in measured] for part in tuned]
    tuning, strange = ([x for x in part if x.key not in spellings] for part in unmeasured)
    return HeldOut(
        shown=shown,
        tuning=tuning,
        strange=strange,
        elsewhere=[x for part in unmeasured for x in part if x.key in spellings],
        testing=testing,
        far=far_testing,
        untaught=asked_testing,
        familiar=familiar,
        familiar_testing=familiar_testing,
    )


def _loses_its_language(label: Label) -> bool:
    """Whether the concept is shown no name in this language; it always keeps the English ones."""
    if label.language == "en":
        return False
    name = f"{label.uri}|{label.language}"
    digest = hashlib.blake2b(name.encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % _UNTAUGHT_ONE_IN == 0


def _far(
    labels: Sequence[Label], kept: Sequence[Label], rng: np.random.Generator
) -> tuple[list[Label], set[tuple[str, str, str]]]:
    """Hidden labels unlike the concept's main name, and the shown ones that would give them away.

    Half of them are English: titles of other countries come in English most.
    """
    company: dict[tuple[str, str], list[Label]] = defaultdict(list)
    for label in kept:
        company[label.uri, label.language].append(label)
    hidden = [label for label in labels if label.hidden and company[label.uri, label.language]]
    english = [label for label in hidden if label.language == "en"]
    other = [label for label in hidden if label.language != "en"]
    chosen: dict[tuple[str, str], Label] = {}
    companions: set[tuple[str, str, str]] = set()
    for label in _mixed(english, other, rng):
        of = (label.uri, label.language)
        like = [x for x in company[of] if _alike(x.key, label.key)]
        if of in chosen or any(x.preferred for x in like):
            continue
        chosen[of] = label
        companions |= {(*of, x.key) for x in like}
        if len(chosen) == 2 * _FAR:
            break
    return list(chosen.values()), companions


def _mixed(
    first: Sequence[Label], second: Sequence[Label], rng: np.random.Generator
) -> Iterator[Label]:
    """One of each in turn, each in random order, to the end of the shorter, then the rest."""
    orders = [iter(rng.permutation(len(part))) for part in (first, second)]
    for one, other in zip(*orders, strict=False):
        yield first[one]
        yield second[other]
    yield from (first[place] for place in orders[0])
    yield from (second[place] for place in orders[1])


def _alike(one: str, other: str) -> bool:
    a, b = ({word[:_STEM] for word in key.split() if len(word) > 2} for key in (one, other))
    return len(a & b) >= _LIKE * max(len(a | b), 1)


def _halves(
    labels: Sequence[Label], size: int, rng: np.random.Generator
) -> tuple[list[Label], list[Label]]:
    """Two samples without common labels, one to tune on and one to measure on."""
    order = rng.permutation(len(labels))[: 2 * size]
    half = len(order) // 2
    return [labels[place] for place in order[:half]], [labels[place] for place in order[half:]]

"""Titles whose meaning our own table states: what people call a job is taken at its word.

The labels of many languages give one plain word to several occupations ("Krankenschwester" names
the nurse and, in some lists, the nurse assistant); statistics over labels then waver where people
do not.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files

import numpy as np

from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.ranking import Ranking
from qualifications.taxonomy.text import clean, fold

__all__ = ["everyday_skills", "everyday_titles", "taken_at_its_word"]

_SURE = 0.9


def everyday_titles(taxonomy: Taxonomy) -> Mapping[str, str]:
    """The folded titles of the table that name one occupation or group, and its URI."""
    uris = {occupation.preferred: occupation.uri for occupation in taxonomy.occupations}
    return _table("titles.toml", uris | {group.code: group.uri for group in taxonomy.isco_groups})


def everyday_skills(taxonomy: Taxonomy) -> Mapping[str, str]:
    """The folded wordings of the table that name one skill, and its URI."""
    return _table("skills.toml", {skill.preferred: skill.uri for skill in taxonomy.skills})


def _table(name: str, uris: Mapping[str, str]) -> dict[str, str]:
    table = files("qualifications.taxonomy").joinpath("training", name)
    named: dict[str, set[str]] = defaultdict(set)
    for name, languages in tomllib.loads(table.read_text("utf-8")).items():
        for titles in languages.values():
            for title in titles.split("|"):
                named[fold(clean(title))].add(uris.get(name, ""))
    return {
        key: next(iter(found))
        for key, found in named.items()
        if len(found) == 1 and "" not in found
    }


def taken_at_its_word(ranking: Ranking, number: int, top: int) -> Ranking:
    """The ranking with one concept first; the others keep their order."""
    numbers, scores = ranking
    if len(numbers) and numbers[0] == number:
        return numbers, np.maximum(scores, np.where(np.arange(len(scores)) == 0, _SURE, 0))
    own = scores[numbers == number]
    first = np.float32(max(_SURE, float(own[0]) if len(own) else 0.0))
    others = numbers != number
    return (
        np.concatenate([[number], numbers[others]])[:top],
        np.concatenate([[first], np.minimum(scores[others], 1 - _SURE)])[:top].astype(np.float32),
    )

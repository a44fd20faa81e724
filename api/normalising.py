"""Bringing lists into the taxonomy; other processes understand the texts of long ones."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from api.processes import leave_with_parent
from models.store import NounKind, text_key
from qualifications.country_editions import use_installed
from qualifications.identity import Paper
from qualifications.normalise import Normaliser, chunks
from qualifications.taxonomy.concepts import Kind
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.snapshot import load_taxonomy
from qualifications.texts import Meanings, Texts, understand

# A process costs seconds to start and memory of its own: only a long list is worth it.
LONG_LIST = 10_000
_READERS = 2  # understanding takes about twice as long as reading
_AHEAD = 4  # chunks read while their texts are being understood


@dataclass(frozen=True, slots=True)
class StoredCorrections:
    """What people chose for a text, by kind and the key of the text."""

    chosen: Mapping[tuple[Kind, str], str]

    def __call__(self, kind: Kind, text: str) -> str | None:
        """The URI that a person chose, if any."""
        return self.chosen.get((kind, text_key(text)))


def normalised(
    nouns: Iterable[Any],
    kind: NounKind,
    normaliser: Normaliser,
    *,
    home: Path,
    long_list: int = LONG_LIST,
) -> Iterator[list[Any]]:
    """The nouns in the taxonomy, in order, chunk by chunk; the same whoever does the work.

    A list of `long_list` nouns or more has its texts understood in processes of their own.
    """
    rest = iter(nouns)
    first = list(islice(rest, long_list))
    if len(first) >= long_list:
        yield from _side_by_side(chain(first, rest), normaliser, home)
        return
    work = normaliser.vacancies if kind == "vacancy" else normaliser.candidates
    yield from (list(work(chunk)) for chunk in chunks(first))


def _side_by_side(nouns: Iterable[Any], normaliser: Normaliser, home: Path) -> Iterator[list[Any]]:
    # Spawned, not forked: a server that imports has threads, which a fork does not survive.
    with ProcessPoolExecutor(
        _READERS, get_context("spawn"), initializer=_prepare, initargs=(home,)
    ) as readers:
        waiting: deque[tuple[list[Any], Future[Meanings]]] = deque()
        asked = _Asked()
        for chunk in chunks(nouns):
            texts = asked.anew(normaliser.texts_of(chunk))
            waiting.append((chunk, readers.submit(_understand, texts)))
            if len(waiting) > _AHEAD:
                yield _finished(*waiting.popleft(), normaliser)
        while waiting:
            yield _finished(*waiting.popleft(), normaliser)


class _Asked:
    """What is being understood already: chunks are finished in order, so once is enough."""

    def __init__(self) -> None:
        self._occupations: set[str] = set()
        self._skills: set[str] = set()
        self._papers: set[Paper] = set()

    def anew(self, texts: Texts) -> Texts:
        """The texts without those that an earlier chunk asks for; they count as asked from now."""
        found = replace(
            texts,
            occupations=tuple(t for t in texts.occupations if t not in self._occupations),
            skills=tuple(t for t in texts.skills if t not in self._skills),
            papers=tuple(paper for paper in texts.papers if paper not in self._papers),
        )
        self._occupations.update(found.occupations)
        self._skills.update(found.skills)
        self._papers.update(found.papers)
        return found


def _finished(chunk: list[Any], meanings: Future[Meanings], normaliser: Normaliser) -> list[Any]:
    return normaliser.with_meanings(chunk, meanings.result())


_linker: Linker


def _prepare(home: Path) -> None:
    """Load what such a process needs, once."""
    global _linker
    leave_with_parent()
    threadpool_limits(1)  # the other cores are busy
    use_installed(home)
    _linker = Linker.load(load_taxonomy(home))


def _understand(texts: Texts) -> Meanings:
    return understand(texts, _linker)

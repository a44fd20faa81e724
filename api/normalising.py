"""Bringing long lists into the taxonomy on every core; short ones in this process."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from models.store import NounKind, text_key
from qualifications.normalise import Normaliser
from qualifications.recognition import Recogniser
from qualifications.taxonomy.concepts import Kind
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.snapshot import load_taxonomy

# Starting workers costs some seconds and their memory: only a list longer than this is worth it.
LONG_LIST = 10_000
_CHUNK = 2_000
_MOST_WORKERS = 4


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
    corrections: StoredCorrections,
) -> Iterator[list[Any]]:
    """The nouns in the taxonomy, in order, chunk by chunk; the same whoever does the work."""
    rest = iter(nouns)
    first = list(islice(rest, LONG_LIST))
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    if len(first) < LONG_LIST or workers == 1:
        yield from (_in_taxonomy(normaliser, kind, chunk) for chunk in _chunks(chain(first, rest)))
        return
    # Spawned, not forked: a server that imports has threads, which a fork does not survive.
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_prepare, initargs=(home, corrections)
    ) as pool:
        waiting: deque[Future[list[Any]]] = deque()
        for chunk in _chunks(chain(first, rest)):
            waiting.append(pool.submit(_work, kind, chunk))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _in_taxonomy(normaliser: Normaliser, kind: NounKind, chunk: Sequence[Any]) -> list[Any]:
    return list(normaliser.vacancies(chunk) if kind == "vacancy" else normaliser.candidates(chunk))


def _chunks(nouns: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(nouns, _CHUNK)):
        yield chunk


_ours: Normaliser


def _prepare(home: Path, corrections: StoredCorrections) -> None:
    """Load, once in each worker, what the work needs."""
    global _ours
    threadpool_limits(1)  # the workers share the cores among themselves
    taxonomy = load_taxonomy(home)
    _ours = Normaliser(taxonomy, Linker.load(taxonomy, home), Recogniser.load(), corrections)


def _work(kind: NounKind, chunk: Sequence[Any]) -> list[Any]:
    return _in_taxonomy(_ours, kind, chunk)

"""JSON Lines answered as text; a long list by a process for each core, all in order."""

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import Protocol

from api.commands.common import Exit
from api.commands.lines import Line, opened, parsed, refusal
from api.processes import leave_with_parent
from models.errors import FileRefused, HighRoadError

# A further process takes a second or two to start: only a long list is worth it.
LONG_LIST = 2000
MOST_PROCESSES = 8
_CHUNK = 100
_AHEAD = 3  # chunks that wait for each process

Numbered = tuple[int, str]
Written = tuple[bytes, int]  # lines in UTF-8, and how many of them are refusals
Answers = Callable[[Sequence[Numbered]], Written]


class Terms(Protocol):
    """On what terms lines are answered: sent to another process, which loads what it needs."""

    def answers(self) -> Answers:
        """What answers many lines with text."""


def answer_lines(asked: Terms, source: str, target: str, *, long_list: int = LONG_LIST) -> Exit:
    """Answer every line of a source; raises FileRefused where it cannot be read at all."""
    refused = 0
    with opened(source, "r") as lines, opened(target, "w") as out:
        try:
            for text, wrong in _answered(asked, enumerate(lines, 1), long_list):
                out.buffer.write(text)
                refused += wrong
        except UnicodeDecodeError as error:
            raise FileRefused(
                f"{source} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8."
            ) from error
    return Exit.REFUSED_ROWS if refused else Exit.DONE


def answering(one: Callable[[Line], str]) -> Answers:
    """What answers many lines, given what answers one with the text of an object."""
    return lambda lines: _together(_written(number, text, one) for number, text in lines)


def _answered(asked: Terms, lines: Iterator[Numbered], long_list: int) -> Iterator[Written]:
    first = list(islice(lines, long_list))
    chunks = _chunks(chain(first, lines))
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    if len(first) < long_list or processes == 1:
        return map(asked.answers(), chunks)
    return _side_by_side(asked, chunks, processes)


def _side_by_side(
    asked: Terms, chunks: Iterable[list[Numbered]], processes: int
) -> Iterator[Written]:
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_prepare, initargs=(asked,)
    ) as pool:
        waiting: deque[Future[Written]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_answer, chunk))
            if len(waiting) > _AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_answers: Answers


def _prepare(asked: Terms) -> None:
    """Load what a further process needs, once."""
    global _answers
    leave_with_parent()
    _answers = asked.answers()


def _answer(chunk: Sequence[Numbered]) -> Written:
    return _answers(chunk)


def _written(number: int, text: str, one: Callable[[Line], str]) -> Written:
    line = parsed(number, text)
    if "error" in line:
        return _dumped(line), 1
    try:
        return f"{one(line)}\n".encode(), 0
    except HighRoadError as error:
        return _dumped(refusal(line["id"], error.problem, error.what_to_do)), 1


def _dumped(line: Line) -> bytes:
    return f"{json.dumps(line, ensure_ascii=False)}\n".encode()


def _together(answers: Iterable[Written]) -> Written:
    texts, refused = zip(*answers, strict=True)
    return b"".join(texts), sum(refused)


def _chunks(lines: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    rest = iter(lines)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk

"""JSON Lines in, JSON Lines out: one answer a line, in order, whatever stands in the line."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TextIO

from api.commands.common import Exit
from models.errors import FieldRefused, FileRefused, HighRoadError

Line = dict[str, Any]
Answer = Callable[[Sequence[Line]], Iterable[Line]]

_CHUNK = 500


def refusal(id_: object, problem: str, what_to_do: str) -> Line:
    """The object that stands where a line could not be used."""
    return {"id": id_, "error": {"problem": problem, "what_to_do": what_to_do}}


@contextmanager
def opened(path: str, mode: Literal["r", "w"]) -> Iterator[TextIO]:
    """A file, or standard input or output for `-`; raises FileRefused, also while it is read."""
    if path == "-":
        stream = sys.stdin if mode == "r" else sys.stdout
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        yield stream
        return
    if mode == "r":
        _check_is_lines(Path(path))
    try:
        with Path(path).open(mode, encoding="utf-8-sig" if mode == "r" else "utf-8") as file:
            yield file
    except OSError as error:
        raise FileRefused(
            f"{path} cannot be used: {error.strerror}.", "Check the name and the rights."
        ) from error
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"{path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8."
        ) from error


def _check_is_lines(path: Path) -> None:
    """Raises FileRefused for a document, with the command that reads it."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError:
        return  # said when it is opened
    if start.startswith((b"%PDF", b"PK\x03\x04")):
        kind = "a PDF" if start == b"%PDF" else "a Word document or a spreadsheet"
        raise FileRefused(
            f"{path} is {kind}; this command reads one JSON object a line.",
            "A contract is read by `highroad propose FILE`, a CV by `highroad cvs FILE`, a list of "
            "vacancies by `highroad match` or `highroad check --vacancies`.",
        )


def parsed(number: int, text: str) -> Line:
    """The object of a line, or a refusal."""
    place = f"line-{number}"
    try:
        data = json.loads(text)
    except RecursionError:
        return refusal(place, f"Line {number} is nested too deeply.", "Write plain facts only.")
    except json.JSONDecodeError as error:
        return refusal(
            place,
            f"Line {number} is not JSON: {error.msg} at character {error.colno}.",
            'Write one object a line, for example {"id": "a", ...}.',
        )
    if not isinstance(data, dict):
        return refusal(place, f"Line {number} is not an object.", "Write {...} on every line.")
    return {**data, "id": data.get("id", place)}


def answered(line: Line, answer: Callable[[Line], Line]) -> Line:
    """The answer to one line, or the refusal that says why there is none."""
    try:
        return answer(line)
    except HighRoadError as error:
        return refusal(line["id"], error.problem, error.what_to_do)


def text_of(line: Mapping[str, Any], field: str = "text") -> str:
    """The text of a line; raises FieldRefused where there is none."""
    value = line.get(field)
    if not isinstance(value, str):
        raise FieldRefused(
            f"The line has no '{field}' that is text.",
            f'Write "{field}": "...".',
            field=field,
            value=str(value),
        )
    return value


def read_lines(source: str) -> Iterator[Line]:
    """The object of every line, or its refusal; raises FileRefused where it cannot be read."""
    with opened(source, "r") as lines:
        for chunk in _chunks(lines):
            yield from chunk


def write_lines(target: str, lines: Iterable[Line]) -> Exit:
    """Write one object a line; the exit code says whether one of them is a refusal."""
    refused = 0
    with opened(target, "w") as out:
        for line in lines:
            refused += "error" in line
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return Exit.REFUSED_ROWS if refused else Exit.DONE


def run_lines(source: str, target: str, answer: Answer) -> Exit:
    """Answer every line; raises FileRefused where the input cannot be read at all."""
    refused = 0
    with opened(source, "r") as lines, opened(target, "w") as out:
        for chunk in _chunks(lines):
            for line in _in_order(chunk, answer):
                refused += "error" in line
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return Exit.REFUSED_ROWS if refused else Exit.DONE


def _in_order(chunk: Sequence[Line], answer: Answer) -> Iterator[Line]:
    usable = iter(answer([line for line in chunk if "error" not in line]))
    return (line if "error" in line else next(usable) for line in chunk)


def _chunks(lines: TextIO) -> Iterator[list[Line]]:
    numbered = enumerate(lines, 1)
    while chunk := [parsed(n, text) for n, text in islice(numbered, _CHUNK)]:
        yield chunk

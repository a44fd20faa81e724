"""Offers explained in words, as text or as a page, for the worker or the caseworker."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from api.commands.common import Exit
from api.commands.lines import Line, answered, read_lines
from api.commands.offer_files import is_json_lines, offers_of, parsed_offers
from api.commands.texts import write_text
from matching.recruitment.checker import Checker
from matching.recruitment.people.caseworker import for_caseworker
from matching.recruitment.people.html import caseworker_html, worker_html
from matching.recruitment.people.phrases import phrases
from matching.recruitment.people.worker import for_worker

READERS = ("caseworker", "worker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explaining:
    """For whom an offer is explained, in which language, as text or as a page."""

    checker: Checker
    reader: str
    language: str
    html: bool

    def __post_init__(self) -> None:
        if self.reader not in READERS:
            raise typer.BadParameter(f"'{self.reader}' is neither {' nor '.join(READERS)}.")
        phrases(self.language)  # an unknown one is a mistake in the call, not in an offer

    def in_words(self, line: Line) -> str:
        """One offer explained; raises FieldRefused."""
        dossier, verdict = self.checker.verdict(line)
        if self.reader == "worker":
            page = for_worker(verdict, self.language)
            return worker_html(page) if self.html else page.as_text()
        clearing = self.checker.clearing(dossier, verdict)
        case = for_caseworker(verdict, self.checker.rulebook, clearing, self.language)
        return caseworker_html(case, str(line["id"])) if self.html else case.as_text()


def explain(source: str, target: str, asked: Explaining) -> Exit:
    """Explain every offer of a source one after another; a page holds one offer only."""
    lines = list(_offers_in(source))
    if asked.html and len(lines) != 1:
        raise typer.BadParameter(f"--html explains one offer; {source} has {len(lines)}.")
    texts = [_explained(line, asked.in_words, headed=len(lines) > 1) for line in lines]
    write_text(target, "\n".join(text for text, _ in texts))
    return Exit.REFUSED_ROWS if any(wrong for _, wrong in texts) else Exit.DONE


def _explained(line: Line, in_words: Callable[[Line], str], *, headed: bool) -> tuple[str, bool]:
    said = line if "error" in line else answered(line, lambda x: {"text": in_words(x)})
    wrong = "error" in said
    if wrong:
        text = f"{said['error']['problem']} {said['error']['what_to_do']}\n"
    else:
        text = str(said["text"])
    return (f"== {line['id']} ==\n{text}" if headed else text), wrong


def _offers_in(source: str) -> Iterator[Line]:
    if source == "-":
        sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        return parsed_offers(sys.stdin.read(), "standard input")
    if is_json_lines(source):
        return read_lines(source)
    return (offer.line for offer in offers_of(Path(source)))

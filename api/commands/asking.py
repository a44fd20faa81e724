"""Asking a person step by step, in their language; what is left empty stays open."""

from collections.abc import Iterator, Mapping
from typing import Final

import typer

from api.commands.lines import Line
from models.errors import InputRefused
from qualifications.background import asked_of_studies, asked_of_work
from qualifications.credential_lines import read_line
from qualifications.practice import read_practice
from qualifications.sentences import known_language, said_in, say, word

_ASKED: Final = (
    "title",
    "country",
    "institution",
    "field",
    "year",
    "duration_years",
    "ects",
    "grade",
    "documents",
    "host",
    "purpose",
    "profession",
)
# Asked only of those who named a profession.
_OF_PRACTICE: Final = ("practice_years", "practice_country", "recognised_in")
# Answers in a few words, and the table of sentences that has them.
_CHOICES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "documents": ("papers", ("complete", "incomplete", "mismatch", "undocumented")),
    "purpose": ("purpose", ("study", "employment", "regulated_profession", "visa")),
}


def ask_credential(stated: Line, language: str) -> Line:
    """What a person answers to the questions still open, asked in a language (ISO 639-1).

    A value that cannot be read is asked for again.
    """
    spoken, answers = known_language(language), dict(stated)
    typer.echo(word("ask.skip", spoken), err=True)
    for key in (*_ASKED, *_OF_PRACTICE):
        if key in _OF_PRACTICE and not answers.get("profession"):
            continue
        if answers.get(key) in (None, ""):
            answers[key] = _answer(key, answers, spoken)
    return answers


def _answer(key: str, answers: Line, language: str) -> str | None:
    choices = _CHOICES.get(key)
    while True:
        question = word(f"ask.{key}", language)
        text = _chosen(question, *choices, language) if choices else _prompt(question)
        if _can_be_read({**answers, key: text}) if text else key != "title":
            return text or None
        typer.echo(word("ask.again", language), err=True)


def _can_be_read(line: Line) -> bool:
    try:
        read_line({**line, "title": line.get("title") or "?"})
        read_practice(line)
    except InputRefused:
        return False
    return True


def _chosen(question: str, table: str, codes: tuple[str, ...], language: str) -> str:
    """One of a few answers, by its number, its code or its words."""
    said = {code: word(f"{table}.{code}", language) for code in codes}
    offered = ", ".join(f"{n} {text}" for n, text in enumerate(said.values(), 1))
    text = _prompt(f"{question} ({word('ask.choose', language)}: {offered})")
    if text.isdigit() and 0 < int(text) <= len(codes):
        return codes[int(text) - 1]
    return next((code for code, words in said.items() if words.casefold() == text.casefold()), text)


def _prompt(question: str) -> str:
    answer: str = typer.prompt(question, default="", show_default=False)
    return answer.strip()


def ask_background(language: str) -> Line:
    """The studies and the work of a person without papers; an empty first answer ends a list."""
    spoken = known_language(language)
    typer.echo(word("ask.skip", spoken), err=True)
    return {
        "id": "a",
        "education": list(_rows("study", asked_of_studies(spoken), spoken)),
        "work": list(_rows("work", asked_of_work(spoken), spoken)),
    }


def _rows(kind: str, questions: Mapping[str, str], language: str) -> Iterator[Line]:
    number = 1
    while True:
        typer.echo(said_in(say(f"background.{kind}", number=number), language), err=True)
        row: Line = {}
        for key, question in questions.items():
            answer = _prompt(question)
            if not answer and not row:
                return
            row |= {key: answer} if answer else {}
        yield row
        number += 1

"""Ethical recruitment: check offers and vacancy lists, explain verdicts, read contracts."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.checking import CheckedList, Checking
from api.commands.common import (
    Exit,
    Input,
    Language,
    On,
    Output,
    Profile,
    Quiet,
    Teller,
    installation,
)
from api.commands.lines import Line, answered, read_lines, run_lines, write_lines
from api.commands.offer_files import TABLES, Offer, is_json_lines, offers_of, parsed_offers
from api.commands.verdict_rows import CHECK_COLUMNS, LIST_COLUMNS, check_row, list_row
from api.exports import write_refusals, write_rows
from matching.recruitment.people.caseworker import for_caseworker
from matching.recruitment.people.html import caseworker_html, worker_html
from matching.recruitment.people.phrases import phrases
from matching.recruitment.people.worker import for_worker
from matching.recruitment.rates import read_rates
from matching.recruitment.scope import NO_RATES
from matching.recruitment.summary import (
    COLUMNS,
    Summary,
    summarise,
    summary_as_json,
    summary_as_text,
    summary_rows,
)
from models.errors import FileRefused

_READERS = ("caseworker", "worker")
_TEXTS = (".txt", ".md")

Rates = Annotated[
    Path | None,
    typer.Option(help='Exchange rates you vouch for: {"on": day, "rates": {"USD": 1, ...}}.'),
]
Unverified = Annotated[
    str, typer.Option(help="What a rule on a text that nobody has read may do: block or hold.")
]


def check(
    profile: Profile = None,
    on: On = None,
    rates: Rates = None,
    unverified: Unverified = "block",
    all_findings: Annotated[
        bool, typer.Option("--all", help="Also findings that are not applicable or not in force.")
    ] = False,
    moments: Annotated[
        bool, typer.Option("--moments", help="Also at signature, start and departure.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say it in words instead of JSON.")
    ] = False,
    reader: Annotated[
        str, typer.Option("--for", help="For whom it is explained: caseworker or worker.")
    ] = "caseworker",
    html: Annotated[bool, typer.Option("--html", help="Explain one offer as a page.")] = False,
    vacancies: Annotated[
        Path | None, typer.Option(help="Check a plain vacancy list instead: CSV, XLSX, JSON.")
    ] = None,
    origin: Annotated[
        str | None, typer.Option(help="With --vacancies: country where people are recruited.")
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(help="With --vacancies: .txt, .json or .csv for the counts.")
    ] = None,
    language: Language = "en",
    source: Input = "-",
    target: Output = "-",
    quiet: Quiet = False,
) -> None:
    """Check offers against dated, cited ethical-recruitment rules.

    In: a dossier a line, one key per entity; or a table with one fact a column (.csv, .xlsx). Out:
    {"id", "verdict", "findings", ...} a line, or a table by the name of --output. --explain says
    it in words for a caseworker, or for a worker in English, French, Spanish or Arabic.
    """
    worth, worth_on = _rates(rates)
    app = installation(quiet=quiet)
    checking = Checking(
        rulebook=app.rulebook,
        profile=profile or app.settings.profile,
        on=on,
        rates=worth,
        rates_on=worth_on,
        unverified=unverified,
    )
    if vacancies is not None:
        tell = Teller(quiet=quiet)
        found = checking.list_of_vacancies(app, vacancies, origin=origin, tell=tell)
        raise typer.Exit(_tell_list(found, target, summary, tell))
    if explain or html or reader != _READERS[0]:
        explained = _explainer(checking, reader, language, html=html)
        raise typer.Exit(_explain(source, target, explained, html=html))

    def one(line: Line) -> Line:
        return checking.answer(line, all_findings=all_findings, moments=moments)

    raise typer.Exit(_check(source, target, one))


def _rates(path: Path | None) -> tuple[Mapping[str, float], date | None]:
    if path is None:
        return NO_RATES, None
    try:
        stated = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise FileRefused(
            f"The rates file {path} cannot be read as JSON.",
            'Write {"on": "2026-11-01", "rates": {"USD": 1.0, "QAR": 0.27}}.',
        ) from error
    return read_rates(stated)


def _check(source: str, target: str, one: Callable[[Line], Line]) -> Exit:
    table = Path(target).suffix.lower() in TABLES
    if is_json_lines(source):
        if not table:
            return run_lines(source, target, lambda lines: (answered(x, one) for x in lines))
        offers = [Offer(line, "", number) for number, line in enumerate(read_lines(source), 1)]
    else:
        offers = offers_of(Path(source))
    answers = [o.line if "error" in o.line else answered(o.line, one) for o in offers]
    refused = [
        offer.refused(source, answer["error"]["problem"], answer["error"]["what_to_do"])
        for offer, answer in zip(offers, answers, strict=True)
        if "error" in answer
    ]
    write_refusals(target, refused)
    if table:
        write_rows(target, CHECK_COLUMNS, map(check_row, answers))
        return Exit.REFUSED_ROWS if refused else Exit.DONE
    return write_lines(target, answers)


def _explainer(
    checking: Checking, reader: str, language: str, *, html: bool
) -> Callable[[Line], str]:
    if reader not in _READERS:
        raise typer.BadParameter(f"'{reader}' is neither {' nor '.join(_READERS)}.")
    if reader == "caseworker" and language != "en":
        raise typer.BadParameter("A caseworker's text is in English; a worker's has --language.")

    if reader == "worker":
        phrases(language)  # an unknown language is a mistake in the call, not in an offer

    def in_words(line: Line) -> str:
        dossier, verdict = checking.verdict(line)
        if reader == "worker":
            page = for_worker(verdict, language)
            return worker_html(page) if html else page.as_text()
        case = for_caseworker(verdict, checking.rulebook, checking.clearing(dossier, verdict))
        return caseworker_html(case, str(line["id"])) if html else case.as_text()

    return in_words


def _explain(source: str, target: str, explained: Callable[[Line], str], *, html: bool) -> Exit:
    lines = list(_offers_in(source))
    if html and len(lines) != 1:
        raise typer.BadParameter(f"--html explains one offer; {source} has {len(lines)}.")
    texts, worst = [], Exit.DONE
    for line in lines:
        said = line if "error" in line else answered(line, lambda x: {"text": explained(x)})
        if "error" in said:
            worst = Exit.REFUSED_ROWS
            said = {"text": f"{said['error']['problem']} {said['error']['what_to_do']}\n"}
        heading = f"== {line['id']} ==\n" if len(lines) > 1 else ""
        texts.append(f"{heading}{said['text']}")
    _write_text(target, "\n".join(texts))
    return worst


def _offers_in(source: str) -> Iterator[Line]:
    if source == "-":
        sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        return parsed_offers(sys.stdin.read(), "standard input")
    if is_json_lines(source):
        return read_lines(source)
    return (offer.line for offer in offers_of(Path(source)))


def _write_text(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(text)
        return
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileRefused(
            f"{target} cannot be written: {error.strerror}.", "Check the name and the rights."
        ) from error


def _tell_list(found: CheckedList, target: str, summary: Path | None, tell: Teller) -> Exit:
    rows = [list_row(vacancy, checked) for vacancy, checked in found.vacancies]
    counts = summarise(checked for _, checked in found.vacancies)
    write_rows(target, LIST_COLUMNS, rows)
    errors = write_refusals(target, found.refusals)
    if summary is not None:
        _write_summary(summary, counts)
    if target == "-" or summary is not None:
        tell(f"{counts.offers} vacancies checked")
    else:
        _write_text("-", summary_as_text(counts))
    _tell_refused(found, errors, tell)
    return Exit.REFUSED_ROWS if found.refusals else Exit.DONE


def _tell_refused(found: CheckedList, errors: Path | None, tell: Teller) -> None:
    for note in found.notes:
        tell(note)
    for refusal in found.refusals[:10]:
        tell(f"row {refusal.row}, {refusal.column or 'row'}: {refusal.problem}")
    if found.refusals:
        tell(f"{len(found.refusals)} problems in rows" + (f", see {errors}" if errors else ""))


def _write_summary(path: Path, counts: Summary) -> None:
    kind = path.suffix.lower()
    if kind == ".json":
        text = json.dumps(summary_as_json(counts), ensure_ascii=False, indent=2)
        _write_text(str(path), f"{text}\n")
    elif kind in _TEXTS:
        _write_text(str(path), summary_as_text(counts))
    else:
        write_rows(path, COLUMNS, _named(summary_rows(counts)))


def _named(rows: Iterable[dict[str, object]]) -> Iterator[dict[str, object]]:
    return ({column: row.get(column) for column in COLUMNS} for row in rows)

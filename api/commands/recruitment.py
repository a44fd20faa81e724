"""Ethical recruitment: check offers and vacancy lists, and explain verdicts."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.checking import Checking
from api.commands.checked_lists import tell_list
from api.commands.common import (
    Exit,
    Input,
    Language,
    On,
    Output,
    Profile,
    Quiet,
    Rates,
    Teller,
    installation,
)
from api.commands.explaining import READERS, Explaining, explain
from api.commands.lines import answered, read_lines, write_lines
from api.commands.offer_files import TABLES, Offer, is_json_lines, offers_of
from api.commands.offer_lines import LineCheck, check_lines
from api.commands.verdict_rows import CHECK_COLUMNS, check_row
from api.exports import write_refusals, write_rows
from api.rates import read_rates_file
from matching.recruitment.scope import NO_RATES

Unverified = Annotated[
    str, typer.Option(help="What a rule on a text that nobody has read may do: block or hold.")
]
AllFindings = Annotated[
    bool, typer.Option("--all", help="Also findings that are not applicable or not in force.")
]
Moments = Annotated[bool, typer.Option("--moments", help="Also at signature, start and departure.")]
Explain = Annotated[bool, typer.Option("--explain", help="Say it in words instead of JSON.")]
Reader = Annotated[
    str, typer.Option("--for", help="For whom it is explained: caseworker or worker.")
]
Html = Annotated[bool, typer.Option("--html", help="Explain one offer as a page.")]
Vacancies = Annotated[
    Path | None, typer.Option(help="Check a plain vacancy list instead: CSV, XLSX, JSON.")
]
Origin = Annotated[
    str | None, typer.Option(help="With --vacancies: country where people are recruited.")
]
SummaryFile = Annotated[
    Path | None, typer.Option(help="With --vacancies: .txt, .json or .csv for the counts.")
]


def check(
    profile: Profile = None,
    on: On = None,
    rates: Rates = None,
    unverified: Unverified = "block",
    all_findings: AllFindings = False,
    moments: Moments = False,
    explained: Explain = False,
    reader: Reader = READERS[0],
    html: Html = False,
    vacancies: Vacancies = None,
    origin: Origin = None,
    summary: SummaryFile = None,
    language: Language = "en",
    source: Input = "-",
    target: Output = "-",
    quiet: Quiet = False,
) -> None:
    """Check offers against dated, cited ethical-recruitment rules.

    In: a dossier a line, one key per entity; or a table with one fact a column (.csv, .xlsx). Out:
    {"id", "verdict", "findings", ...} a line, or a table by the name of --output. --explain says
    it in words for a caseworker, or for a worker (--for). --language en, fr, es or ar is that of
    every sentence, in JSON and tables too; other than English, JSON adds what a worker is told.
    """
    asked = _asked(quiet, profile, on, rates, unverified)
    asked = replace(asked, language=language, all_findings=all_findings, moments=moments)
    if vacancies is not None:
        raise typer.Exit(_vacancies(asked, vacancies, origin, target, summary, quiet=quiet))
    if explained or html or reader != READERS[0]:
        how = Explaining(checker=asked.checker(), reader=reader, language=language, html=html)
        raise typer.Exit(explain(source, target, how))
    raise typer.Exit(_check_offers(asked, source, target))


def _asked(
    quiet: bool,
    profile: str | None,
    on: date | None,
    rates: Path | None,
    unverified: str,
) -> LineCheck:
    worth, worth_on = read_rates_file(rates) if rates else (NO_RATES, None)
    settings = installation(quiet=quiet).settings
    return LineCheck(
        home=settings.home,
        profile=profile or settings.profile,
        on=on,
        rates=worth,
        rates_on=worth_on,
        unverified=unverified,
    )


def _vacancies(
    asked: LineCheck,
    path: Path,
    origin: str | None,
    target: str,
    summary: Path | None,
    *,
    quiet: bool,
) -> Exit:
    tell, checking = Teller(quiet=quiet), Checking(checker=asked.checker())
    found = checking.list_of_vacancies(installation(quiet=quiet), path, origin=origin, tell=tell)
    return tell_list(found, target, summary, tell, asked.language)


def _check_offers(asked: LineCheck, source: str, target: str) -> Exit:
    """Offers of JSON Lines, of a table or of one JSON file; answers as lines or into a table."""
    if is_json_lines(source) and Path(target).suffix.lower() not in TABLES:
        return check_lines(asked, source, target)
    if is_json_lines(source):
        offers = [Offer(line, "", number) for number, line in enumerate(read_lines(source), 1)]
    else:
        offers = offers_of(Path(source))
    one = asked.answer()
    answers = [o.line if "error" in o.line else answered(o.line, one) for o in offers]
    refused = [
        offer.refused(source, answer["error"]["problem"], answer["error"]["what_to_do"])
        for offer, answer in zip(offers, answers, strict=True)
        if "error" in answer
    ]
    write_refusals(target, refused)
    if Path(target).suffix.lower() not in TABLES:
        return write_lines(target, answers)
    write_rows(target, CHECK_COLUMNS, map(check_row, answers))
    return Exit.REFUSED_ROWS if refused else Exit.DONE

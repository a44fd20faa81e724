"""Why: explain a pair, compare two, and what one step would open."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import (
    Exit,
    Language,
    On,
    Output,
    Profile,
    Quiet,
    Rates,
    Teller,
    Top,
    against_waste,
    caller,
    installation,
)
from api.commands.lines import Line, answered, run_lines, text_of
from api.commands.texts import write_text
from api.composition import HighRoad
from api.explaining import Explaining, ListedPairs, listed_openings
from api.explanation_page import explanation_page
from api.explanations import (
    comparison_line,
    comparison_text,
    explanation_line,
    explanation_text,
)
from api.exports import write_refusals, write_rows
from api.jobs import Lists, read_lists, shortlists
from api.wasting import GROUP_COLUMNS, WASTED_COLUMNS, group_rows, group_waste, wasted
from matching.cohort import GroupWaste
from matching.reasons.phrases import phrases

OPENING_COLUMNS = ("kind", "label", "uri", "people", "vacancies", "pairs", "examples")

VacancyList = Annotated[
    Path | None, typer.Option(help="Vacancy list; without lists the store is asked.")
]
CandidateList = Annotated[Path | None, typer.Option(help="Candidate list.")]
As = Annotated[
    str | None,
    typer.Option("--as", help="text, json or html. Default: by the name of --output, else text."),
]
_KINDS = {".html": "html", ".htm": "html", ".json": "json", ".jsonl": "json"}


def explain(
    vacancy: Annotated[str | None, typer.Option(help="Id of the vacancy.")] = None,
    candidate: Annotated[str | None, typer.Option(help="Id of the person.")] = None,
    source: Annotated[
        str | None,
        typer.Option("--input", help='JSON Lines of {"id", "vacancy_id", "candidate_id"}.'),
    ] = None,
    vacancies: VacancyList = None,
    candidates: CandidateList = None,
    target: Output = "-",
    kind: As = None,
    profile: Profile = None,
    on: On = None,
    language: Language = "en",
    quiet: Quiet = False,
) -> None:
    """Explain why a person stands where they stand for a vacancy, and what would raise it.

    Names one pair (--vacancy, --candidate) or many (--input, one JSON object a line). From two
    lists, or from the store.
    """
    phrases(language)
    if (source is None) == (vacancy is None or candidate is None):
        raise typer.BadParameter("Give --vacancy and --candidate, or --input.")
    asked = _asked(vacancies, candidates, on, profile, language, Teller(quiet=quiet))
    if source is not None:
        raise typer.Exit(run_lines(source, target, lambda lines: _explained(asked, lines)))
    explanation = asked.explain(vacancy or "", candidate or "")
    title = asked.pairs.vacancy(explanation.match.vacancy_id).title
    how = _kind(kind, target)
    if how == "json":
        text = _as_json(explanation_line(explanation))
    elif how == "html":
        text = explanation_page(explanation, title)
    else:
        text = explanation_text(explanation, title)
    write_text(target, text)


def compare(
    vacancy: Annotated[list[str], typer.Option(help="Id of a vacancy; twice to compare two.")],
    candidate: Annotated[list[str], typer.Option(help="Id of a person; twice to compare two.")],
    vacancies: VacancyList = None,
    candidates: CandidateList = None,
    target: Output = "-",
    kind: As = None,
    profile: Profile = None,
    on: On = None,
    language: Language = "en",
    quiet: Quiet = False,
) -> None:
    """Compare two people for a vacancy, or two vacancies for a person, reason by reason.

    The differences add up to the difference of the scores.
    """
    phrases(language)
    asked = _asked(vacancies, candidates, on, profile, language, Teller(quiet=quiet))
    found = asked.compare(vacancy, candidate)
    how = _kind(kind, target)
    if how == "html":
        raise typer.BadParameter("A comparison is written as text or json.")
    json_ = how == "json"
    write_text(
        target, _as_json(comparison_line(found)) if json_ else comparison_text(found, language)
    )


def openings(
    vacancies: Annotated[Path, typer.Option(help="Vacancy list.")],
    candidates: Annotated[Path, typer.Option(help="Candidate list.")],
    out: Annotated[Path, typer.Option(help="Result: .csv, .xlsx or .jsonl by its name.")],
    profile: Profile = None,
    on: On = None,
    language: Language = "en",
    quiet: Quiet = False,
) -> None:
    """Count what one step each would open: a skill, a language level, a licence, a recognition.

    A step opens a vacancy to somebody from such work whom nothing else asked stops.
    """
    phrases(language)
    tell, app = Teller(quiet=quiet), installation(quiet=quiet)
    day = on or date.today()
    lists = read_lists(app, vacancies, candidates, on=day, tell=tell)
    found = listed_openings(_listed(app, lists, day), profile or app.settings.profile, language)
    written = write_rows(out, OPENING_COLUMNS, (asdict(opening) for opening in found))
    errors = write_refusals(out, lists.refusals)
    tell(f"{written} steps" + (f"; rows that could not be read are in {errors}" if errors else ""))
    raise typer.Exit(Exit.REFUSED_ROWS if lists.refusals else Exit.DONE)


def waste(
    vacancies: Annotated[Path, typer.Option(help="Vacancy list.")],
    candidates: Annotated[Path, typer.Option(help="Candidate list.")],
    out: Annotated[Path, typer.Option(help="People below their level: .csv, .xlsx or .jsonl.")],
    groups: Annotated[
        Path | None, typer.Option(help="Also write rates by gender and citizenship here.")
    ] = None,
    top: Top = 1,
    dial: Annotated[str, typer.Option(help="off, mild or strong, as in match.")] = "off",
    rates: Rates = None,
    profile: Profile = None,
    on: On = None,
    language: Language = "en",
    quiet: Quiet = False,
) -> None:
    """Say what a list's proposals would waste, and the better vacancy for each person wasted.

    Groups of fewer than ten people are held back, with whatever would give them away.
    """
    phrases(language)
    tell, day = Teller(quiet=quiet), on or date.today()
    app = installation(quiet=quiet, rates=rates)
    points, how = against_waste(dial), profile or app.settings.profile
    lists = read_lists(app, vacancies, candidates, on=day, tell=tell)
    found = list(
        shortlists(
            app,
            lists,
            on=day,
            top=top,
            profile=how,
            tell=tell,
            against_waste=points,
            language=language,
        )
    )
    pairs = _listed(app, lists, day)
    rows = [one.row() for one in wasted(found, pairs, how, language)]
    _write_waste(out, rows, groups, group_waste(found, pairs) if groups else ())
    write_refusals(out, lists.refusals)
    proposed = sum(len(shortlist.matches) for _, shortlist in found)
    tell(f"{len(rows)} of {proposed} proposals lie below the person's level of education")
    raise typer.Exit(Exit.REFUSED_ROWS if lists.refusals else Exit.DONE)


def _write_waste(
    out: Path, rows: Iterable[Line], groups: Path | None, by_group: Iterable[GroupWaste]
) -> None:
    write_rows(out, WASTED_COLUMNS, rows)
    if groups is not None:
        write_rows(groups, GROUP_COLUMNS, group_rows(by_group))


def _asked(
    vacancies: Path | None,
    candidates: Path | None,
    on: date | None,
    profile: str | None,
    language: str,
    tell: Teller,
) -> Explaining:
    if (vacancies is None) != (candidates is None):
        raise typer.BadParameter("Give both --vacancies and --candidates, or neither.")
    app, day = installation(quiet=True), on or date.today()
    if vacancies is None or candidates is None:
        return app.explaining(day, profile, language, by=caller().name)
    lists = read_lists(app, vacancies, candidates, on=day, tell=tell)
    for refusal in lists.refusals:
        tell(f"{refusal.file} row {refusal.row}: {refusal.problem} {refusal.what_to_do}")
    pairs = _listed(app, lists, day)
    return Explaining(app.engine, pairs, day, profile or app.settings.profile, language)


def _listed(app: HighRoad, lists: Lists, on: date) -> ListedPairs:
    return ListedPairs(
        app.engine, {v.id: v for v in lists.vacancies}, lists.candidates, on, app.worth
    )


def _explained(asked: Explaining, lines: Iterable[Line]) -> Iterable[Line]:
    def one(line: Line) -> Line:
        found = asked.explain(text_of(line, "vacancy_id"), text_of(line, "candidate_id"))
        return {"id": line["id"], **explanation_line(found)}

    return (answered(line, one) for line in lines)


def _kind(stated: str | None, target: str) -> str:
    kind = stated or _KINDS.get(Path(target).suffix.lower(), "text")
    if kind not in ("text", "json", "html"):
        raise typer.BadParameter(f"'{kind}' is none of text, json, html.")
    return kind


def _as_json(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False, indent=1) + "\n"

"""What is told to others about the ranking: notices to people, impact assessments."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.common import Teller, installation
from api.commands.rights import language_of
from api.duties.assessments import KINDS, assessment, finished, question_ids
from api.duties.notices import AUDIENCES, notice
from api.exports import write_text
from models.errors import FileRefused


def notice_(
    audience: Annotated[str, typer.Argument(help="candidates or representatives.")],
    language: Annotated[str, typer.Option(help="en, fr, es or ar.")] = "en",
    out: Annotated[
        Path | None, typer.Option(help="Also write it as an HTML page here.", dir_okay=False)
    ] = None,
) -> None:
    """Tell people that an automated system ranks: what counts, what never does, their rights."""
    if audience not in AUDIENCES:
        raise typer.BadParameter(f"'{audience}' is none of {', '.join(AUDIENCES)}.")
    made = notice(installation().duties.facts, audience, language_of(language), date.today())
    if out is None:
        typer.echo(made.as_text())
        return
    write_text(out, [made.as_html()])
    Teller()(f"Written to {out}" + (f". {made.warning}" if made.warning else ""))


def assess(
    kind: Annotated[str, typer.Argument(help="dpia (GDPR Art. 35) or fria (AI Act Art. 27).")],
    out: Annotated[Path, typer.Option(help="HTML page to write.", dir_okay=False)],
    answers: Annotated[
        Path | None,
        typer.Option(help="Your answers: a JSON object of question ids and texts."),
    ] = None,
    final: Annotated[
        bool, typer.Option("--final", help="Refuse while anything is still open.")
    ] = False,
) -> None:
    """Write an impact assessment: filled with this installation's facts, your part left open.

    Without --answers a file of empty answers is written beside it, to be filled in.
    """
    if kind not in KINDS:
        raise typer.BadParameter(f"'{kind}' is none of {', '.join(KINDS)}.")
    given = _read(answers) if answers else {}
    made = assessment(installation().duties.facts, kind, given, date.today())
    if final:
        finished(made)
    write_text(out, [made.as_html()])
    tell = Teller()
    tell(f"Written to {out}. {made.status}.")
    empty = out.with_suffix(".answers.json")
    if answers is None and not empty.exists():
        blank = json.dumps(dict.fromkeys(question_ids(kind), ""), indent=1)
        write_text(empty, [blank + "\n"])
        tell(f"Answer in {empty}, then repeat with --answers.")


def _read(path: Path) -> dict[str, str]:
    try:
        given: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        given = None
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise FileRefused(
            f"{path.name} is no JSON object of question ids and texts.",
            "Start from the file of empty answers that `assess` writes.",
        )
    return given

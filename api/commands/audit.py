"""Bias audits, and lists that follow stated shares where somebody decides so."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.audit_page import write_audit
from api.audit_rows import PROXY_COLUMNS, TABLE_COLUMNS, audit_object, proxy_rows, table_rows
from api.auditing import Asked, Taken, take_audit
from api.commands.common import Exit, On, Profile, Quiet, Teller, Top, caller, folder, installation
from api.exports import write_refusals, write_rows
from api.imports.side_lists import Given
from api.reranking import CAUTION, Shares
from api.reranking import COLUMNS as RERANKED_COLUMNS
from api.reranking import rerank as reranked
from matching.fairness.publishing import summary
from matching.fairness.reranking import METHODS

_LISTED = ("flag", "below four fifths, may be chance", "unknown")

Cross = Annotated[
    list[str] | None,
    typer.Option(help="Two attributes to cross, as gender:ethnicity. May be given again."),
]


def audit(
    out: Annotated[
        Path, typer.Option(callback=folder, help="Folder for audit.html, .json and .csv.")
    ],
    matches: Annotated[
        Path | None, typer.Option(help="Matches as `highroad match` writes them.")
    ] = None,
    groups: Annotated[
        Path | None, typer.Option(help="People's groups: id, gender, ethnicity ... one row each.")
    ] = None,
    outcomes: Annotated[
        Path | None, typer.Option(help="What became of people: interviewed, hired ...")
    ] = None,
    vacancies: Annotated[Path | None, typer.Option(help="Vacancy list: match it now.")] = None,
    candidates: Annotated[Path | None, typer.Option(help="Candidate list: match it now.")] = None,
    top: Top = 10,
    cross: Cross = None,
    proxies: Annotated[
        bool, typer.Option(help="Also look for what gives groups away (matches several times).")
    ] = True,
    seed: Annotated[int, typer.Option(help="Where random numbers start.")] = 0,
    profile: Profile = None,
    on: On = None,
    quiet: Quiet = False,
) -> None:
    """Audit matching by group: impact ratios, exposure, calibration, proxies, congestion.

    Give `--matches` with `--groups`, `--outcomes` with `--groups`, or both lists of a match; with
    none of them the store is matched and audited. Groups of fewer than ten people are never shown.
    """
    if (vacancies is None) != (candidates is None):
        raise typer.BadParameter("Give --vacancies and --candidates together.")
    asked = Asked(
        on=on or date.today(), matches=_given(matches), groups=_given(groups),
        outcomes=_given(outcomes),
        vacancies=vacancies, candidates=candidates, top=top, seed=seed, profile=profile,
        crosses=tuple(_pair(text) for text in cross or ()), proxies=proxies,
    )  # fmt: skip
    raise typer.Exit(_taken(asked, out, quiet=quiet))


def _taken(asked: Asked, out: Path, *, quiet: bool) -> Exit:
    """Take the audit, write it and say how it went."""
    tell, app = Teller(quiet=quiet), installation(quiet=quiet)
    taken = take_audit(app, asked, tell)
    out.mkdir(parents=True, exist_ok=True)
    write(out, taken, asked)
    app.duties.note_audit(out / "audit.json", by=caller().name, on=asked.on)
    errors = write_refusals(out / "audit.csv", taken.refusals)
    for note in taken.notes:
        tell(note)
    counts = summary(taken.audit)
    tell("; ".join(f"{counts[name]} {name}" for name in _LISTED))
    tell(f"{out / 'audit.html'} written" + (f"; rows refused, see {errors}" if errors else ""))
    return Exit.REFUSED_ROWS if taken.refusals else Exit.DONE


def _given(path: Path | None) -> Given | None:
    return Given.file(path) if path else None


def _pair(text: str) -> tuple[str, str]:
    one, colon, other = (part.strip().casefold() for part in text.partition(":"))
    if not (one and colon and other):
        raise typer.BadParameter(f"'{text}' does not name two attributes. Write gender:ethnicity.")
    return one, other


def write(out: Path, taken: Taken, asked: Asked) -> None:
    """Write the page, the tables and the object of an audit into a folder."""
    read = [p.name for p in (asked.matches, asked.outcomes, asked.vacancies, asked.candidates) if p]
    write_audit(
        out / "audit.html",
        taken.audit,
        title="Bias audit",
        about=f"Of {', '.join(read)}." if read else "Of what is stored.",
        on=asked.on,
    )
    write_rows(out / "audit.csv", TABLE_COLUMNS, table_rows(taken.audit))
    write_rows(out / "proxies.csv", PROXY_COLUMNS, proxy_rows(taken.audit))
    text = json.dumps({"on": asked.on.isoformat(), **audit_object(taken.audit)}, indent=1)
    (out / "audit.json").write_text(text + "\n", encoding="utf-8")


def rerank(
    matches: Annotated[Path, typer.Option(help="Matches with scores, deeper than is wanted.")],
    groups: Annotated[Path, typer.Option(help="People's groups: id and one column an attribute.")],
    attribute: Annotated[str, typer.Option(help="The attribute whose shares are followed.")],
    basis: Annotated[
        str, typer.Option(help="Who decided this, on which legal basis; kept on every line.")
    ],
    out: Annotated[Path, typer.Option(help="New lists: .csv, .xlsx or .jsonl by its name.")],
    method: Annotated[str, typer.Option(help=", ".join(METHODS))] = "det_greedy",
    share: Annotated[
        list[str] | None, typer.Option(help="A group's share, as female=0.5. May be given again.")
    ] = None,
    top: Top = 10,
    on: On = None,
    quiet: Quiet = False,
) -> None:
    """Order lists of matches so that groups follow stated shares; scores stay as they are.

    Off unless this command is run: ordering people by group is a question of law, and the cost in
    score is told. Without `--share`, each list follows the shares among its own people.
    """
    tell = Teller(quiet=quiet)
    how = Shares(
        attribute=attribute, method=method, basis=basis.strip(),
        stated=dict(_share(text) for text in share or ()),
    )  # fmt: skip
    if not how.basis:
        raise typer.BadParameter("State in --basis who decided this and on which legal basis.")
    found = reranked(Given.file(matches), Given.file(groups), how, top=top, on=on or date.today())
    write_rows(out, RERANKED_COLUMNS, found.rows)
    write_refusals(out, found.refusals)
    tell(CAUTION)
    tell(
        f"Cost: {found.cost.points:.3f} points of score in the mean list, "
        f"{found.cost.share:.1%} of what ranking by score gains; {found.cost.moved:.0%} of places "
        "hold somebody else"
    )
    if found.before and found.after:
        tell(f"NDKL {found.before.ndkl:.3f} before, {found.after.ndkl:.3f} after")
    raise typer.Exit(Exit.REFUSED_ROWS if found.refusals else Exit.DONE)


def _share(text: str) -> tuple[str, float]:
    group, equals, amount = text.rpartition("=")
    try:
        share = float(amount)
    except ValueError:
        share = -1.0
    if not equals or not 0 < share < 1:
        raise typer.BadParameter(f"'{text}' is no share. Write a group and a part of 1: female=0.5")
    return group.strip(), share

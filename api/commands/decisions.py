"""People decide: queue what is proposed, decide with a reason, check the log of it."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from api.commands.common import Exit, On, Profile, Teller, Top, caller, installation
from api.duties.proposing import Asked
from api.exports import write_rows, write_text
from models.decisions import (
    DECLINE_REASONS,
    ChainReport,
    Choice,
    Decision,
    DeclineReason,
    QueueEntry,
    Role,
    State,
)
from models.store.chain import check_chain, entry_line, entry_of_line

decisions = typer.Typer(no_args_is_help=True, help="Queue proposals, decide, check the log.")

Word = TypeVar("Word", bound=StrEnum)


def _proved(by: str) -> str:
    caller().prove(by)
    return by


def _proved_role(role: str) -> str:
    asks = caller()
    if asks.member is not None and role in tuple(Role):
        asks.prove(asks.member.id, Role(role))
    return role


By = Annotated[
    str,
    typer.Option("--by", callback=_proved, help="Staff id of whoever does this; it names nobody."),
]
RoleName = Annotated[
    str, typer.Option("--role", callback=_proved_role, help="officer, reviewer or employer.")
]


def word_of(kind: type[Word], word: str) -> Word:
    """One word of a vocabulary, as written on the command line."""
    try:
        return kind(word)
    except ValueError:
        raise typer.BadParameter(f"'{word}' is none of {', '.join(kind)}.") from None


@decisions.command("propose")
def propose(
    vacancy: Annotated[str, typer.Argument(help="Id of a stored vacancy.")],
    candidate: Annotated[
        list[str] | None, typer.Option(help="Queue these people instead of the ranking's.")
    ] = None,
    top: Top = 10,
    profile: Profile = None,
    on: On = None,
) -> None:
    """Queue a vacancy's matches for people to decide about; every proposal is logged.

    Nobody is queued whom a critical rule blocks. People asked for by id stand without a rank and
    can be accepted by a reviewer's override alone.
    """
    day = on or date.today()
    asked = Asked(
        vacancy_id=vacancy, on=day, top=top, profile=profile, candidates=tuple(candidate or ())
    )
    queued = installation().duties.propose(asked, by=caller().name)
    counts, tell = queued.counts, Teller()
    tell(
        f"{counts.queued} queued, {counts.renewed} brought up to date, {counts.unchanged} as they "
        f"were, {counts.decided} decided already, {queued.blocked} blocked by a rule."
    )
    if queued.verdict:
        tell(f"Blocked for everyone. {'; '.join(queued.failed)}")


@decisions.command("queue")
def queue(
    vacancy: Annotated[str | None, typer.Option(help="Of this vacancy alone.")] = None,
    state: Annotated[
        str | None, typer.Option(help="waiting, held, accepted or declined.")
    ] = "waiting",
) -> None:
    """List what waits for a person, or what stands in another state."""
    wanted = word_of(State, state) if state else None
    table = Table("proposal", "vacancy", "person", "rank", "score", "verdict", "state", "disputes")
    found = 0
    for p in installation().store.proposals(vacancy_id=vacancy, state=wanted):
        found += 1
        made = p.proposed
        table.add_row(
            str(p.id),
            made.vacancy_id,
            made.candidate_id,
            str(made.rank or "asked for"),
            f"{made.score:.2f}",
            made.verdict.value + (" (changed since)" if p.changed_since else ""),
            p.state.value,
            str(p.open_disputes or ""),
        )
    Console().print(table if found else "Nothing.")


@decisions.command("show")
def show(proposal: Annotated[int, typer.Argument(help="Number of the proposal.")]) -> None:
    """Show a proposal: points and their reasons, what is missing, questions, decisions so far."""
    _print(installation().store.get_proposal(proposal))


def _print(proposal: QueueEntry) -> None:
    made, console = proposal.proposed, Console(highlight=False, soft_wrap=True)
    place = f"rank {made.rank}" if made.rank else "asked for by id, not ranked"
    console.print(
        f"Proposal {proposal.id}: {made.candidate_id} for {made.vacancy_id}, {place}, score "
        f"{made.score:.2f}, verdict {made.verdict} ({made.profile}, {made.on}); {proposal.state}",
        markup=False,
    )
    for reason in made.reasons:
        console.print(f"  {reason.contribution:+.2f} {reason.text}", markup=False)
    for gap in made.gaps:
        console.print(f"  {gap.kind}: {gap.text}", markup=False)
    for question in made.questions[:5]:
        console.print(f"  open: {question}", markup=False)
    if len(made.questions) > 5:
        console.print(f"  and {len(made.questions) - 5} more open questions", markup=False)
    for decided in proposal.decisions:
        d = decided.decision
        said = f"{d.choice} -> {d.outcome}" + (f" ({d.reason})" if d.reason else "")
        console.print(f"  {decided.at:%Y-%m-%d} {d.role} {d.by}: {said}: {d.note}", markup=False)
    if proposal.open_disputes:
        console.print(f"  {proposal.open_disputes} objection(s) of the person wait for an answer.")
    if proposal.state is State.ACCEPTED:
        console.print(f"  {what_it_allows(proposal)}")


def what_it_allows(proposal: QueueEntry) -> str:
    """What an accepted proposal allows, given the verdict on its offer."""
    if proposal.may_be_offered:
        return "The offer may be put to this person."
    return (
        f"Accepted for preparation only: the verdict is {proposal.proposed.verdict}, and the offer "
        "goes to nobody before that has changed."
    )


@decisions.command("decide")
def decide(
    proposal: Annotated[int, typer.Argument(help="Number of the proposal.")],
    choice: Annotated[str, typer.Argument(help="accept, decline, hold or override.")],
    by: By,
    role: RoleName,
    note: Annotated[str, typer.Option(help="Why, in a sentence; the person may read it.")],
    reason: Annotated[str | None, typer.Option(help="For a decline; see `reasons`.")] = None,
    outcome: Annotated[
        str | None, typer.Option(help="For an override: accepted, declined or held.")
    ] = None,
) -> None:
    """Decide about a proposal; the decision and its reason are logged and cannot be undone.

    A reviewer's override decides against the ranking or an earlier decision. No role can lift a
    verdict: an offer on hold goes to nobody, whoever is accepted for it.
    """
    decision = Decision(
        choice=word_of(Choice, choice),
        role=word_of(Role, role),
        by=by,
        note=note,
        reason=word_of(DeclineReason, reason) if reason else None,
        outcome=word_of(State, outcome) if outcome else None,
    )
    _print(installation().duties.decide(proposal, decision))


@decisions.command("reasons")
def reasons() -> None:
    """List the reasons for which a match can be declined."""
    table = Table("reason", "meaning")
    for reason, meaning in DECLINE_REASONS.items():
        table.add_row(reason.value, meaning)
    Console().print(table)


@decisions.command("verify")
def verify(
    head: Annotated[
        str | None, typer.Option(help="A head noted down earlier; shows what was cut off.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="Check an exported log.", dir_okay=False, exists=True)
    ] = None,
) -> None:
    """Check the log of decisions: says exactly where it breaks; exit code 1 if it does.

    Note the head down elsewhere: with it, a later check also shows a log that was cut off or
    written anew as a whole.
    """
    if file is None:
        report = installation().store.verify_log(head=head)
    else:
        with file.open(encoding="utf-8", errors="replace") as lines:
            report = check_chain(map(entry_of_line, lines), head=head)
    raise typer.Exit(_say(report))


def _say(report: ChainReport) -> Exit:
    console = Console(highlight=False, soft_wrap=True)
    if report.problem is not None:
        console.print(f"BROKEN at entry {report.broken_at}: {report.problem}", markup=False)
        console.print(f"{report.entries} entries before it hold.")
        return Exit.REFUSED_ROWS
    span = f", {report.first} to {report.last}" if report.entries else ""
    console.print(f"The log holds: {report.entries} entries{span}.")
    if report.head:
        console.print(f"Head, to note down elsewhere: {report.head}")
    return Exit.DONE


@decisions.command("export")
def export(
    out: Annotated[Path, typer.Option(help="JSON Lines, one entry a line.", dir_okay=False)],
) -> None:
    """Write the log of decisions to a file that can be checked on its own; it names nobody."""
    entries = installation().store.log_entries()
    count = write_text(out, (entry_line(entry) + "\n" for entry in entries))
    Teller()(f"{count} entries written to {out}")


@decisions.command("outcomes")
def outcomes(
    out: Annotated[Path, typer.Option(help="CSV, XLSX or JSON Lines by its name.")],
) -> None:
    """Write whom people selected, for `highroad audit --outcomes`; nobody decided stays empty."""
    said = {True: "yes", False: "no", None: ""}
    rows = (
        {
            "vacancy_id": p.proposed.vacancy_id,
            "candidate_id": p.proposed.candidate_id,
            "position": p.proposed.rank,
            "proposed": said[p.selected],
        }
        for p in installation().store.proposals()
    )
    columns = ("vacancy_id", "candidate_id", "position", "proposed")
    Teller()(f"{write_rows(out, columns, rows)} proposals written to {out}")


@decisions.command("prune")
def prune() -> None:
    """Remove what the log holds beyond `HIGHROAD_LOG_MONTHS`; the chain goes on without it."""
    app = installation()
    removed = app.duties.prune_log()
    Teller()(f"{removed} entries older than {app.settings.log_months} months removed.")

"""What people may ask for: their file, consent and its withdrawal, disputes, erasure."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.commands.common import Teller, caller, day, installation
from api.commands.decisions import By, RoleName, word_of
from api.duties.notices import LANGUAGES
from api.duties.person_pages import file_html, file_json
from api.exports import write_text
from models.decisions import Role
from models.rights import (
    About,
    Answer,
    Basis,
    Dispute,
    DisputeOutcome,
    Grant,
    Identity,
    Use,
)

candidates = typer.Typer(no_args_is_help=True, help="A person's file, identity, erasure, holds.")
consents = typer.Typer(no_args_is_help=True, help="What people allow, and when they withdraw.")
disputes = typer.Typer(no_args_is_help=True, help="What people object to, and the answers.")

Candidate = Annotated[str, typer.Argument(help="The candidate's id.")]


def language_of(language: str) -> str:
    """A language that notices and files are written in."""
    if language not in LANGUAGES:
        raise typer.BadParameter(f"'{language}' is none of {', '.join(LANGUAGES)}.")
    return language


@candidates.command("file")
def file(
    candidate: Candidate,
    out: Annotated[Path, typer.Option(help="Ends in .json or .html.", dir_okay=False)],
    language: Annotated[str, typer.Option(help="Of the HTML page: en, fr, es, ar.")] = "en",
) -> None:
    """Write everything that is held about a person, for that person; that it was is logged."""
    if out.suffix not in (".json", ".html"):
        raise typer.BadParameter("Give --out a name that ends in .json or .html.")
    app = installation()
    held = app.store.person_file(candidate)
    if out.suffix == ".html":
        text = file_html(held, app.duties.facts, language_of(language))
    else:
        text = json.dumps(file_json(held), ensure_ascii=False, indent=1) + "\n"
    write_text(out, [text], private=True)
    Teller()(f"Written to {out}. Give it to the person alone.")


@candidates.command("erase")
def erase(
    candidate: Candidate,
    confirmed: Annotated[bool, typer.Option("--yes", help="Do it; it cannot be undone.")] = False,
) -> None:
    """Erase a person from everything that is kept; a legal hold prevents it and says why."""
    if not confirmed:
        raise typer.BadParameter("Erasing cannot be undone. Repeat with --yes.")
    installation().duties.erase(candidate, by=caller().name)
    Teller()("Erased. Backups are not touched: let them expire.")


@candidates.command("hold")
def hold(
    candidate: Candidate,
    reason: Annotated[str, typer.Option(help="The claim or law that requires keeping the data.")],
    by: By,
    until: Annotated[
        date | None, typer.Option(parser=day, metavar="DATE", help="Last day of the hold.")
    ] = None,
) -> None:
    """Keep a person's data from erasure for a reason of law, until a day or until released."""
    held = installation().store.place_hold(candidate, reason, by, until)
    Teller()(f"Legal hold {held.id} stands. Tell the person that it does, and why.")


@candidates.command("release")
def release(
    number: Annotated[int, typer.Argument(help="Number of the legal hold.")], by: By
) -> None:
    """End a legal hold."""
    installation().store.release_hold(number, by)
    Teller()(f"Legal hold {number} has ended.")


@candidates.command("identify")
def identify(
    candidate: Candidate,
    by: By,
    name: Annotated[str | None, typer.Option(help="Name.")] = None,
    email: Annotated[str | None, typer.Option(help="E-mail address.")] = None,
    phone: Annotated[str | None, typer.Option(help="Telephone.")] = None,
    postal_address: Annotated[str | None, typer.Option(help="Postal address.")] = None,
) -> None:
    """Keep who a person is, as far as they allowed it; nothing is kept without a consent."""
    identity = Identity(name=name, email=email, phone=phone, postal_address=postal_address)
    installation().store.put_identity(candidate, identity, by)
    Teller()("Kept, until the consent is withdrawn.")


@candidates.command("identity")
def identity(
    candidate: Candidate,
    by: By,
    use: Annotated[str, typer.Option(help="contact or sharing.")] = "contact",
    vacancy: Annotated[str | None, typer.Option(help="For sharing: with whose employer.")] = None,
) -> None:
    """Show who a person is, while their consent to this use holds; each look is logged."""
    store = installation().store
    shown = store.show_identity(candidate, word_of(Use, use), by, vacancy_id=vacancy)
    for field in sorted(shown.stated):
        Console(highlight=False).print(f"{field}: {getattr(shown, field)}", markup=False)


@consents.command("allow")
def allow(
    candidate: Candidate,
    use: Annotated[str, typer.Argument(help="matching, contact or sharing.")],
    evidence: Annotated[str, typer.Option(help="Where the proof lies, such as 'form 12/2026'.")],
    by: By,
    scope: Annotated[
        list[str] | None,
        typer.Option(help="contact: fields that may be kept; sharing: the vacancy's id."),
    ] = None,
    basis: Annotated[str, typer.Option(help="Legal basis; contact and sharing: consent.")] = (
        "consent"
    ),
) -> None:
    """Record that a person allows a use of their data, or on which other basis it rests."""
    grant = Grant(
        use=word_of(Use, use),
        basis=word_of(Basis, basis),
        evidence=evidence,
        by=by,
        scope=tuple(scope or ()),
    )
    kept = installation().store.give_consent(candidate, grant)
    Teller()(f"Kept as consent {kept.id}.")


@consents.command("withdraw")
def withdraw(number: Annotated[int, typer.Argument(help="Number of the consent.")], by: By) -> None:
    """Record that a person withdrew; it takes effect at once, and uncovered identity is deleted."""
    installation().duties.withdraw(number, by)
    Teller()(f"Consent {number} is withdrawn.")


@consents.command("list")
def list_consents(candidate: Candidate) -> None:
    """List what a person has allowed, and what they have withdrawn."""
    table = Table("number", "use", "limited to", "basis", "given", "withdrawn", "proof")
    for consent in installation().store.consents(candidate):
        grant, ended = consent.grant, consent.withdrawn_at
        table.add_row(
            str(consent.id),
            grant.use.value,
            ", ".join(grant.scope),
            grant.basis.value,
            f"{consent.given_at:%Y-%m-%d %H:%M}",
            f"{ended:%Y-%m-%d %H:%M}" if ended else "",
            grant.evidence,
        )
    Console().print(table)


@disputes.command("open")
def open_dispute(
    candidate: Candidate,
    about: Annotated[str, typer.Argument(help="fact or match.")],
    subject: Annotated[str, typer.Argument(help="The fact's name, or the proposal's number.")],
    text: Annotated[str, typer.Option(help="What the person objects to, in their words.")],
) -> None:
    """Record a person's objection to a fact or a match; a person must answer within a month."""
    made = installation().store.open_dispute(candidate, word_of(About, about), subject, text)
    Teller()(f"Dispute {made.id} is open; an answer is due by {made.due}.")


@disputes.command("list")
def list_disputes(
    everything: Annotated[bool, typer.Option("--all", help="Answered ones too.")] = False,
) -> None:
    """List the objections that wait for an answer, the one due first at the top."""
    table = Table("number", "person", "about", "in their words", "due", "answer")
    for dispute in installation().store.disputes(open_only=not everything):
        table.add_row(
            str(dispute.id),
            dispute.candidate_id,
            f"{dispute.about} {dispute.subject}",
            dispute.text,
            str(dispute.due) + (" LATE" if _late(dispute) else ""),
            dispute.answer.text if dispute.answer else "",
        )
    Console().print(table)


def _late(dispute: Dispute) -> bool:
    return dispute.answer is None and dispute.due < date.today()


@disputes.command("answer")
def answer(
    number: Annotated[int, typer.Argument(help="Number of the dispute.")],
    outcome: Annotated[str, typer.Argument(help="upheld, partly or rejected.")],
    text: Annotated[str, typer.Option(help="What was looked at, what was done, and why.")],
    by: By,
    role: RoleName,
) -> None:
    """Answer an objection, as a person and with a reason; the person's file holds the answer."""
    given = Answer(
        outcome=word_of(DisputeOutcome, outcome), role=word_of(Role, role), by=by, text=text
    )
    installation().store.answer_dispute(number, given)
    Teller()(f"Dispute {number} is answered.")

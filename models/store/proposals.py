"""The queue: what was proposed, and what people decided about it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, String, cast, delete, func, insert, select, update

from models.decisions import (
    Choice,
    Decided,
    Decision,
    Proposed,
    QueueEntry,
    Role,
    State,
)
from models.errors import ConsentMissing, DecisionRefused, UnknownRecord
from models.rights import About
from models.store.candidates import check_living, withdrawn_from_matching
from models.store.chain import keyed
from models.store.convert import in_utc, record_json, record_of, storable
from models.store.decision_log import append_entry, key_of, pseudonym_of
from models.store.records import QueueCounts
from models.store.shelf import Shelf, now
from models.store.tables import CANDIDATE, DECISION, DISPUTE, PROPOSAL, VACANCY
from models.store.upsert import CHUNK

_OPEN = (State.WAITING, State.HELD)


class Proposals(Shelf):
    """Proposals: queue them, read them, decide about them."""

    def put_proposals(self, batch: Iterable[Proposed], *, by: str | None = None) -> QueueCounts:
        """Queue matches, in one transaction; each is logged, with who queued it (`by`).

        One that waits already is brought up to date; one that a person has decided is left alone,
        and so is anybody who has withdrawn from being ranked.
        """
        counted = dict.fromkeys(("queued", "renewed", "unchanged", "decided", "withdrawn"), 0)
        with self._database.write() as connection:
            withdrawn = set(connection.execute(withdrawn_from_matching()).scalars())
            for proposed in batch:
                check_living(connection, proposed.candidate_id)
                gone = proposed.candidate_id in withdrawn
                counted["withdrawn" if gone else _put(connection, proposed, by)] += 1
        return QueueCounts(**counted)

    def get_proposal(self, id: int) -> QueueEntry:
        """A proposal with its decisions; raises UnknownRecord."""
        with self._database.read() as connection:
            return _get(connection, id)

    def proposals(
        self,
        *,
        vacancy_id: str | None = None,
        candidate_id: str | None = None,
        state: State | None = None,
        after: int = 0,
    ) -> Iterator[QueueEntry]:
        """The proposals by number, page by page, from the one behind `after` on."""
        query = _joined().order_by(PROPOSAL.c.id).limit(CHUNK)
        if vacancy_id is not None:
            query = query.where(PROPOSAL.c.vacancy_id == storable(vacancy_id))
        if candidate_id is not None:
            query = query.where(PROPOSAL.c.candidate_id == storable(candidate_id))
        if state is not None:
            query = query.where(PROPOSAL.c.state == state)
        while True:
            with self._database.read() as connection:
                page = _nouns(connection, query.where(PROPOSAL.c.id > after))
            yield from page
            if len(page) < CHUNK:
                return
            after = page[-1].id

    def decide(self, id: int, decision: Decision) -> QueueEntry:
        """Record a person's decision on a proposal, and log it.

        Raises UnknownRecord, DecisionRefused where an override would be needed, where the vacancy
        or the person changed meanwhile; ConsentMissing where the person has withdrawn.
        """
        with self._database.write() as connection:
            proposal = _get(connection, id)
            _check(connection, proposal, decision)
            seq = _log_decision(connection, proposal, decision)
            row = {"proposal_id": id, "seq": seq, "data": record_json(decision), "at": now()}
            connection.execute(insert(DECISION), row)
            one = update(PROPOSAL).where(PROPOSAL.c.id == id)
            connection.execute(one.values(state=decision.outcome))
            return _get(connection, id)


def forget_open_proposals(connection: Connection, candidate_id: str) -> int:
    """Take a person's undecided proposals out of the queue; says how many there were."""
    waiting = (PROPOSAL.c.candidate_id == candidate_id) & PROPOSAL.c.state.in_(_OPEN)
    return connection.execute(delete(PROPOSAL).where(waiting)).rowcount


def _put(connection: Connection, proposed: Proposed, by: str | None) -> str:
    pair = (PROPOSAL.c.vacancy_id == proposed.vacancy_id) & (
        PROPOSAL.c.candidate_id == proposed.candidate_id
    )
    known = connection.execute(select(PROPOSAL).where(pair)).first()
    if known is not None and known.state not in _OPEN:
        return "decided"
    row = {**_versions(connection, proposed), "data": record_json(proposed), "at": now()}
    if known is not None:
        before = replace(record_of(Proposed, known.data), on=proposed.on)
        same = {name: known._mapping[name] for name in row if name.endswith("_version")}
        if before == proposed and same.items() <= row.items():
            return "unchanged"
    row["seq"] = _log_proposed(connection, proposed, by)
    if known is not None:
        connection.execute(update(PROPOSAL).where(PROPOSAL.c.id == known.id).values(row))
        return "renewed"
    ids = {"vacancy_id": proposed.vacancy_id, "candidate_id": proposed.candidate_id}
    connection.execute(insert(PROPOSAL), {**row, **ids, "state": State.WAITING})
    return "queued"


def _versions(connection: Connection, proposed: Proposed) -> dict[str, Any]:
    vacancy = select(VACANCY.c.version).where(VACANCY.c.id == proposed.vacancy_id)
    person = select(CANDIDATE.c.version).where(CANDIDATE.c.id == proposed.candidate_id)
    return {
        "vacancy_version": connection.execute(vacancy).scalar_one(),
        "candidate_version": connection.execute(person).scalar_one(),
    }


def _log_proposed(connection: Connection, proposed: Proposed, by: str | None) -> int:
    versions = proposed.versions
    body = {
        "vacancy": proposed.vacancy_id,
        "person": pseudonym_of(connection, proposed.candidate_id),
        "rank": proposed.rank,
        "score": proposed.score,
        "verdict": proposed.verdict,
        "profile": proposed.profile,
        "on": proposed.on.isoformat(),
        "model": versions.model,
        "rulebook": versions.rulebook,
        "taxonomy": versions.taxonomy,
        "program": versions.program,
        # Attests the explanation while the person's key exists; says nothing without it.
        "explanation": keyed(key_of(connection, proposed.candidate_id), record_json(proposed)),
    }
    return append_entry(connection, "proposed", {**body, "by": by} if by else body)


def _log_decision(connection: Connection, proposal: QueueEntry, decision: Decision) -> int:
    proposed = proposal.proposed
    body = {
        "vacancy": proposed.vacancy_id,
        "person": pseudonym_of(connection, proposed.candidate_id),
        "choice": decision.choice,
        "before": proposal.state,
        "outcome": decision.outcome,
        "role": decision.role,
        "by": decision.by,
        "reason": decision.reason,
        "verdict": proposed.verdict,
        "note": keyed(key_of(connection, proposed.candidate_id), decision.note),
    }
    return append_entry(connection, "decided", body)


def _check(connection: Connection, proposal: QueueEntry, decision: Decision) -> None:
    overrides = decision.choice is Choice.OVERRIDE
    if overrides and decision.role is not Role.REVIEWER:
        raise DecisionRefused(
            "An override is recorded by a reviewer, so that a second person has looked.",
            "Ask a reviewer to record it.",
        )
    if proposal.state not in _OPEN and not overrides:
        raise DecisionRefused(
            f"Proposal {proposal.id} is {proposal.state} already.",
            "A reviewer can record an override with its outcome.",
        )
    if decision.outcome is not State.ACCEPTED:
        return
    if proposal.proposed.rank is None and not overrides:
        raise DecisionRefused(
            "The ranking did not propose this person; somebody asked for them by id.",
            "A reviewer can record an override with the outcome accepted.",
        )
    if proposal.changed_since:
        raise DecisionRefused(
            "The vacancy or the person has changed since this was proposed.",
            "Propose the vacancy anew, read the new reasons and verdict, then decide.",
        )
    if proposal.proposed.candidate_id in set(
        connection.execute(withdrawn_from_matching()).scalars()
    ):
        raise ConsentMissing(
            "This person has withdrawn from being matched.", "Decline, or ask them anew."
        )


def _joined() -> Select[Any]:
    disputes = (
        select(func.count())
        .select_from(DISPUTE)
        .where(
            DISPUTE.c.about == About.MATCH,
            DISPUTE.c.answered_at.is_(None),
            DISPUTE.c.candidate_id == PROPOSAL.c.candidate_id,
            DISPUTE.c.subject == cast(PROPOSAL.c.id, String),
        )
        .scalar_subquery()
    )
    return (
        select(
            PROPOSAL,
            VACANCY.c.version.label("vacancy_now"),
            CANDIDATE.c.version.label("candidate_now"),
            disputes.label("open_disputes"),
        )
        .join(VACANCY, VACANCY.c.id == PROPOSAL.c.vacancy_id)
        .join(CANDIDATE, CANDIDATE.c.id == PROPOSAL.c.candidate_id)
    )


def _get(connection: Connection, id: int) -> QueueEntry:
    found = _nouns(connection, _joined().where(PROPOSAL.c.id == id))
    if not found:
        raise UnknownRecord(
            f"There is no proposal {id}.", "See the queue; an erased person's proposals are gone."
        )
    return found[0]


def _nouns(connection: Connection, query: Select[Any]) -> list[QueueEntry]:
    rows = connection.execute(query).all()
    decisions: defaultdict[int, list[Decided]] = defaultdict(list)
    theirs = DECISION.c.proposal_id.in_([row.id for row in rows])
    for row in connection.execute(select(DECISION).where(theirs).order_by(DECISION.c.id)):
        decision = record_of(Decision, row.data)
        decided = Decided(decision=decision, at=in_utc(row.at), seq=row.seq)
        decisions[row.proposal_id].append(decided)
    return [_noun(row, tuple(decisions[row.id])) for row in rows]


def _noun(row: Row[Any], decisions: tuple[Decided, ...]) -> QueueEntry:
    made_of = (row.vacancy_version, row.candidate_version)
    return QueueEntry(
        id=row.id,
        proposed=record_of(Proposed, row.data),
        at=in_utc(row.at),
        state=State(row.state),
        decisions=decisions,
        changed_since=made_of != (row.vacancy_now, row.candidate_now),
        open_disputes=row.open_disputes,
    )

"""What people object to, and the answers that people give them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, insert, select, update

from models.decisions import check_text
from models.errors import DecisionRefused, UnknownRecord
from models.rights import About, Answer, Dispute, month_after
from models.store.candidates import check_living
from models.store.chain import keyed
from models.store.convert import in_utc, record_json, record_of, storable
from models.store.decision_log import append_entry, key_of, pseudonym_of
from models.store.proposals import Proposals
from models.store.shelf import Shelf, now
from models.store.tables import DISPUTE


class Disputes(Shelf):
    """Disputes: open, list, answer."""

    def open_dispute(self, candidate_id: str, about: About, subject: str, text: str) -> Dispute:
        """Record a person's objection in their own words.

        `subject` is the field of a fact, or the number of a proposal of theirs. Raises
        UnknownCandidate, UnknownRecord for a proposal that is not theirs.
        """
        check_text(text, "text", "Write down what the person objects to, in their words.")
        check_text(subject, "subject", "Name the fact, or give the proposal's number.")
        if about is About.MATCH:
            self._check_theirs(candidate_id, subject)
        opened = now()
        row = {
            "candidate_id": candidate_id,
            "about": about,
            "subject": storable(subject),
            "text": storable(text),
            "opened_at": opened,
            "due": month_after(opened.date()),
        }
        with self._database.write() as connection:
            check_living(connection, candidate_id)
            made = connection.execute(insert(DISPUTE).values(row)).inserted_primary_key
            assert made is not None  # noqa: S101  (an insert of one row always has a key)
            key = key_of(connection, candidate_id)
            person = pseudonym_of(connection, candidate_id)
            body = {"person": person, "about": about, "text": keyed(key, text)}
            append_entry(connection, "disputed", body)
        return self._get(int(made[0]))

    def answer_dispute(self, id: int, answer: Answer) -> Dispute:
        """Record a person's answer; raises UnknownRecord, DecisionRefused where there is one."""
        dispute = self._get(id)
        with self._database.write() as connection:
            row = {"answer": record_json(answer), "answered_at": now()}
            unanswered = (DISPUTE.c.id == id) & DISPUTE.c.answered_at.is_(None)
            if not connection.execute(update(DISPUTE).where(unanswered).values(row)).rowcount:
                raise DecisionRefused(
                    f"Dispute {id} has been answered.", "Open another one if it is not settled."
                )
            body = {
                "person": pseudonym_of(connection, dispute.candidate_id),
                "about": dispute.about,
                "outcome": answer.outcome,
                "role": answer.role,
                "by": answer.by,
                "text": keyed(key_of(connection, dispute.candidate_id), answer.text),
            }
            append_entry(connection, "answered", body)
        return self._get(id)

    def disputes(
        self, *, open_only: bool = False, candidate_id: str | None = None
    ) -> Iterator[Dispute]:
        """Disputes, the one due first at the head."""
        query = select(DISPUTE).order_by(DISPUTE.c.due, DISPUTE.c.id)
        if open_only:
            query = query.where(DISPUTE.c.answered_at.is_(None))
        if candidate_id is not None:
            query = query.where(DISPUTE.c.candidate_id == storable(candidate_id))
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return map(_noun, rows)

    def _get(self, id: int) -> Dispute:
        with self._database.read() as connection:
            row = connection.execute(select(DISPUTE).where(DISPUTE.c.id == id)).first()
        if row is None:
            raise UnknownRecord(f"There is no dispute {id}.", "List the open disputes.")
        return _noun(row)

    def _check_theirs(self, candidate_id: str, subject: str) -> None:
        found = Proposals(self._database).proposals(candidate_id=candidate_id)
        if subject not in {str(proposal.id) for proposal in found}:
            raise UnknownRecord(
                "This is not the number of a proposal of this person.",
                "Their file lists the proposals with their numbers.",
            )


def _noun(row: Row[Any]) -> Dispute:
    return Dispute(
        id=row.id,
        candidate_id=row.candidate_id,
        about=About(row.about),
        subject=row.subject,
        text=row.text,
        opened_at=in_utc(row.opened_at),
        due=row.due,
        answer=record_of(Answer, row.answer) if row.answer else None,
        answered_at=row.answered_at and in_utc(row.answered_at),
    )

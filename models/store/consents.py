"""The ledger of consents, and the identity that lives by them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from models.decisions import check_staff
from models.errors import ConsentMissing, DecisionRefused, UnknownRecord
from models.rights import IDENTITY_FIELDS, Consent, Grant, Identity, Use
from models.store.bulk import upsert
from models.store.candidates import check_living
from models.store.chain import keyed
from models.store.convert import in_utc, record_json, record_of
from models.store.decision_log import append_entry, key_of, pseudonym_of
from models.store.proposals import Proposals, forget_open_proposals
from models.store.shelf import Shelf, now
from models.store.tables import CANDIDATE, CONSENT, IDENTITY
from models.store.touching import begin_revision

_ASK_FIRST = "Ask the person, and record their consent first."


class Consents(Shelf):
    """Consents: give, withdraw, look back; identity: keep and show while a consent holds."""

    def give_consent(self, candidate_id: str, grant: Grant) -> Consent:
        """Record that a use is allowed from now on; raises UnknownCandidate."""
        given = now()
        with self._database.write() as connection:
            check_living(connection, candidate_id)
            row = {"candidate_id": candidate_id, "purpose": grant.use, "given_at": given}
            row["data"] = record_json(grant)
            made = connection.execute(insert(CONSENT).values(row)).inserted_primary_key
            assert made is not None  # noqa: S101  (an insert of one row always has a key)
            _log(connection, "allowed", candidate_id, grant)
            if grant.use is Use.MATCHING:
                _touch(connection, candidate_id)
        return Consent(id=int(made[0]), candidate_id=candidate_id, grant=grant, given_at=given)

    def withdraw_consent(self, id: int, by: str) -> Consent:
        """Record that a person withdrew; it takes effect with this call.

        Identity that no consent covers any more is deleted; without matching, nobody ranks the
        person and what waits in the queue is taken out. Raises UnknownRecord.
        """
        check_staff(by)
        with self._database.write() as connection:
            consent = _get(connection, id)
            if not consent.holds:
                return consent
            at = now()
            connection.execute(update(CONSENT).where(CONSENT.c.id == id).values(withdrawn_at=at))
            _log(connection, "withdrew", consent.candidate_id, replace(consent.grant, by=by))
            if consent.grant.use is Use.MATCHING:
                forget_open_proposals(connection, consent.candidate_id)
                _touch(connection, consent.candidate_id)
            _keep_covered_identity(connection, consent.candidate_id)
        self._database.forget_deleted()
        return replace(consent, withdrawn_at=at)

    def consents(self, candidate_id: str) -> tuple[Consent, ...]:
        """Every consent of a person, oldest first, withdrawn ones too; raises UnknownCandidate."""
        with self._database.read() as connection:
            check_living(connection, candidate_id)
            return consents_of(connection, candidate_id)

    def put_identity(self, candidate_id: str, identity: Identity, by: str) -> None:
        """Keep who a person is, within what they allowed for contact.

        Raises UnknownCandidate; ConsentMissing for a field that no consent to contact names.
        """
        check_staff(by)
        with self._database.write() as connection:
            check_living(connection, candidate_id)
            allowed = _contact_fields(consents_of(connection, candidate_id))
            if missing := sorted(identity.stated - allowed):
                raise ConsentMissing(
                    f"The person has not allowed keeping: {', '.join(missing)}.", _ASK_FIRST
                )
            row = {"candidate_id": candidate_id, "data": record_json(identity)}
            upsert(connection, IDENTITY, [row])
            body = {"person": pseudonym_of(connection, candidate_id), "by": by}
            append_entry(connection, "identity_kept", {**body, "fields": sorted(identity.stated)})
        self._database.forget_deleted()

    def show_identity(
        self, candidate_id: str, use: Use, by: str, *, vacancy_id: str | None = None
    ) -> Identity:
        """Who a person is, for one use, while their consent to it holds; each look is logged.

        For sharing, the person must have been accepted for that vacancy, and its verdict must let
        the offer go out. Raises UnknownCandidate, ConsentMissing, DecisionRefused, UnknownRecord.
        """
        check_staff(by)
        if use is Use.SHARING and not self._may_be_shared(candidate_id, vacancy_id):
            raise DecisionRefused(
                "Nobody accepted this person for this vacancy, or its offer may not go out yet.",
                "Decide about the proposal; answer the questions that hold the offer back.",
            )
        with self._database.write() as connection:
            check_living(connection, candidate_id)
            held = [c for c in consents_of(connection, candidate_id) if c.holds]
            if not any(_covers(c.grant, use, vacancy_id) for c in held):
                raise ConsentMissing(f"No consent of this person to {use} holds.", _ASK_FIRST)
            identity = identity_of(connection, candidate_id)
            if identity is None:
                raise UnknownRecord(
                    "No identity of this person is kept.", "Record what they allowed to keep."
                )
            person = pseudonym_of(connection, candidate_id)
            body = {"person": person, "use": use, "vacancy": vacancy_id, "by": by}
            append_entry(connection, "identity_shown", body)
        return identity

    def _may_be_shared(self, candidate_id: str, vacancy_id: str | None) -> bool:
        queue = Proposals(self._database)
        found = queue.proposals(vacancy_id=vacancy_id or "", candidate_id=candidate_id)
        return any(proposal.may_be_offered for proposal in found)


def consents_of(connection: Connection, candidate_id: str) -> tuple[Consent, ...]:
    """Every consent of a person, oldest first."""
    query = select(CONSENT).where(CONSENT.c.candidate_id == candidate_id).order_by(CONSENT.c.id)
    return tuple(map(_noun, connection.execute(query)))


def identity_of(connection: Connection, candidate_id: str) -> Identity | None:
    """The identity that is kept of a person, None where none is."""
    query = select(IDENTITY.c.data).where(IDENTITY.c.candidate_id == candidate_id)
    data = connection.execute(query).scalar_one_or_none()
    return None if data is None else record_of(Identity, data)


def _get(connection: Connection, id: int) -> Consent:
    row = connection.execute(select(CONSENT).where(CONSENT.c.id == id)).first()
    if row is None:
        raise UnknownRecord(f"There is no consent {id}.", "List the person's consents.")
    return _noun(row)


def _noun(row: Row[Any]) -> Consent:
    withdrawn: datetime | None = row.withdrawn_at and in_utc(row.withdrawn_at)
    return Consent(
        id=row.id,
        candidate_id=row.candidate_id,
        grant=record_of(Grant, row.data),
        given_at=in_utc(row.given_at),
        withdrawn_at=withdrawn,
    )


def _covers(grant: Grant, use: Use, vacancy_id: str | None) -> bool:
    return grant.use is use and (use is not Use.SHARING or grant.scope == (vacancy_id,))


def _contact_fields(consents: Sequence[Consent]) -> frozenset[str]:
    live = [c.grant for c in consents if c.holds and c.grant.use is Use.CONTACT]
    return frozenset(field for grant in live for field in grant.scope)


def _keep_covered_identity(connection: Connection, candidate_id: str) -> None:
    identity = identity_of(connection, candidate_id)
    if identity is None:
        return
    allowed = _contact_fields(consents_of(connection, candidate_id))
    kept = {f: getattr(identity, f) for f in IDENTITY_FIELDS if f in allowed}
    theirs = IDENTITY.c.candidate_id == candidate_id
    if any(kept.values()):
        row = {"data": record_json(Identity(**kept))}
        connection.execute(update(IDENTITY).where(theirs).values(row))
    else:
        connection.execute(delete(IDENTITY).where(theirs))


def _touch(connection: Connection, candidate_id: str) -> None:
    """Who may be matched has changed, though nothing of the person has."""
    theirs = update(CANDIDATE).where(CANDIDATE.c.id == candidate_id)
    connection.execute(theirs.values(touched=begin_revision(connection)))


def _log(connection: Connection, kind: str, candidate_id: str, grant: Grant) -> None:
    body = {
        "person": pseudonym_of(connection, candidate_id),
        "use": grant.use,
        "basis": grant.basis,
        "scope": list(grant.scope),
        "by": grant.by,
        "evidence": keyed(key_of(connection, candidate_id), grant.evidence),
    }
    append_entry(connection, kind, body)

"""Everything that is held about one person, gathered for them."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from models.decisions import LogEntry, QueueEntry
from models.people import Candidate
from models.rights import Consent, Dispute, Identity, LegalHold
from models.store.candidates import Candidates, check_living
from models.store.consents import consents_of, identity_of
from models.store.decision_log import DecisionLog, append_entry, pseudonym_of
from models.store.disputes import Disputes
from models.store.erasure import holds_of
from models.store.history import History
from models.store.proposals import Proposals
from models.store.records import HistoryEntry
from models.store.shelf import Shelf, now
from models.store.tables import CANDIDATE


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """What is held about a person: themselves, every version, matches, consents, disputes, log."""

    at: datetime
    list_name: str | None
    candidate: Candidate
    identity: Identity | None
    history: tuple[HistoryEntry, ...]
    proposals: tuple[QueueEntry, ...]
    consents: tuple[Consent, ...]
    disputes: tuple[Dispute, ...]
    holds: tuple[LegalHold, ...]
    log: tuple[LogEntry, ...]


class PersonFiles(Shelf):
    """Files of persons: gather everything about one."""

    def person_file(self, id: str) -> PersonFile:
        """Everything held about a person, protected attributes included; itself logged.

        Raises UnknownCandidate.
        """
        with self._database.write() as connection:
            check_living(connection, id)
            person = pseudonym_of(connection, id)
            append_entry(connection, "file_given", {"person": person})
            named = select(CANDIDATE.c.list_name).where(CANDIDATE.c.id == id)
            list_name = connection.execute(named).scalar_one()
            identity = identity_of(connection, id)
            consents, holds = consents_of(connection, id), holds_of(connection, id)
        return PersonFile(
            at=now(),
            list_name=list_name,
            candidate=Candidates(self._database).get_candidate(id, with_protected=True),
            identity=identity,
            history=History(self._database).history("candidate", id),
            proposals=tuple(Proposals(self._database).proposals(candidate_id=id)),
            consents=consents,
            disputes=tuple(Disputes(self._database).disputes(candidate_id=id)),
            holds=holds,
            log=tuple(
                _about(entry, person)
                for entry in DecisionLog(self._database).log_entries(person=person)
            ),
        )


def _about(entry: LogEntry, person: str) -> LogEntry:
    """An entry without the others who stood on what was shown."""
    shown = entry.body.get("shown")
    if not isinstance(shown, list):
        return entry
    theirs = [one for one in shown if one.get("person") == person]
    return replace(entry, body={**entry.body, "shown": theirs})

"""Who was shown what: looks at shortlists and explanations, each in the log of decisions."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from models.decisions import LogEntry, Versions
from models.looks import ListsRanked, Look
from models.store.candidates import check_living
from models.store.chain import keyed
from models.store.decision_log import DecisionLog, append_entry, new_key, pseudonym_of
from models.store.shelf import Shelf
from models.store.tables import CANDIDATE, CANDIDATE_KEY, DECISION_LOG
from models.store.upsert import CHUNK

LOOKED = "looked"
AUDITED = "audited"
RANKED = "lists_ranked"


class Looks(Shelf):
    """The register of looks: an entry a look, with everybody who was on it under a pseudonym."""

    def note_look(self, look: Look) -> int:
        """Log who was shown which matches, with what they were made; returns its number."""
        with self._database.write() as connection:
            names = _pseudonyms(connection, {pair.candidate_id for pair in look.pairs})
            shown: list[dict[str, Any]] = [
                {
                    "vacancy": pair.vacancy_id,
                    "person": names.get(pair.candidate_id),
                    "rank": pair.rank,
                    "score": pair.score,
                    "verdict": pair.verdict,
                }
                for pair in look.pairs
            ]
            body = {
                "what": look.what,
                "by": look.by,
                "asked_for": look.vacancy_id,
                "shown": shown,
                "blocked": look.blocked,
                "profile": look.profile,
                "on": look.on.isoformat(),
                **asdict(look.versions),
            }
            return append_entry(connection, LOOKED, body)

    def note_audit(self, by: str, on: date, sha256: str, versions: Versions) -> int:
        """Log that a bias audit was taken, with the digest of what can be published."""
        body = {"by": by, "on": on.isoformat(), "sha256": sha256, **asdict(versions)}
        with self._database.write() as connection:
            return append_entry(connection, AUDITED, body)

    def last_audit(self) -> date | None:
        """The day of the latest bias audit that the log knows of."""
        query = select(DECISION_LOG.c.body).where(DECISION_LOG.c.kind == AUDITED)
        with self._database.read() as connection:
            bodies = connection.execute(query).scalars().all()
        return max((date.fromisoformat(json.loads(body)["on"]) for body in bodies), default=None)

    def looks(self, candidate_id: str | None = None) -> Iterator[LogEntry]:
        """The register: every look, oldest first, or those at which a person was shown.

        Raises UnknownCandidate.
        """
        person = None
        if candidate_id is not None:
            with self._database.write() as connection:
                check_living(connection, candidate_id)
                person = pseudonym_of(connection, candidate_id)
        entries = DecisionLog(self._database).log_entries(person=person)
        return (entry for entry in entries if entry.kind in (LOOKED, RANKED))

    def note_lists(self, ranked: ListsRanked) -> int:
        """Log that lists in files were ranked; nobody on them is named. Returns its number."""
        body = {**asdict(ranked), "on": ranked.on.isoformat()}
        made_with = body.pop("versions")
        with self._database.write() as connection:
            return append_entry(connection, RANKED, {**body, **made_with})


def _pseudonyms(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Under what these people stand in the log; a key that is needed first is made.

    Whoever was erased between the ranking and the look has none, and gets none again.
    """
    wanted, keys = sorted(ids), {}
    for start in range(0, len(wanted), CHUNK):
        some = CANDIDATE.c.id.in_(wanted[start : start + CHUNK])
        query = (
            select(CANDIDATE.c.id, CANDIDATE_KEY.c.key)
            .join(CANDIDATE_KEY, CANDIDATE_KEY.c.candidate_id == CANDIDATE.c.id, isouter=True)
            .where(some, CANDIDATE.c.erased_at.is_(None))
        )
        keys.update({row.id: row.key for row in connection.execute(query)})
    new = {id: new_key() for id, key in keys.items() if key is None}
    if new:
        rows = [{"candidate_id": id, "key": key} for id, key in new.items()]
        connection.execute(insert(CANDIDATE_KEY), rows)
    return {id: keyed(key or new[id], id)[:32] for id, key in keys.items()}

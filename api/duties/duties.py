"""The duties towards people as the command line and HTTP ask for them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from api.duties.product import ProductFacts
from api.duties.proposing import Asked, Queued, check_named, proposed_of, queued_of
from api.imports.identity import masked
from matching.shortlist import Shortlist
from models.decisions import Decision, QueueEntry
from models.errors import ConsentMissing
from models.looks import ListsRanked, Look, Pair, Shown
from models.outcomes import Match
from models.rights import Consent, Use
from models.store import Store


class Ranked(Protocol):
    """Matches as the application hands them out."""

    @property
    def matches(self) -> Sequence[Match]:
        """The matches, best first."""

    @property
    def blocked(self) -> int:
        """How many pairs a rule kept off."""

    @property
    def on(self) -> date:
        """The day of evaluation."""


class Duties:
    """What is owed to people, over the store and the facts of this installation.

    `left` is called when somebody is to be matched no more.
    """

    def __init__(
        self,
        store: Store,
        facts: ProductFacts,
        matches_of: Callable[[Asked], Shortlist],
        left: Callable[[], None],
    ) -> None:
        self.store = store
        self.facts = facts
        self._matches_of = matches_of
        self._left = left

    def propose(self, asked: Asked, *, by: str) -> Queued:
        """Queue a vacancy's matches for people to decide; blocked pairs are not among them.

        `by` is who queues them, as far as it is proved.

        Raises UnknownVacancy, UnknownCandidate, DecisionRefused for a named person who is blocked,
        ConsentMissing for one who has withdrawn.
        """
        for candidate_id in asked.candidates:
            self.check_may_be_matched(candidate_id)
        shortlist = self._matches_of(asked)
        check_named(asked, shortlist)
        found = proposed_of(shortlist, self.facts.versions, ranked=not asked.candidates)
        return queued_of(asked, shortlist, self.store.put_proposals(found, by=by))

    def note_shortlist(
        self, shortlist: Ranked, by: str, *, profile: str, vacancy_id: str | None = None
    ) -> None:
        """Log who was shown which ranked matches; they were looked at and not queued."""
        pairs = tuple(
            Pair(
                vacancy_id=match.vacancy_id,
                candidate_id=match.candidate_id,
                rank=match.rank,
                score=match.score,
                verdict=match.verdict.level,
            )
            for match in shortlist.matches
        )
        look = Look(
            what=Shown.SHORTLIST,
            by=by,
            vacancy_id=vacancy_id,
            pairs=pairs,
            blocked=shortlist.blocked,
            profile=profile,
            on=shortlist.on,
            versions=self.facts.versions,
        )
        self.store.note_look(look)

    def note_pairs(
        self, what: Shown, pairs: Sequence[Pair], *, by: str, profile: str, on: date
    ) -> None:
        """Log who was told why stored people and vacancies fit, or how they compare."""
        look = Look(
            what=what,
            by=by,
            vacancy_id=None,
            pairs=tuple(pairs),
            profile=profile,
            on=on,
            versions=self.facts.versions,
        )
        self.store.note_look(look)

    def note_record(self, candidate_id: str, *, by: str, profile: str) -> None:
        """Log who was shown a person's own record."""
        person = Pair(vacancy_id=None, candidate_id=candidate_id)
        self.note_pairs(Shown.RECORD, [person], by=by, profile=profile, on=date.today())

    def note_lists(
        self, vacancies: Path, candidates: Path, matches: int, *, by: str, profile: str, on: date
    ) -> None:
        """Log that two lists in files were ranked: their digests, never who is on them."""
        ranked = ListsRanked(
            by=by,
            vacancies=_sha256(vacancies),
            candidates=_sha256(candidates),
            matches=matches,
            profile=profile,
            on=on,
            versions=self.facts.versions,
        )
        self.store.note_lists(ranked)

    def note_audit(self, published: Path, *, by: str, on: date) -> None:
        """Log that a bias audit was taken: its day, and the digest of the file to publish."""
        self.store.note_audit(by, on, _sha256(published), self.facts.versions)

    def decide(self, id: int, decision: Decision) -> QueueEntry:
        """Record a person's decision; names and numbers in its sentence are masked first."""
        return self.store.decide(id, replace(decision, note=masked(decision.note)))

    def withdraw(self, consent_id: int, by: str) -> Consent:
        """Withdraw a consent; who withdrew from matching is ranked no more from here on."""
        consent = self.store.withdraw_consent(consent_id, by)
        if consent.grant.use is Use.MATCHING:
            self._left()
        return consent

    def erase(self, candidate_id: str, *, by: str) -> None:
        """Erase a person, `by` whom is logged; raises UnknownCandidate, LegalHoldStands."""
        self.store.erase_candidate(candidate_id, by=by)
        self._left()

    def prune_log(self) -> int:
        """Remove what the log holds beyond the months that the settings say; how many entries."""
        return self.store.prune_log(self._log_limit())

    def check_may_be_matched(self, candidate_id: str) -> None:
        """Raises ConsentMissing where a person has withdrawn from being ranked."""
        theirs = [c for c in self.store.consents(candidate_id) if c.grant.use is Use.MATCHING]
        if theirs and not any(consent.holds for consent in theirs):
            raise ConsentMissing(
                "This person has withdrawn from being matched.",
                "Ask them, and record that they allow it anew.",
            )

    def _log_limit(self) -> datetime:
        return datetime.now(UTC) - timedelta(days=31 * self.facts.log_months)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

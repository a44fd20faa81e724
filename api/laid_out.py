"""Who and what is in the store, laid out for matching, and kept up with the store.

What changes there, by this process or another, is in the next answer: changes are laid out, not
everybody. What was laid out is kept on disk too, for the next start.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import structlog

from api.saved import Kept, Saved
from matching.board import Board
from matching.index import Index
from matching.knowledge import Knowledge
from matching.pool import pool_of
from matching.retrieval.postings import SMALL
from models.errors import HighRoadError
from models.people import Candidate
from models.store import Revision, Store
from models.work import VacancyStatus

log = structlog.get_logger(__name__)

# How long somebody has been in a job counts in months: people are laid out alike all month long.
Month = tuple[int, int]
# Months laid out at a time: the present one, and one that was asked about.
_MONTHS = 2
# What is on disk is written anew once so many people, and so large a share of all, have changed.
_BEHIND_AT_LEAST, _BEHIND = 4096, 1 / 20
_REST_S = 60.0  # the least time between two writings, however many people leave


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Held:
    """Everybody and all open work at a revision of the store; `behind` people changed since the
    index on disk was written, None where somebody left or there is none.
    """

    index: Index
    board: Board
    revision: Revision
    behind: int | None = None

    @property
    def to_be_saved(self) -> bool:
        if self.behind is None:
            return True
        return self.behind >= max(_BEHIND_AT_LEAST, _BEHIND * len(self.index))


class LaidOut:
    """The index of the people and the board of the vacancies of a store, month by month."""

    def __init__(
        self, store: Store, knowledge: Knowledge, home: Path, *, worth_saving: int = SMALL
    ) -> None:
        """Fewer people than `worth_saving` are laid out anew at every start, in no time."""
        self._store = store
        self._knowledge = knowledge
        self._saved = Saved(home)
        self._worth_saving = worth_saving
        self._held: dict[Month, _Held] = {}
        self._lock = threading.RLock()
        self._saving: threading.Thread | None = None
        self._rested = 0.0

    def at(self, on: date) -> tuple[Index, Board]:
        """The people who may be matched and the open vacancies as they stand now, as of a day."""
        month = (on.year, on.month)
        with self._lock:
            held = self._held.pop(month, None) or self._opened(month) or self._anew(on)
            held = self._caught_up(held, on)
            self._held[month] = held  # the one used last stands last
            while len(self._held) > _MONTHS:
                del self._held[next(iter(self._held))]
            self._see_to_saving(month, on)
            return held.index, held.board

    def saved(self) -> None:
        """Wait until what is being written to disk is there."""
        if (saving := self._saving) is not None:
            saving.join()

    @staticmethod
    def forget(home: Path) -> None:
        """Take what was laid out from the disk; the next answer writes it anew, without whom left.

        To be called after somebody was erased.
        """
        Saved(home).forget()

    def _opened(self, month: Month) -> _Held | None:
        kept = self._saved.open(self._knowledge, month)
        if kept is None or not self._store.has_been(kept.revision):
            return None
        log.info("laid_out", source="disk", people=len(kept.index))
        return _Held(index=kept.index, board=self._board(), revision=kept.revision, behind=0)

    def _anew(self, on: date) -> _Held:
        revision = self._store.revision()
        people = pool_of(self._store.candidates(to_match=True), self._knowledge, on)
        index = Index.of(people, self._knowledge)
        log.info("laid_out", source="store", people=len(index))
        return _Held(index=index, board=self._board(), revision=revision)

    def _board(self) -> Board:
        return Board.of(self._store.vacancies(VacancyStatus.OPEN), self._knowledge)

    def _caught_up(self, held: _Held, on: date) -> _Held:
        """The same with whatever the store has taken in since."""
        now = self._store.revision()
        if now == held.revision:
            return held
        if not self._store.has_been(held.revision):
            return self._anew(on)  # another store has been put in the place of the one before
        index, touched, left = self._people(held, on)
        if left:
            self._saved.forget()
        changed = dict(self._store.changed_vacancies(held.revision))
        opened = [vacancy for vacancy in changed.values() if vacancy is not None]
        board = held.board.with_changes(opened, changed) if changed else held.board
        behind = None if left or held.behind is None else held.behind + touched
        return _Held(index=index, board=board, revision=now, behind=behind)

    def _people(self, held: _Held, on: date) -> tuple[Index, int, int]:
        """The index with who changed; how many that were, and how many of them left."""
        left: list[str] = []
        touched = 0

        def come() -> Iterator[Candidate]:
            nonlocal touched
            for id, person in self._store.changed_candidates(held.revision):
                touched += 1
                if person is None:
                    left.append(id)
                else:
                    yield person

        pool = pool_of(come(), self._knowledge, on)
        index = held.index.with_changes(pool, left) if touched else held.index
        if left and len(index) < self._worth_saving:
            index = Index.of(index.pool, self._knowledge)  # nothing of them stays in memory
        return index, touched, len(left)

    def _see_to_saving(self, month: Month, on: date) -> None:
        """Write what is laid out for the present month to disk, beside the answers."""
        held, today = self._held[month], date.today()
        if month != (today.year, today.month) or len(held.index) < self._worth_saving:
            return
        busy = self._saving is not None and self._saving.is_alive()
        rested = time.monotonic() >= self._rested
        if (held.to_be_saved or not self._saved.there) and rested and not busy:
            self._saving = threading.Thread(
                target=self._save, args=(month, held, on), name="save what is laid out"
            )
            self._saving.start()

    def _save(self, month: Month, held: _Held, on: date) -> None:
        """Write an index to disk and use it from there: who has left is in memory no more."""
        try:
            self._saved.keep(Kept(index=held.index, revision=held.revision), month)
            # Who was erased meanwhile was perhaps erased before this was there to be taken away.
            if any(p is None for _, p in self._store.changed_candidates(held.revision)):
                self._saved.forget()
                return
            kept = self._saved.open(self._knowledge, month)
            if kept is None:
                return
            with self._lock:
                present = self._held.get(month)
                if present is not None:
                    back = replace(present, index=kept.index, revision=kept.revision, behind=0)
                    self._held[month] = self._caught_up(back, on)
        except (HighRoadError, OSError) as error:
            log.warning("not_saved", why=str(error))
        finally:
            self._rested = time.monotonic() + _REST_S

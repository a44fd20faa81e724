"""Revisions: what has changed, of who and what can be matched, since a moment in the past.

Writers queue, so revisions are numbered in the order in which they can be seen. Each has a mark
of its own: a store brought back from a backup is not taken for the one it was before.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, Table, select

from models.people import Candidate
from models.store.candidates import withdrawn_from_matching
from models.store.convert import candidate_of, vacancy_of
from models.store.records import Revision
from models.store.shelf import Shelf
from models.store.tables import CANDIDATE, REVISION, VACANCY
from models.store.touching import latest_revision
from models.work import Vacancy, VacancyStatus

# So many changed rows are asked for by their ids.
_FEW = 500


class Revisions(Shelf):
    """Revisions: the present one, and what came after an earlier one."""

    def revision(self) -> Revision:
        """The store as it stands."""
        with self._database.read() as connection:
            return latest_revision(connection)

    def has_been(self, revision: Revision) -> bool:
        """Whether this store was once at that revision, so that what came after it is known."""
        query = select(REVISION.c.mark).where(REVISION.c.number == revision.number)
        with self._database.read() as connection:
            return connection.execute(query).scalar_one_or_none() == revision.mark

    def changed_candidates(self, since: Revision) -> Iterator[tuple[str, Candidate | None]]:
        """Whoever changed after a revision, by id; None for who may not be matched (any more).

        That is who was erased and who withdrew. What changes while this is read may be among
        it, and is told again to whoever asks from the revision of before.
        """
        query = self._changed(
            select(
                CANDIDATE.c.id,
                CANDIDATE.c.data,
                CANDIDATE.c.id.in_(withdrawn_from_matching()).label("withdrawn"),
            ),
            CANDIDATE,
            since,
        )
        for row in self._pages(query, CANDIDATE):
            gone = row.data is None or row.withdrawn
            yield row.id, None if gone else candidate_of(row.data)

    def changed_vacancies(self, since: Revision) -> Iterator[tuple[str, Vacancy | None]]:
        """The vacancies that changed after a revision, by id; None for one that is not open."""
        columns = select(VACANCY.c.id, VACANCY.c.data, VACANCY.c.status)
        query = self._changed(columns, VACANCY, since)
        for row in self._pages(query, VACANCY):
            yield row.id, vacancy_of(row.data) if row.status == VacancyStatus.OPEN else None

    def _changed(self, query: Select[Any], table: Table, since: Revision) -> Select[Any]:
        """What a query finds of the rows that changed after a revision.

        Few are named: asked for in the order of ids, a database would read everybody for them.
        """
        after = table.c.touched > since.number
        with self._database.read() as connection:
            ids = (
                connection.execute(select(table.c.id).where(after).limit(_FEW + 1)).scalars().all()
            )
        return query.where(after, table.c.id.in_(ids)) if len(ids) <= _FEW else query.where(after)

"""Vacancies in the store."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import insert, select, update

from models.errors import InvalidNoun, UnknownVacancy
from models.store.convert import digest_of, vacancy_json, vacancy_of
from models.store.records import PutCounts
from models.store.shelf import Shelf, first, origin_of
from models.store.tables import HISTORY, VACANCY
from models.store.touching import begin_revision
from models.store.upsert import VacancyUpsert, change_of_status, version_row
from models.work import Vacancy, VacancyStatus


class Vacancies(Shelf):
    """Vacancies: put, read, close."""

    def put_vacancies(
        self,
        batch: Iterable[Vacancy],
        *,
        import_id: int | None = None,
        list_name: str | None = None,
    ) -> PutCounts:
        """Add or update vacancies in one transaction; an unchanged one is left alone.

        With an `import_id` the batch is a list's word: a vacancy closed here stays closed until
        the list itself changes its status. `list_name` keeps `row-N` of different lists apart.
        """
        with self._database.write() as connection:
            origin = origin_of(connection, import_id, list_name)
            return VacancyUpsert(connection, origin).put(batch)

    def get_vacancy(self, id: str) -> Vacancy:
        """The vacancy under an id; raises UnknownVacancy."""
        with self._database.read() as connection:
            row = first(connection, select(VACANCY.c.data), VACANCY, id)
        if row is None:
            raise _unknown(id)
        return vacancy_of(row.data)

    def vacancies(self, status: VacancyStatus | None = None) -> Iterator[Vacancy]:
        """All vacancies by id, or those of one status."""
        query = select(VACANCY.c.id, VACANCY.c.data)
        if status is not None:
            query = query.where(VACANCY.c.status == str(status))
        return (vacancy_of(row.data) for row in self._pages(query, VACANCY))

    def close_vacancy(self, id: str, status: VacancyStatus) -> Vacancy:
        """Mark a vacancy filled, withdrawn or expired; raises UnknownVacancy.

        To open it again, put it with the status open.
        """
        if status is VacancyStatus.OPEN:
            raise InvalidNoun(
                "A vacancy cannot be closed as open.", "Say filled, withdrawn or expired."
            )
        with self._database.write() as connection:
            row = first(connection, select(VACANCY), VACANCY, id)
            if row is None:
                raise _unknown(id)
            closed = replace(vacancy_of(row.data), status=status)
            if row.status == status:
                return closed
            data = vacancy_json(closed)
            after = {
                **row._mapping,
                "version": row.version + 1,
                "digest": digest_of(data),
                "data": data,
                "status": str(status),
                "touched": begin_revision(connection),
            }
            action = change_of_status(row.status, status)
            origin = origin_of(connection, None, None)
            connection.execute(update(VACANCY).where(VACANCY.c.id == id).values(after))
            entry = version_row(kind="vacancy", row=after, action=action, origin=origin)
            connection.execute(insert(HISTORY), entry)
        return closed


def _unknown(id: str) -> UnknownVacancy:
    return UnknownVacancy(
        f"No vacancy '{id}' is stored.", "Import the list that holds it, or correct the id."
    )

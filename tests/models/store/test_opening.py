"""Opening a store: tables are made and kept up to date, and every failure is a sentence."""

import stat
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from models.errors import HighRoadError, SettingsRefused, StoreUnavailable
from models.store import Store, open_store
from models.store.database import VERSION_TABLE, alembic_config
from models.store.tables import METADATA
from models.work import Vacancy

COOK = Vacancy(id="V-1", title="Cook")
OPENERS = 3


def execute(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def administer(server: str, statement: str) -> None:
    engine = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_opening_again_finds_what_was_kept(fresh_url: str) -> None:
    for _ in range(2):
        with open_store(fresh_url) as store:
            store.put_vacancies([COOK])
    with open_store(fresh_url) as store:
        assert list(store.vacancies()) == [COOK]


def test_the_migrations_make_the_tables_that_the_code_declares(fresh_url: str) -> None:
    open_store(fresh_url).close()
    engine = create_engine(fresh_url)
    with engine.connect() as connection:
        options = {"compare_type": True, "version_table": VERSION_TABLE}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_every_migration_can_be_undone(fresh_url: str) -> None:
    open_store(fresh_url).close()
    engine = create_engine(fresh_url)
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
        assert set(inspect(connection).get_table_names()) <= {VERSION_TABLE}
    engine.dispose()
    with open_store(fresh_url) as store:
        store.put_vacancies([COOK])


def test_there_is_one_line_of_migrations() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_a_database_of_a_newer_version_is_refused_untouched(fresh_url: str) -> None:
    with open_store(fresh_url) as store:
        store.put_vacancies([COOK])
    execute(fresh_url, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match="written by a newer version") as caught:
        open_store(fresh_url)
    assert "9999" in caught.value.problem
    assert "Install that newer version" in caught.value.what_to_do


def test_several_processes_may_open_a_new_store_at_once(fresh_url: str, tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib; from models.store import open_store\n"
        "go = pathlib.Path(sys.argv[2]); print('ready', flush=True)\n"
        "while not go.exists(): time.sleep(0.001)\n"
        "open_store(sys.argv[1]).close()\n"
    )
    arguments = [sys.executable, "-c", script, fresh_url, str(tmp_path / "go")]
    openers = [
        subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(OPENERS)
    ]
    for opener in openers:
        assert opener.stdout is not None
        assert opener.stdout.readline() == "ready\n"
    (tmp_path / "go").touch()
    ended = [(*opener.communicate(timeout=60), opener.returncode) for opener in openers]
    assert ended == [("", "", 0)] * OPENERS


def test_several_threads_may_open_and_share_a_store(fresh_url: str) -> None:
    failures: list[BaseException] = []

    def open_and_put(number: int) -> None:
        try:
            with open_store(fresh_url) as store:
                store.put_vacancies([Vacancy(id=f"V-{number}", title="Cook")])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=open_and_put, args=(n,)) for n in range(OPENERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_store(fresh_url) as store:
        assert len(list(store.vacancies())) == OPENERS


def test_sqlite_keeps_its_promises(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "Straße.db"
    with open_store(f"sqlite:///{file}") as store, store._database.read() as connection:
        asked = ("journal_mode", "foreign_keys", "synchronous", "secure_delete")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
        assert found == ["wal", 1, 1, 1]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_second_writer_who_waits_too_long_is_told_so(store: Store, store_url: str) -> None:
    def slow() -> Iterator[Vacancy]:
        yield COOK
        with open_store(store_url, patience=0.2) as other:
            other.put_vacancies([Vacancy(id="V-2", title="Baker")])

    with pytest.raises(StoreUnavailable, match=r"been writing .* more than 0\.2 seconds"):
        store.put_vacancies(slow())
    assert list(store.vacancies()) == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "highroad.db",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://root:hunter2@localhost/highroad",
        "postgresql://ana:hunter2@localhost:hunter2/highroad",
        "postgresql://ana:hunter2#@localhost/highroad",
    ],
)
def test_an_address_that_names_no_database_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(HighRoadError) as caught:
        open_store(url)
    assert isinstance(caught.value, SettingsRefused | StoreUnavailable)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def test_a_server_that_does_not_answer_is_a_sentence_without_the_password() -> None:
    url = "postgresql://ana:hunter2@127.0.0.1:1/highroad"
    with pytest.raises(StoreUnavailable, match=r"'highroad' at 127\.0\.0\.1 cannot") as caught:
        open_store(url)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))
    assert "\n" not in str(caught.value)


def test_a_server_without_that_database_is_a_sentence(postgresql_server: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"cannot be used.*nowhere"):
        open_store(postgresql_server.format("nowhere"))


def test_a_database_that_cannot_hold_every_script_is_refused(postgresql_server: str) -> None:
    made = "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    administer(postgresql_server, made)
    with pytest.raises(StoreUnavailable, match="keeps text as LATIN1"):
        open_store(postgresql_server.format("latin"))


DROP_CONNECTIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE application_name = 'highroad' AND datname = current_database()"
)


def test_a_server_that_dropped_the_connection_is_reached_anew(shared_postgresql: str) -> None:
    with open_store(shared_postgresql) as store:
        store.counts()
        execute(shared_postgresql, DROP_CONNECTIONS)
        assert store.counts().imports >= 0


def test_a_server_that_goes_away_half_way_keeps_nothing(postgresql_server: str) -> None:
    url = postgresql_server.format("interrupted")
    administer(postgresql_server, "CREATE DATABASE interrupted")

    def interrupted() -> Iterator[Vacancy]:
        for n in range(5_000):
            if n == 3_000:
                execute(url, DROP_CONNECTIONS)
            yield Vacancy(id=f"{n:05}", title="Cook")

    with open_store(url) as store:
        with pytest.raises(StoreUnavailable, match=r"'interrupted' at .* cannot be used"):
            store.put_vacancies(interrupted())
        assert list(store.vacancies()) == []
        assert store.put_vacancies([COOK]).added == 1


@pytest.mark.parametrize("content", [b"id;title\n1;Cook\n" * 100, b"PK\x03\x04" + b"\0" * 2000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(StoreUnavailable, match=r"list\.csv cannot be used: file is not a database"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == content


@pytest.mark.parametrize("path", ["folder", "file/highroad.db"])
def test_a_path_where_no_file_can_be_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="cannot be"):
        open_store(f"sqlite:///{tmp_path / path}")


def test_a_missing_driver_is_named_with_its_remedy() -> None:
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from models.store import open_store\n"
        "from models.errors import StoreUnavailable\n"
        "try: open_store('postgresql://localhost/highroad')\n"
        "except StoreUnavailable as error: print(error)\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout
    assert "psycopg is not installed" in said
    assert "pip install 'highroad[postgresql]'" in said

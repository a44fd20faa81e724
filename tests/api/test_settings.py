from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.settings import SettingRow, Settings, list_settings, load_settings
from models.errors import SettingsRefused

ROOT = Path(__file__).resolve().parents[2]


def loaded(home: Path, **variables: str) -> Settings:
    return load_settings({"HIGHROAD_HOME": str(home), **variables})


def test_nothing_stated_gives_a_working_installation(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    assert settings.host == "127.0.0.1"
    assert settings.port == 8000
    assert settings.database_url == f"sqlite:///{tmp_path.as_posix()}/highroad.db"
    assert settings.profile == "iris_strict"
    assert settings.token is None


def test_the_home_folder_has_a_default() -> None:
    assert load_settings({}).home.name == "highroad"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('port = 9001\nlog_level = "debug"\n')
    settings = loaded(tmp_path, HIGHROAD_PORT="9002")
    assert (settings.port, settings.log_level) == (9002, "debug")


def test_the_file_may_lie_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "ministry.toml"
    file.write_text("upload_limit_mib = 7\nskill_confidence = 0.5\n")
    settings = loaded(tmp_path / "home", HIGHROAD_SETTINGS=str(file))
    assert settings.upload_limit == 7 * 1024 * 1024
    assert settings.skill_confidence == 0.5


@pytest.mark.parametrize(
    ("variable", "value", "hint"),
    [
        ("HIGHROAD_PORT", "eighty", "from 0 to 65535"),
        ("HIGHROAD_PORT", "70000", "from 0 to 65535"),
        ("HIGHROAD_PORT", "", "from 0 to 65535"),
        ("HIGHROAD_LOG_LEVEL", "loud", "debug, info, warning, error"),
        ("HIGHROAD_DATABASE_URL", "mysql://x/y", "postgresql+psycopg://"),
        ("HIGHROAD_DATABASE_URL", "highroad.db", "sqlite:///"),
        ("HIGHROAD_SKILL_CONFIDENCE", "80 %", "from 0 to 1"),
        ("HIGHROAD_SKILL_CONFIDENCE", "nan", "from 0 to 1"),
        ("HIGHROAD_LANGUAGE", "english", "two letters"),
        ("HIGHROAD_PROFILE", "iris", "iris_strict"),
        ("HIGHROAD_TOKEN", "secret", "24 or more"),
        ("HIGHROAD_HOME", "  ", "some text"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(
    tmp_path: Path, variable: str, value: str, hint: str
) -> None:
    with pytest.raises(SettingsRefused) as refused:
        load_settings({"HIGHROAD_HOME": str(tmp_path), variable: value})
    assert variable in refused.value.problem
    assert hint in refused.value.what_to_do


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("prot = 9000", "Did you mean 'port'?"),
        ('loglevel = "info"', "Did you mean 'log_level'?"),
        ("port = true", "from 0 to 65535"),
        ('home = "/elsewhere"', "HIGHROAD_HOME"),
        ("port 9000", "one setting a line"),
        ("[server]\nport = 1", "is not a setting"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str, hint: str) -> None:
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(SettingsRefused, match=r"settings\.toml") as refused:
        loaded(tmp_path)
    assert hint in str(refused.value)


def test_a_file_of_settings_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="not a file"):
        loaded(tmp_path, HIGHROAD_SETTINGS=str(tmp_path / "none.toml"))


def test_a_slip_in_a_variable_is_refused_and_a_stranger_is_not(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="HIGHROAD_DATABASE_URL"):
        loaded(tmp_path, HIGHROAD_DATABSE_URL="sqlite:///x.db")
    loaded(tmp_path, HIGHROAD_SERVICE_HOST="10.0.0.1")


def test_secrets_are_in_no_text(tmp_path: Path) -> None:
    url = "postgresql+psycopg://anna:pa[ss@db.example:5432/jobs?password=other"
    settings = loaded(tmp_path, HIGHROAD_DATABASE_URL=url, HIGHROAD_TOKEN="t" * 30)
    for text in (repr(settings), str(settings), settings.database):
        assert "pa[ss" not in text
        assert "password" not in text
        assert "ttt" not in text
    assert settings.database == "postgresql+psycopg at db.example:5432"


def test_a_refused_secret_is_not_repeated(tmp_path: Path) -> None:
    for variable, value in (
        ("HIGHROAD_TOKEN", "hunter2"),
        ("HIGHROAD_DATABASE_URL", "mysql://u:hunter2@h/d"),
    ):
        with pytest.raises(SettingsRefused) as refused:
            load_settings({"HIGHROAD_HOME": str(tmp_path), variable: value})
        assert "hunter2" not in str(refused.value)


@given(st.text(max_size=20))
def test_any_port_is_either_used_or_refused(text: str) -> None:
    try:
        settings = load_settings({"HIGHROAD_HOME": "/x", "HIGHROAD_PORT": text})
    except SettingsRefused:
        return
    assert 0 <= settings.port <= 65535


@pytest.mark.parametrize("row", list_settings(), ids=lambda row: row.name)
def test_every_setting_is_documented(row: SettingRow) -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert f"| `{row.variable}` | {row.meaning} | {row.default} |" in page

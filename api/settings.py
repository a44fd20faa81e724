"""How this installation is set up: environment variables and one TOML file, read in one place.

An environment variable `HIGHROAD_<NAME>` wins over `<name>` in the file; the file is
`settings.toml` in the home folder, or the one that `HIGHROAD_SETTINGS` names.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs
from rapidfuzz import fuzz, process

from api.setting_values import (
    Reader,
    database,
    folder,
    language_code,
    one_of,
    profile_name,
    secret,
    share_of_one,
    text,
    whole,
)
from models.errors import SettingsRefused
from models.slips import did_you_mean

PREFIX = "HIGHROAD_"
FILE_VARIABLE = "HIGHROAD_SETTINGS"
# A variable this close to a known one is a slip; others (container platforms set
# HIGHROAD_SERVICE_HOST and the like) are not ours to refuse.
_SLIP = 85


def _setting(
    meaning: str, read: Reader, *, default: Any = MISSING, shown: str | None = None
) -> Any:
    """One field of Settings with what the documentation says of it; no `shown` keeps it in repr."""
    said = {"meaning": meaning, "read": read, "shown": shown or str(default)}
    hidden = read in (database, secret)
    if default is MISSING:
        return field(metadata=said, repr=not hidden)
    return field(default=default, metadata=said, repr=not hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation is set up; secrets stay out of its repr."""

    home: Path = _setting(  # noqa: RUF009 - it is a dataclass field, wrapped
        "Folder of everything this installation keeps. Environment only.",
        folder,
        shown="the user's data folder",
    )
    database_url: str = _setting(
        "Database: `sqlite:///PATH` or `postgresql+psycopg://USER:PASSWORD@HOST/NAME`.",
        database,
        shown="`highroad.db` in the home folder",
    )
    host: str = _setting("Address to serve on; loopback only.", text, default="127.0.0.1")
    port: int = _setting("Port to serve on; 0 takes any free one.", whole(0, 65535), default=8000)
    token: str | None = _setting(
        "Token that callers must show, 24 characters or more.",
        secret,
        default=None,
        shown="made on first start, kept in `token` in the home folder",
    )
    reviewer_token: str | None = _setting(
        "Token of reviewers; once set, nobody else decides or answers as a reviewer over HTTP.",
        secret,
        default=None,
        shown="none; roles are stated, not proved",
    )
    staff_key: str | None = _setting(
        "Key of whoever uses the command line, once `highroad staff add` has made keys.",
        secret,
        default=None,
        shown="none",
    )
    upload_limit_mib: int = _setting(
        "Largest list that can be uploaded, in MiB.", whole(1, 4096), default=100
    )
    page_size_cap: int = _setting(
        "Most entries in one page, and most matches in one answer.", whole(1, 10_000), default=500
    )
    log_level: str = _setting(
        "Least important message that is logged: debug, info, warning, error.",
        one_of("debug", "info", "warning", "error"),
        default="info",
    )
    log_format: str = _setting(
        "`json` (one object a line) or `plain`.", one_of("json", "plain"), default="json"
    )
    profile: str = _setting(
        "Ethical-recruitment profile: iris_strict, ilo_fair, who_code, national_law.",
        profile_name,
        default="iris_strict",
    )
    language: str = _setting(
        "Language of sentences and labels, ISO 639-1.", language_code, default="en"
    )
    operator: str | None = _setting(
        "Who runs this installation, as people should read it in notices.",
        text,
        default=None,
        shown="none; notices say that it is missing",
    )
    operator_contact: str | None = _setting(
        "Where people reach a person who answers: address, e-mail or telephone.",
        text,
        default=None,
        shown="none; notices say that it is missing",
    )
    log_months: int = _setting(
        "Months for which the decision log is kept; six is the least.",
        whole(6, 240),
        default=48,
    )
    rates: Path | None = _setting(  # noqa: RUF009 - it is a dataclass field, wrapped
        'File of exchange rates you vouch for, to compare pay: {"on": day, "rates": {"USD": 1}}.',
        folder,
        default=None,
        shown="none; pay in other currencies is not compared",
    )
    occupation_confidence: float | None = _setting(
        "Confidence, 0 to 1, below which a title is linked to no occupation.",
        share_of_one,
        default=None,
        shown="the linker's own",
    )
    skill_confidence: float | None = _setting(
        "Confidence, 0 to 1, below which a text is linked to no skill.",
        share_of_one,
        default=None,
        shown="the linker's own",
    )

    @property
    def upload_limit(self) -> int:
        """The largest upload in bytes."""
        return self.upload_limit_mib * 1024 * 1024

    @property
    def database(self) -> str:
        """The database without user, password or options, fit for a log."""
        kind, _, rest = self.database_url.partition("://")
        return (
            kind if kind == "sqlite" else f"{kind} at {rest.rpartition('@')[2].partition('/')[0]}"
        )


class SettingRow(NamedTuple):
    """One setting as the documentation lists it."""

    name: str
    variable: str
    meaning: str
    default: str


def list_settings() -> tuple[SettingRow, ...]:
    """Every setting with its variable, its meaning and its default, in the order of Settings."""
    return tuple(
        SettingRow(f.name, PREFIX + f.name.upper(), f.metadata["meaning"], f.metadata["shown"])
        for f in fields(Settings)
    )


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this installation.

    Raises SettingsRefused for a name that is not known or a value that cannot be used.
    """
    variables = os.environ if environment is None else environment
    stated = _from_environment(variables)
    home = stated.get("home") or Path(platformdirs.user_data_dir("highroad"))
    stated = {"home": home, **_from_file(variables, home), **stated}
    stated.setdefault("database_url", f"sqlite:///{(home / 'highroad.db').as_posix()}")
    return Settings(**stated)


def _from_environment(variables: Mapping[str, str]) -> dict[str, Any]:
    known = {row.variable: row.name for row in list_settings()}
    stated = {}
    for variable, value in variables.items():
        if variable in known:
            stated[known[variable]] = _read(known[variable], value, f"variable {variable}")
        elif variable.startswith(PREFIX) and variable != FILE_VARIABLE:
            _refuse_slip(variable, [*known, FILE_VARIABLE])
    return stated


def _refuse_slip(variable: str, known: list[str]) -> None:
    near = process.extractOne(variable, known, scorer=fuzz.ratio, score_cutoff=_SLIP)
    if near:
        raise SettingsRefused(
            f"The environment variable {variable} is not a setting.",
            f"Did you mean {near[0]}? Rename it, or remove it.",
        )


def _from_file(variables: Mapping[str, str], home: Path) -> dict[str, Any]:
    named = variables.get(FILE_VARIABLE)
    path = Path(named).expanduser() if named else home / "settings.toml"
    if not path.is_file():
        if named:
            raise SettingsRefused(
                f"{FILE_VARIABLE} names {path}, which is not a file.",
                "Correct the path, or remove the variable.",
            )
        return {}
    return {name: _from_entry(name, value, path) for name, value in _entries(path).items()}


def _entries(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsRefused(
            f"The settings file {path} is not valid TOML: {error}.",
            'Write one setting a line, for example: log_level = "info".',
        ) from error
    except OSError as error:
        raise SettingsRefused(
            f"The settings file {path} cannot be read: {error.strerror}.",
            "Give this user the right to read it, or remove it.",
        ) from error


def _from_entry(name: str, value: object, path: Path) -> Any:
    known = [row.name for row in list_settings() if row.name != "home"]
    if name == "home":
        raise SettingsRefused(
            f"{path} sets 'home', which says where this file is looked for.",
            f"Set the environment variable {PREFIX}HOME instead.",
        )
    if name not in known:
        raise SettingsRefused(
            f"{path} sets '{name}', which is not a setting.",
            f"{did_you_mean(name, known)}The known ones are {', '.join(known)}.",
        )
    return _read(name, value, f"'{name}' in {path}")


def _read(name: str, value: object, where: str) -> Any:
    setting = next(f for f in fields(Settings) if f.name == name)
    try:
        return setting.metadata["read"](value)
    except ValueError as error:
        # The value of a secret is not repeated, wherever this sentence ends up.
        said = "" if not setting.repr else f" {value!r}"
        raise SettingsRefused(
            f"The {where} has a value{said} that cannot be used.", f"Write {error}."
        ) from None

"""What must be mended in files of facts that belong to no country alone, told entry by entry.

They are strict as country files are: an edition with a broken one is neither signed nor installed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Final

from models.errors import CountryFileBroken
from models.rules import load_toml
from qualifications.blue_card import BlueCard
from qualifications.countries import RULE_FILES, is_country, rule_file
from qualifications.hosts import build_host
from qualifications.professions import Professions
from qualifications.regulation import PARTLY, REGULATED, UNKNOWN, UNREGULATED, build_regulations
from qualifications.sentences import ENGLISH
from qualifications.sentences.tables import sentence_keys
from qualifications.treaties import build_instrument

_KINDS: Final = ("convention", "automatic", "directive", "refugees")
_NEEDED: Final = ("directive", "lisbon_refugees")
_STATUSES: Final = (REGULATED, PARTLY, UNREGULATED, UNKNOWN)
Raw = Mapping[str, Any]


def rule_files(folder: Traversable) -> tuple[Traversable, ...]:
    """The files of a folder that hold facts on hosts, professions, treaties or permits."""
    return tuple(folder / name for name in RULE_FILES if (folder / name).is_file())


def check_rule_file(file: Traversable, folder: Traversable) -> None:
    """Raises CountryFileBroken with everything that is to be mended in a file of a folder."""
    raw = load_toml(file, CountryFileBroken)
    problems = tuple(_CHECKS[file.name](raw, folder))
    if problems:
        raise CountryFileBroken(
            f"{file.name}: " + " ".join(problems), "Correct the entries; see docs/recognition.md."
        )


def _built(label: str, build: Callable[[], object]) -> Iterator[str]:
    """What keeps an entry from being read."""
    try:
        build()
    except KeyError as error:
        yield f"{label} lacks {error.args[0]}."
    except TypeError as error:
        named = re.findall(r"'(\w+)'", str(error))
        yield f"{label}: unknown, missing or of the wrong kind: {', '.join(named) or 'a value'}."
    except AttributeError:
        yield f"{label} has a value where a table is needed."
    except ValueError as error:
        yield f"{label}: {error}."


def _states(label: str, codes: object) -> Iterator[str]:
    if not isinstance(codes, list | dict):
        yield f"{label} lists no states."
        return
    yield from (f"{label}: '{c}' is none of ISO 3166-1." for c in codes if not is_country(str(c)))


def _days(label: str, days: object) -> Iterator[str]:
    yield from _states(label, days)
    if isinstance(days, dict):
        wrong = (code for code, day in days.items() if not isinstance(day, date))
        yield from (f"{label}: the day of {code} is no date." for code in wrong)


def _hosts(raw: Raw, _: Traversable) -> Iterator[str]:
    yield from _states("The file", dict(raw))
    for code, entry in raw.items():
        yield from _built(code, partial(build_host, code, entry))


def _professions(raw: Raw, _: Traversable) -> Iterator[str]:
    yield from _built("The file", lambda: Professions(dict(raw)))
    for profession, days in raw.get("annex_v", {}).items():
        yield from _days(f"annex_v.{profession}", days)
    known = raw.get("profession", {})
    for table in ("annex_v", "annex_v_titles"):
        wrong = (key for key in raw.get(table, {}) if key not in known)
        yield from (f"{table}.{key} is no profession of the file." for key in wrong)


def _law(raw: Raw, _: Traversable) -> Iterator[str]:
    entries = raw.get("instruments", {})
    yield from (f"{key} is missing." for key in _NEEDED if key not in entries)
    for key, entry in entries.items():
        yield from _built(key, partial(build_instrument, key, entries))
        if "same_parties_as" not in entry:
            yield from _days(f"{key}.parties", entry.get("parties"))
        yield from _days(f"{key}.left", entry.get("left", {}))
        if entry.get("kind") not in _KINDS:
            yield f"{key}: its kind is none of {', '.join(_KINDS)}."
        if any(level not in range(9) for level in entry.get("levels", ())):
            yield f"{key}: its levels are not 0 to 8."


def _regulation(raw: Raw, folder: Traversable) -> Iterator[str]:
    yield from _built("The file", lambda: build_regulations(raw))
    hosts = {code: entry for code, entry in raw.items() if code != "source"}
    yield from _states("The file", hosts)
    table = load_toml(rule_file("professions.toml", folder), CountryFileBroken)
    professions = table.get("profession", {})
    for code, entry in hosts.items():
        for row in entry.get("rows", ()) if isinstance(entry, dict) else ():
            yield from _row(code, row, professions)


def _row(code: str, row: Raw, professions: object) -> Iterator[str]:
    known = professions if isinstance(professions, dict) else {}
    wrong = (key for key in row.get("for", ()) if key not in known)
    yield from (f"{code}: '{key}' is no profession of professions.toml." for key in wrong)
    if row.get("regulated", REGULATED) not in _STATUSES:
        yield f"{code}: regulated is none of {', '.join(_STATUSES)}."
    said = sentence_keys(ENGLISH)
    unsaid = (m for m in row.get("measures", ()) if f"plan.{m}" not in said)
    yield from (f"{code}: '{m}' is no measure." for m in unsaid)


def _blue_card(raw: Raw, _: Traversable) -> Iterator[str]:
    yield from _built("The file", lambda: BlueCard(raw))
    yield from _days("since", raw.get("since"))
    yield from _states("apart", raw.get("apart", {}).get("states"))


_CHECKS: Final[Mapping[str, Callable[[Raw, Traversable], Iterator[str]]]] = MappingProxyType(
    {
        "blue_card.toml": _blue_card,
        "hosts.toml": _hosts,
        "professions.toml": _professions,
        "recognition_law.toml": _law,
        "regulation.toml": _regulation,
    }
)

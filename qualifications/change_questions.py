"""What to ask to see whether two editions of the country files answer alike.

A spelling is asked once, without a host, since it decides only what the award is; each award is
then asked, under its name, in every host and for every purpose that the differing files touch.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.outcomes import Purpose
from models.people import Credential
from models.rules import load_toml
from qualifications.countries import (
    SHIPPED,
    CountryFile,
    country_files,
    load_countries,
    read_country,
    rule_file,
)
from qualifications.fields import load_fields
from qualifications.hosts import load_hosts
from qualifications.professions import Profession, load_professions
from qualifications.regulation import regulations

_FREE: Final = (Purpose.STUDY, Purpose.EMPLOYMENT, Purpose.VISA)
_NEAR: Final = 2  # ISCED levels below that of a profession whose awards are still asked about


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: a credential, the host (None asks what the award is), and the purpose."""

    credential: Credential
    host: str | None = None
    purpose: str = Purpose.EMPLOYMENT.value


def questions(old: Path, new: Path) -> Iterator[Asked]:
    """Every question whose answer the files that differ between two folders can change."""
    differing = tuple(_differing(old, new))
    yield from _of_countries(old, new, differing)
    everyone = load_countries().values()
    hosts = {code for code in differing if code in load_hosts()}
    hosts |= _changed(old, new, "hosts.toml", ()) | _blue_card(old, new)
    yield from _hosted(everyone, sorted(hosts & {*load_countries()}), whole=False)
    yield from _of_treaties(old, new)
    yield from _of_professions(old, new)


def _differing(old: Path, new: Path) -> Iterator[str]:
    """The codes of the countries whose files are not the same, byte for byte."""
    shipped = {f.name: f for f in country_files(SHIPPED)}
    one = {**shipped, **{f.name: f for f in country_files(old)}}
    other = {**shipped, **{f.name: f for f in country_files(new)}}
    for name in sorted({*one, *other}):
        contents = [files[name].read_bytes() if name in files else b"" for files in (one, other)]
        if contents[0] != contents[1]:
            yield name.removesuffix(".toml")


def _changed(old: Path, new: Path, name: str, within: tuple[str, ...]) -> set[str]:
    """The keys of a file, or of a table within it, whose entries differ between two folders."""
    one, other = (_table(folder, name, within) for folder in (old, new))
    return {key for key in {*one, *other} if one.get(key) != other.get(key)}


def _table(folder: Path, name: str, within: tuple[str, ...]) -> Mapping[str, Any]:
    table: Any = load_toml(rule_file(name, folder))
    for key in within:
        table = table.get(key, {})
    return table if isinstance(table, dict) else {}


def _of_countries(old: Path, new: Path, differing: tuple[str, ...]) -> Iterator[Asked]:
    hosts = tuple(dict.fromkeys((*load_hosts(), *differing)))
    for folder in (old, new):
        for file in country_files(folder):
            if file.name.removesuffix(".toml") in differing:
                country = read_country(file)
                yield from (Asked(credential=paper) for paper in _papers(country, names=True))
                yield from _hosted((country,), hosts, whole=True)
                yield from _professional((country,), hosts, load_professions().all.values())


def _hosted(
    countries: Iterable[CountryFile], hosts: Iterable[str], *, whole: bool
) -> Iterator[Asked]:
    """Every award of countries, or one of each level, in hosts and for each free purpose."""
    hosts = tuple(hosts)
    for country in countries if hosts else ():
        for paper in _papers(country) if whole else _one_a_level(country):
            for host in hosts:
                yield from (Asked(credential=paper, host=host, purpose=aim.value) for aim in _FREE)


def _of_treaties(old: Path, new: Path) -> Iterator[Asked]:
    """Awards of every party to a treaty that differs, in every other one."""
    known = load_countries()
    for key in sorted(_changed(old, new, "recognition_law.toml", ("instruments",))):
        own = [f.get(key, {}) for f in _instruments(old, new)]
        moved = _moved(own)
        parties = sorted({c for one in own for c in one.get("parties", {}) if c in known})
        for origin in parties:
            hosts = [h for h in parties if h != origin and (not moved or {origin, h} & moved)]
            yield from _hosted((known[origin],), hosts, whole=False)


def _instruments(old: Path, new: Path) -> list[dict[str, Any]]:
    within = ("instruments",)
    return [dict(_table(folder, "recognition_law.toml", within)) for folder in (old, new)]


def _moved(both: list[dict[str, Any]]) -> set[str]:
    """The parties whose day differs; none where something else of the treaty does."""
    rest = [{k: v for k, v in entry.items() if k not in ("parties", "left")} for entry in both]
    if rest[0] != rest[1]:
        return set()
    tables = [[entry.get(name, {}) for entry in both] for name in ("parties", "left")]
    return {c for was, will in tables for c in {*was, *will} if was.get(c) != will.get(c)}


def _of_professions(old: Path, new: Path) -> Iterator[Asked]:
    """Awards of every country for a profession that a host, or the list of professions, changes."""
    known, everyone = load_professions().all, tuple(load_countries().values())
    listed = [
        _changed(old, new, "professions.toml", (table,))
        for table in ("profession", "annex_v", "annex_v_titles")
    ]
    changed = [known[key] for key in sorted(set().union(*listed) & {*known})]
    yield from _professional(everyone, tuple(load_hosts()), changed)
    one, other = regulations(old), regulations(new)
    for host, trade in sorted(k for k in {*one, *other} if one.get(k) != other.get(k)):
        if trade in known and host in load_countries():
            yield from _professional(everyone, (host,), (known[trade],))


def _professional(
    countries: Iterable[CountryFile], hosts: Iterable[str], professions: Iterable[Profession]
) -> Iterator[Asked]:
    """Awards near the level of each profession, in its field, in hosts that may regulate it."""
    aim, hosts, trades = Purpose.REGULATED_PROFESSION.value, tuple(hosts), tuple(professions)
    for country in countries if hosts and trades else ():
        for trade in trades:
            for paper in _one_a_level(country, trade):
                yield from (Asked(credential=paper, host=host, purpose=aim) for host in hosts)


def _one_a_level(country: CountryFile, trade: Profession | None = None) -> Iterator[Credential]:
    """The usual award of each level that can matter, for a profession as its training."""
    least = 3 if trade is None else trade.isced_level - _NEAR
    for level in range(least, 9 if trade is None else min(9, trade.isced_level + 2)):
        for award in country.awards_at(level)[:1]:
            yield Credential(
                title=award.name,
                country=country.code,
                field=load_fields().titles.get(trade.fields[0]) if trade else None,
                profession=trade.name if trade else None,
            )


def _papers(country: CountryFile, *, names: bool = False) -> Iterator[Credential]:
    """Each award, or each of its spellings, in the first and the last year it was given."""
    for award in country.awards:
        years = {award.from_year, award.to_year} - {None} or {None}
        for title in award.spellings if names else (award.name,):
            for year in sorted(years, key=lambda y: y or 0):
                yield Credential(title=title, country=country.code, year=year)


def _blue_card(old: Path, new: Path) -> set[str]:
    """The states whose answers on the EU Blue Card two editions can give otherwise."""
    changed = _changed(old, new, "blue_card.toml", ())
    if not changed:
        return set()
    if changed <= {"since", "salary"}:
        days = _changed(old, new, "blue_card.toml", ("since",))
        paid = [_table(f, "blue_card.toml", ()).get("salary", []) for f in (old, new)]
        differing = [s for one in paid for s in one if s not in paid[0] or s not in paid[1]]
        return days | {salary["host"] for salary in differing}
    return {*_table(new, "blue_card.toml", ("since",)), "DK", "IE"}

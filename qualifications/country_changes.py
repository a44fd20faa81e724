"""Which answers change from one edition of the country files to another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from models.people import Credential
from qualifications.countries import (
    SHIPPED,
    CountryFile,
    country_files,
    country_name,
    load_countries,
    read_country,
    use_countries,
)
from qualifications.hosts import load_hosts
from qualifications.recognition import Recogniser

PURPOSE: Final = "employment"
_SHOWN: Final = ("match", "isced_level", "eqf_level", "outcome", "host_equivalent")

Asked = tuple[Credential, str | None]
Said = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One answer that changes: the credential, the host, and what was and will be said."""

    credential: Credential
    host: str | None
    before: Said
    after: Said

    @property
    def text(self) -> str:
        """The change in one line."""
        paper, where = self.credential, f" in {country_name(self.host)}" if self.host else ""
        year = f", {paper.year}" if paper.year else ""
        moved = (
            f"{name.replace('_', ' ')}: {_said(self.before[name])} -> {_said(self.after[name])}"
            for name in _SHOWN
            if self.before[name] != self.after[name]
        )
        return f"{paper.country} '{paper.title}'{year}{where}: {'; '.join(moved)}"


def changes(old: Path, new: Path, *, on: date, asked: Iterable[Asked] = ()) -> Iterator[Change]:
    """The answers that change from the country files in one folder to those in another.

    Asked are the given credentials and, of every country whose file differs, each award with its
    names, beside every host with logic of its own and every host whose file differs.
    """
    differing = tuple(_differing(old, new))
    questions = dict.fromkeys((*asked, *_questions(old, new, differing)))
    before = _answers(old, questions, on)
    after = _answers(new, questions, on)
    for (credential, host), was, will in zip(questions, before, after, strict=True):
        if was != will:
            yield Change(credential=credential, host=host, before=was, after=will)


def _differing(old: Path, new: Path) -> Iterator[str]:
    """The codes of the countries whose files are not the same, byte for byte."""
    shipped = {f.name: f for f in country_files(SHIPPED)}
    one = {**shipped, **{f.name: f for f in country_files(old)}}
    other = {**shipped, **{f.name: f for f in country_files(new)}}
    for name in sorted({*one, *other}):
        contents = [files[name].read_bytes() if name in files else b"" for files in (one, other)]
        if contents[0] != contents[1]:
            yield name.removesuffix(".toml")


def _questions(old: Path, new: Path, differing: tuple[str, ...]) -> Iterator[Asked]:
    for folder in (old, new):
        for file in country_files(folder):
            if file.name.removesuffix(".toml") in differing:
                for paper in _papers(read_country(file)):
                    yield from ((paper, host) for host in (None, *load_hosts(), *differing))
    # A host whose own file changed may treat the papers of every other country otherwise.
    hosts = [code for code in differing if code in load_hosts()]
    if hosts:
        for country in load_countries().values():
            for paper in _papers(country, names=False):
                yield from ((paper, host) for host in hosts)


def _papers(country: CountryFile, *, names: bool = True) -> Iterator[Credential]:
    """Each award under its names, in the first and the last year it was given where known."""
    for award in country.awards:
        years = {award.from_year, award.to_year} - {None} or {None}
        for title in (award.name, award.name_en, *award.also) if names else (award.name,):
            for year in sorted(years, key=lambda y: y or 0):
                yield Credential(title=title, country=country.code, year=year)


def _answers(folder: Path, asked: Iterable[Asked], on: date) -> list[Said]:
    recogniser = Recogniser.reading(folder)
    try:
        return [_answer(recogniser, credential, host, on) for credential, host in asked]
    finally:
        use_countries(None)


def _answer(recogniser: Recogniser, credential: Credential, host: str | None, on: date) -> Said:
    answer = recogniser.recognise(credential, host=host, purpose=PURPOSE, on=on)
    return {
        "match": answer.award.match.value if answer.award else None,
        "isced_level": answer.isced_level,
        "eqf_level": answer.eqf_level,
        "outcome": answer.outcome.value if answer.outcome else None,
        "host_equivalent": str(answer.host_equivalent) if answer.host_equivalent else None,
    }


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)

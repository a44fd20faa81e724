"""Which answers change from one edition of the country files to another.

Asked is what the differing files can change: awards of the countries, and for a host, a treaty or
a profession the awards it may be asked about (`qualifications.change_questions`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from models.outcomes import Purpose, Recognition
from models.people import Credential
from qualifications.change_questions import Asked, questions
from qualifications.countries import country_name, use_countries
from qualifications.professions import load_professions
from qualifications.recognition import Recogniser
from qualifications.regulation import regulation_of

_FEW: Final = 3
_SENTENCES: Final = ("next_steps", "reasons")

Said = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One answer that changes: the credential, the host, the purposes, what was and will be said.

    Purposes whose answers change alike stand together.
    """

    credential: Credential
    host: str | None
    purposes: tuple[str, ...]
    before: Said
    after: Said

    @property
    def paper(self) -> str:
        """The credential in few words."""
        year = f", {self.credential.year}" if self.credential.year else ""
        return f"{self.credential.country} '{self.credential.title}'{year}"

    @property
    def where(self) -> str:
        """The host and the purposes in few words; empty where only the award was asked about."""
        if self.host is None:
            return ""
        aims, profession = ", ".join(self.purposes), self.credential.profession
        named = f"{aims}, {profession}" if profession else aims
        return f" in {country_name(self.host)} ({named})".replace("_", " ")

    @property
    def text(self) -> str:
        """The change in one line."""
        return f"{self.paper}{self.where}: {'; '.join(self.moved())}"

    def moved(self) -> Iterator[str]:
        """What is said otherwise, one thing after the other."""
        differing = [name for name, was in self.before.items() if was != self.after[name]]
        # Another rule brings other sentences with it; they are told where nothing else changes.
        beyond = [name for name in differing if name not in _SENTENCES]
        for name in beyond or differing:
            was, will = self.before[name], self.after[name]
            if isinstance(was, tuple) and isinstance(will, tuple):
                gone = [f"no longer '{text}'" for text in was if text not in will]
                come = [f"now '{text}'" for text in will if text not in was]
                yield f"{name.replace('_', ' ')}: {', '.join(gone + come) or 'in another order'}"
            else:
                yield f"{name.replace('_', ' ')}: {_said(was)} -> {_said(will)}"


def changes(old: Path, new: Path, *, on: date, asked: Iterable[Asked] = ()) -> Iterator[Change]:
    """The answers that change from the files in one folder to those in another.

    Asked are the given credentials and what the differing files can change, for every purpose.
    """
    every = tuple(dict.fromkeys((*asked, *questions(old, new))))
    before, after = _answers(old, every, on), _answers(new, every, on)
    open_: Change | None = None
    for question, was, will in zip(every, before, after, strict=True):
        if was == will:
            continue
        change = _change(question, was, will)
        if open_ is not None and _alike(open_, change):
            purposes = tuple(dict.fromkeys((*open_.purposes, *change.purposes)))
            change = _change(question, was, will, purposes)
        elif open_ is not None:
            yield open_
        open_ = change
    if open_ is not None:
        yield open_


def told(found: Sequence[Change]) -> Iterator[str]:
    """Changes in lines; those that many papers share stand in one, with a few of them named."""
    alike: dict[tuple[str, str], list[Change]] = {}
    for change in found:
        alike.setdefault((change.where, "; ".join(change.moved())), []).append(change)
    for (where, moved), group in alike.items():
        if len(group) <= _FEW:
            yield from (change.text for change in group)
            continue
        countries = len({change.credential.country for change in group})
        named = "; ".join(change.paper for change in group[:_FEW])
        places = "1 country" if countries == 1 else f"{countries} countries"
        yield f"{len(group)} papers of {places}{where}: {moved} (such as {named})"


def _change(asked: Asked, was: Said, will: Said, purposes: tuple[str, ...] = ()) -> Change:
    return Change(
        credential=asked.credential,
        host=asked.host,
        purposes=purposes or (asked.purpose,),
        before=was,
        after=will,
    )


def _alike(one: Change, other: Change) -> bool:
    """Whether two changes are of one credential and host, and say the same of what they change."""
    same = one.credential == other.credential and one.host == other.host
    return same and list(one.moved()) == list(other.moved())


def _answers(folder: Path, asked: Iterable[Asked], on: date) -> list[Said]:
    recogniser = Recogniser.reading(folder)
    try:
        return [_answer(recogniser, question, on) for question in asked]
    finally:
        use_countries(None)


def _answer(recogniser: Recogniser, asked: Asked, on: date) -> Said:
    answer = recogniser.recognise(
        asked.credential, host=asked.host, purpose=asked.purpose if asked.host else None, on=on
    )
    return {
        "match": answer.award.match.value if answer.award else None,
        "isced_level": answer.isced_level,
        "eqf_level": answer.eqf_level,
        "outcome": answer.outcome.value if answer.outcome else None,
        "host_equivalent": str(answer.host_equivalent) if answer.host_equivalent else None,
        "route": answer.route,
        "rule": answer.decided_by.rule if answer.decided_by else None,
        **_regulated(asked),
        **_told(answer),
    }


def _regulated(asked: Asked) -> Said:
    """What is known of the profession in the host, where one was asked about."""
    if asked.host is None or asked.purpose != Purpose.REGULATED_PROFESSION:
        return {}
    profession = load_professions().named(asked.credential.profession)
    if profession is None:
        return {"regulated": None}
    known = regulation_of(profession, asked.host)
    return {"regulated": known.regulated, "measures": known.measures}


def _told(answer: Recognition) -> Said:
    """What is said beside the outcome: the advice, and the rules that it rests on."""
    if answer.outcome is None:
        return {}
    steps = (", ".join(filter(None, (str(s.text), s.authority, s.url))) for s in answer.next_steps)
    rests = (str(r.text) for r in answer.reasons if r.type in ("basis", "declinable"))
    return {"next_steps": tuple(steps), "reasons": tuple(rests)}


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)

"""The EU Blue Card: whether a credential, or experience in its place, opens it in a state.

Directive (EU) 2021/1883. The offer and the salary decide as well; a salary is named only where a
source gives it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from models.findings import Source
from models.outcomes import Purpose, RecognitionReason
from models.rules import load_toml
from qualifications.comparison import Compared, total_years
from qualifications.countries import countries_in_use, load_countries, read_source, rule_file
from qualifications.decisions import reason
from qualifications.doubts import length_of
from qualifications.phrases import Phrases
from qualifications.regulation import PARTLY, REGULATED, regulation_of
from qualifications.sentences import say
from qualifications.titles import words

Noted = tuple[RecognitionReason, Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Salary:
    """The least gross pay a year in a state, from a day and until another, and the lower one."""

    host: str
    from_: date
    to: date
    amount: float
    lower: float
    currency: str
    source: Source


class BlueCard:
    """The conditions of the Directive, the states that it binds, and the salaries known here."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.level: int = raw["level"]
        self.years: float = raw["years"]
        self.offer_months: int = raw["offer_months"]
        self.experience_years: float = raw["experience_years"]
        self.experience_within: int = raw["experience_within"]
        self.other_years: float = raw["other_experience_years"]
        self.source = read_source(raw["source"])
        self.since: Mapping[str, date] = MappingProxyType(raw["since"])
        self.apart: frozenset[str] = frozenset(raw["apart"]["states"])
        self.apart_source = read_source(raw["apart"]["source"])
        self.salaries = tuple(_salary(entry) for entry in raw["salary"])
        self._isco08: tuple[str, ...] = tuple(raw["experience_isco08"])
        self._names = Phrases((name, True) for name in raw["experience_names"])

    def counts_experience(self, occupation: str | None) -> bool:
        """Whether experience stands in for an award in an occupation (its name or ISCO-08 code)."""
        if not occupation:
            return False
        if occupation.isdigit():
            return occupation.startswith(self._isco08)
        return bool(self._names.find(words(occupation)))

    def salary(self, host: str, on: date) -> Salary | None:
        """The salary that a state asks for on a day; None where no source here gives it."""
        return next((s for s in self.salaries if s.host == host and s.from_ <= on <= s.to), None)


def _salary(raw: Mapping[str, Any]) -> Salary:
    facts = {k: v for k, v in raw.items() if k not in ("from", "source")}
    return Salary(**facts, from_=raw["from"], source=read_source(raw["source"]))


def load_blue_card() -> BlueCard:
    """The conditions of the EU Blue Card that are in use here."""
    return _blue_card(countries_in_use())


@lru_cache(maxsize=4)
def _blue_card(folder: Path | None) -> BlueCard:
    return BlueCard(load_toml(rule_file("blue_card.toml", folder)))


def blue_card_notes(compared: Compared, on: date) -> tuple[Noted, ...]:
    """What speaks for or against an EU Blue Card, for the purpose of a visa, each with its source.

    Nothing for another purpose, for a state outside the Union, or before the Directive applied.
    """
    if compared.purpose is not Purpose.VISA:
        return ()
    card = load_blue_card()
    if compared.host in card.apart:
        text = say("blue_card.apart", country=compared.host)
        return ((reason("basis", "blue_card_apart", text), card.apart_source),)
    since = card.since.get(compared.host)
    if since is None or on < since:
        return ()
    return tuple(_notes(compared, card, on))


def _notes(compared: Compared, card: BlueCard, on: date) -> Iterator[Noted]:
    qualified = _qualification(compared, card)
    counts = card.counts_experience(compared.credential.profession)
    short = counts and not compared.practice.lasts(card.experience_years)
    # Where experience stands in for an award, the award speaks against nobody.
    if qualified.type == "basis" or not counts or (short and compared.practice.years):
        yield qualified, card.source
    if counts and (qualified.type != "basis" or compared.practice.years):
        yield _experience(compared, card), card.source
    elif not counts and qualified.type != "basis":
        text = say("blue_card.other_experience", years=card.other_years)
        yield reason("counterfactual", "blue_card_other_experience", text), card.source
    if _is_licensed(compared):
        text = say("blue_card.licence")
        yield reason("further_information", "blue_card_licence", text), card.source
    text = say("blue_card.offer", months=card.offer_months)
    yield reason("further_information", "blue_card_offer", text), card.source
    if salary := card.salary(compared.host, on):
        paid = {"amount": salary.amount, "lower": salary.lower, "currency": salary.currency}
        said = say("blue_card.salary", country=compared.host, until=salary.to.isoformat(), **paid)
        yield reason("basis", "blue_card_salary", said), salary.source


def _qualification(compared: Compared, card: BlueCard) -> RecognitionReason:
    """Whether the award is a higher-education qualification of three years at ISCED 6 or more."""
    identified = compared.identified
    asked = {"level": card.level, "years": card.years}
    shown = compared.credential.documents != "undocumented"
    if identified.level is None or not identified.level_is_sure or not shown:
        text = say("blue_card.award_unclear", **asked)
        return reason("further_information", "blue_card_award_unclear", text)
    if identified.level < card.level:
        text = say("blue_card.award_below", stands=identified.level, **asked)
        return reason("declinable", "blue_card_award_below", text)
    years = _years(compared)
    if years is None:
        text = say("blue_card.length_unknown", **asked)
        return reason("further_information", "blue_card_length_unknown", text)
    if years < card.years:
        text = say("blue_card.too_short", lasted=years, **asked)
        return reason("declinable", "blue_card_too_short", text)
    return reason("basis", "blue_card_award", say("blue_card.award", **asked))


def _years(compared: Compared) -> float | None:
    """Years of higher education in all, the first degree counted where a second builds on it."""
    award = compared.identified.award
    if award is None:
        return length_of(compared.credential)
    country = load_countries().get(award.country)
    return total_years(award, country, length_of(compared.credential))


def _experience(compared: Compared, card: BlueCard) -> RecognitionReason:
    """Whether stated experience stands in for an award, in an occupation where it may."""
    asked = {"years": card.experience_years, "within": card.experience_within}
    practice = compared.practice
    if practice.years is None:
        text = say("blue_card.experience_asked", **asked)
        return reason("further_information", "blue_card_experience", text)
    if practice.lasts(card.experience_years):
        return reason("basis", "blue_card_experience", say("blue_card.experience", **asked))
    text = say("blue_card.experience_short", stated=practice.years, **asked)
    return reason("counterfactual", "blue_card_experience_short", text)


def _is_licensed(compared: Compared) -> bool:
    profession = compared.profession
    if profession is None:
        return False
    return regulation_of(profession, compared.host).regulated in (REGULATED, PARTLY)

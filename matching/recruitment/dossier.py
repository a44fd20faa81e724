"""The facts about an offer, as somebody stated them, each with how well it is shown.

A fact that nobody stated is absent, which means unknown: never no, never zero.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from matching.recruitment.facts import Fact, dossier_schema, schema
from matching.recruitment.provenance import Evidence, Level, level_of, read_evidence
from matching.recruitment.values import read_value, refuse, unknown_key
from models.places import Corridor
from models.work import Vacancy

__all__ = ["Dossier", "dossier_of", "schema"]

MOST_FACTS = 2000
HOURS_A_WEEK = 168


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dossier:
    """An offer's facts by dotted path, and the evidence for them. Compared by content."""

    facts: Mapping[str, object]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    _levels: dict[str, Level] = field(init=False, repr=False, default_factory=dict)
    _keys: list[str] = field(init=False, repr=False, default_factory=list)

    @property
    def key(self) -> str:
        """The hash of the whole content, reckoned when first asked for."""
        if not self._keys:
            levels = {path: e.level.name for path, e in self.evidence.items()}
            content = json.dumps([dict(self.facts), levels], sort_keys=True, default=str)
            self._keys.append(hashlib.sha256(content.encode()).hexdigest())
        return self._keys[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dossier) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @classmethod
    def parse(cls, mapping: Mapping[str, object], on: date | None = None) -> "Dossier":
        """Read nested facts, one object for each entity.

        Raises FieldRefused for an unknown key (with the nearest known one), a value of the wrong
        type, or facts that contradict each other. `on` is the day against which impossible dates
        are refused.
        """
        stated = {k: v for k, v in mapping.items() if k != "evidence"}
        facts = dict(_read_branch(dossier_schema().tree, stated, ""))
        if len(facts) > MOST_FACTS:
            refuse("dossier", len(facts), f"{len(facts)} facts are too many.", "Split the offer.")
        evidence = read_evidence(mapping.get("evidence"))
        _refuse_contradictions(facts, on)
        _add_implied(facts, evidence)
        return cls(facts=facts, evidence=evidence)

    @property
    def as_of(self) -> date | None:
        """The day for which the dossier itself asks to be judged."""
        return cast("date | None", self.facts.get("dossier.as_of"))

    def level(self, path: str) -> Level:
        """How well a fact is shown: its own evidence, else its group's, else declared."""
        known = self._levels.get(path)
        if known is None:
            known = self._levels[path] = level_of(path, self.evidence)
        return known

    def shown(self, least: Level) -> Mapping[str, object]:
        """The facts that are shown at least so well; the corridor itself needs no proof."""
        if least is Level.DECLARED:
            return self.facts
        return {
            path: value
            for path, value in self.facts.items()
            if path.startswith("dossier.") or self.level(path) >= least
        }

    def without(self, *paths: str) -> "Dossier":
        """The same offer with some facts (or whole groups) left unknown."""
        groups = tuple(f"{path}." for path in paths)
        kept = {p: v for p, v in self.facts.items() if p not in paths and not p.startswith(groups)}
        return Dossier(facts=kept, evidence=self.evidence)


def _read_branch(
    tree: Mapping[str, object], stated: Mapping[str, object], above: str
) -> Iterator[tuple[str, object]]:
    for key, value in stated.items():
        path = f"{above}.{key}" if above else str(key)
        node = tree.get(key)
        if node is None:
            unknown_key(path, str(key), list(tree))
        if value is None or value == "":
            continue
        if isinstance(node, Fact):
            yield path, read_value(node, value, path)
        elif isinstance(value, Mapping):
            yield from _read_branch(cast("Mapping[str, object]", node), value, path)
        else:
            what = "Write an object in braces: {key: value}."
            refuse(path, value, f"'{str(value)[:40]}' is not an object.", what)


# A fact that follows from others once all of them are stated: what follows, its value, from what.
_IMPLIED: tuple[tuple[str, bool, tuple[str, ...]], ...] = (
    (
        "vacancy.pay.to_be_agreed",
        False,
        ("vacancy.pay.amount", "vacancy.pay.currency", "vacancy.pay.period"),
    ),
    ("vacancy.hours_to_be_agreed", False, ("vacancy.hours_week",)),
    ("employer.confirms_vacancy", True, ("employer.confirmed_on",)),
    ("vacancy.job_order.approved", True, ("vacancy.job_order.approved_on",)),
    ("process.kye_call_held", True, ("process.kye_call_on",)),
    ("contract.attested", True, ("contract.attestation_ref",)),
    ("candidate.emigration_cleared", True, ("candidate.emigration_clearance_ref",)),
)


def _add_implied(facts: dict[str, object], evidence: dict[str, Evidence]) -> None:
    for path, value, sources in _IMPLIED:
        if path not in facts and all(source in facts for source in sources):
            facts[path] = value
            weakest = min(level_of(source, evidence) for source in sources)
            evidence[path] = Evidence(level=weakest)


def _refuse_contradictions(facts: Mapping[str, object], on: date | None) -> None:
    for path, value, sources in _IMPLIED:
        if facts.get(path) is (not value) and all(source in facts for source in sources):
            refuse(
                path,
                facts[path],
                f"this contradicts {', '.join(sources)}.",
                "Correct or leave out one of them.",
            )
    birth = cast("date | None", facts.get("candidate.birth_date"))
    year = facts.get("candidate.birth_year")
    if birth and year is not None and birth.year != year:
        refuse("candidate.birth_year", year, f"the date of birth is {birth}.", "Correct one.")
    for path in ("vacancy.hours_week", "vacancy.rest_hours_consecutive"):
        hours = cast("float | None", facts.get(path))
        if hours is not None and hours > HOURS_A_WEEK:
            refuse(path, hours, f"a week has {HOURS_A_WEEK} hours.", "Correct the hours.")
    if birth and on and birth > on:
        refuse("candidate.birth_date", birth, f"{birth} is in the future.", "Correct the date.")


def dossier_of(
    vacancy: Vacancy,
    corridor: Corridor,
    *,
    citizenship: tuple[str, ...] = (),
    birth_year: int | None = None,
    languages: tuple[str, ...] = (),
    isco08: str | None = None,
    recommending: bool = True,
) -> Dossier:
    """What a plain vacancy list and a corridor already state, and the vacancy's own offer.

    Where both speak, the offer's own words on the work win, and the person's corridor wins over
    the one that the offer assumes. To recommend work to somebody is active recruitment, unless
    the offer's channel is the person's own direct application (WHO Code; own inference).
    """
    offered = Dossier.parse(vacancy.offer or {})
    facts = {**_listed(vacancy, isco08), **offered.facts}
    if "vacancy.pay.amount" not in offered.facts:
        facts.update(_listed_pay(vacancy))
    person = {
        "dossier.destination": corridor.destination,
        "dossier.origin_country": corridor.origin,
        "dossier.residence_country": corridor.residence,
        "dossier.transit": corridor.transit or None,
        "dossier.nationality": citizenship or None,
        "candidate.birth_year": birth_year,
        "candidate.languages": languages or None,
    }
    facts.update({path: value for path, value in person.items() if value is not None})
    if recommending and facts.get("process.application_channel") != "direct":
        facts["process.active_recruitment"] = True
    # HighRoad passes nothing on to the Talent Pool; an offer that somebody else does says so.
    facts.setdefault("process.talent_pool_export", False)
    evidence = dict(offered.evidence)
    _add_implied(facts, evidence)
    return Dossier(facts=facts, evidence=evidence)


def _listed(vacancy: Vacancy, isco08: str | None) -> dict[str, object]:
    facts = {
        "dossier.destination": vacancy.country,
        "vacancy.isco08": isco08,
        "vacancy.hours_week": vacancy.terms.hours_week,
        "vacancy.start": vacancy.terms.start,
        "employer.legal_name": vacancy.employer,
    }
    return {path: value for path, value in facts.items() if value is not None}


def _listed_pay(vacancy: Vacancy) -> dict[str, object]:
    wage = vacancy.terms.wage
    if wage is None:
        return {}
    facts = {
        "vacancy.pay.amount": wage.amount,
        "vacancy.pay.currency": wage.currency,
        "vacancy.pay.period": wage.period,
    }
    return {path: value for path, value in facts.items() if value is not None}

"""One thing that somebody must do to an offer, told as a sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from matching.recruitment.facts import Fact, dossier_schema
from matching.recruitment.hypotheses import PLACEHOLDER
from matching.recruitment.people.casework import Casework, casework
from matching.recruitment.rule import Rule

# What somebody can still do about a person's papers; all else of the person is as it is.
OBTAINABLE = (
    "candidate.age_evidence",
    "candidate.bonding_discussed",
    "candidate.competence_certificate",
    "candidate.emigration_cleared",
    "candidate.emigration_clearance_ref",
    "candidate.family_background_report",
    "candidate.registered_with_origin",
)
_PERSON = ("candidate.", "dossier.nationality", "dossier.origin", "dossier.residence")
# What an offer says freely: that one value was tried does not make it the one to write.
_FREE = ("vacancy.pay.period", "vacancy.pay.amount", "vacancy.pay.currency", "vacancy.hours_week")
_OPEN_TYPES = ("country", "currency", "isco")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing to do: correct a stated fact, state an open one, or show a document for one.

    `old` and `new` are the fact's values (None: not stated); for `document` they are the same.
    `path` of a list's line is `list[number].field`, of a new line `list[+]`. `evidence` is the
    level that a rule asks for, where words are not enough.
    """

    path: str
    action: str
    old: object
    new: object
    actor: str
    rules: tuple[str, ...]
    evidence: str | None = None

    @property
    def personal(self) -> bool:
        """Whether it is a fact of the person, which nobody may set: it is asked for."""
        return is_personal(self.path)

    @property
    def text(self) -> str:
        """The change as an English sentence."""
        return self.told(casework("en"))

    def told(self, said: Casework) -> str:
        """The change as a sentence of a language."""
        says = _says(self.path, said)
        level = said.word("evidence", self.evidence) if self.evidence else None
        shown = said.say("change.shown", evidence=level) if level else ""
        if self.action == "document":
            return said.say("change.document", says=says)
        if self.path in OBTAINABLE and self.new is True and self.action == "correct":
            return said.say("change.obtain", says=says, shown=shown)
        if self.action == "correct":
            fact = _fact(self.path)
            old, new = _word(self.old, said, fact), _word(self.new, said, fact)
            return said.say("change.correct", says=says, old=old, new=new, shown=shown)
        if self.personal:
            return said.say("change.ask", says=says, shown=shown)
        if self.path.endswith("_complete"):
            return said.say("change.complete", says=says, shown=shown)
        example = _example(self.path, self.new, said)
        return said.say("change.state", says=says, example=example, shown=shown)


def is_personal(path: str) -> bool:
    """Whether a fact is who somebody is, what they have been through, or where they come from."""
    return path.startswith(_PERSON) and path not in OBTAINABLE


def _example(path: str, value: object, said: Casework) -> str:
    """What the answer has to be, where it can be known; else what would do, else nothing."""
    fact = _fact(path)
    if isinstance(value, bool) or (fact and fact.type == "enum" and path not in _FREE):
        return said.say("change.in_order_if", value=_word(value, said, fact))
    if isinstance(value, Mapping):
        named = {k: v for k, v in value.items() if v != PLACEHOLDER}
        shown = _word(named, said, fact)
        return said.say("change.in_order_with", value=shown) if named else ""
    if path in _FREE and fact and fact.values:
        return said.say("change.choice", values=said.listed(fact.values))
    if path in _FREE or value == PLACEHOLDER or (fact and fact.type in _OPEN_TYPES):
        return ""
    return said.say("change.would_do", value=_word(value, said))


def steps(
    path: str, old: object, new: object, rules: list[Rule], level: str | None
) -> Iterator[Change]:
    """A changed list line by line and field by field; any other fact as it is."""
    if not isinstance(new, tuple) or not all(isinstance(line, Mapping) for line in new) or not new:
        yield one_change(path, "state" if old is None else "correct", old, new, rules, level)
        return
    before = cast("tuple[Mapping[str, object], ...]", old or ())
    for number, line in enumerate(cast("tuple[Mapping[str, object], ...]", new)):
        if number >= len(before):
            yield one_change(f"{path}[+]", "state", None, dict(line), rules, level)
            continue
        for key in sorted(line):
            was = before[number].get(key)
            if was != line[key]:
                action = "state" if was is None else "correct"
                yield one_change(f"{path}[{number}].{key}", action, was, line[key], rules, level)


def one_change(
    path: str, action: str, old: object, new: object, rules: list[Rule], level: str | None
) -> Change:
    """One change, to be made by whoever the worst of its rules names."""
    worst = rules[0] if rules else None
    owner = "employer" if worst is None else worst.asked_of
    if action == "correct" and worst is not None:
        owner = worst.remedy_owner
    if owner == "worker" and not path.startswith(_PERSON):
        owner = "employer"  # who asked the worker for its terms would learn what they hope
    return Change(
        path=path,
        action=action,
        old=old,
        new=new,
        actor=owner,
        rules=tuple(rule.id for rule in rules),
        evidence=level,
    )


def _fact(path: str) -> Fact | None:
    listed, _, rest = path.partition("[")
    fact = dossier_schema().facts.get(listed)
    return fact.fields.get(rest.partition("].")[2], fact) if fact and rest else fact


def _says(path: str, said: Casework) -> str:
    """What a fact means, by the schema."""
    listed, _, rest = path.partition("[")
    fact = dossier_schema().facts.get(listed.removesuffix("_complete"))
    if fact is None:
        return path
    if listed.endswith("_complete") and listed != fact.path:
        return said.say("value.whole_list", says=said.fact(fact))
    name = rest.partition("].")[2]
    inner = fact.fields.get(name)
    return f"{said.fact(fact)}: {said.fact(inner)}" if inner else said.fact(fact)


def _word(value: object, said: Casework, fact: Fact | None = None) -> str:
    words = said.texts["value"]
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if isinstance(value, Mapping):
        fields = fact.fields if fact else {}
        return said.listed(f"{k} {_word(one, said, fields.get(k))}" for k, one in value.items())
    if isinstance(value, tuple):
        return said.listed(_word(inner, said) for inner in value) or words["nothing"]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if value is None:
        return words["not_stated"]
    return said.apart(said.stated(fact, value) if isinstance(value, str) else str(value))

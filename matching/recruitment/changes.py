"""One thing that somebody must do to an offer, told as a sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from matching.recruitment.facts import dossier_schema
from matching.recruitment.rule import Rule


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
    def text(self) -> str:
        """The change as a sentence."""
        says = _says(self.path)
        shown = f" Show a document ({self.evidence})." if self.evidence else ""
        if self.action == "document":
            return f"Show a document for this: {says}."
        if self.action == "correct":
            return f"Change this: {says}; from {_word(self.old)} to {_word(self.new)}.{shown}"
        return f"Say this: {says}; in order if {_word(self.new)}.{shown}"


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
    return Change(
        path=path,
        action=action,
        old=old,
        new=new,
        actor=owner,
        rules=tuple(rule.id for rule in rules),
        evidence=level,
    )


def _says(path: str) -> str:
    """What a fact means, by the schema."""
    listed, _, rest = path.partition("[")
    fact = dossier_schema().facts.get(listed.removesuffix("_complete"))
    if fact is None:
        return path
    if listed.endswith("_complete") and listed != fact.path:
        return f"nothing is missing from this list: {fact.says}"
    name = rest.partition("].")[2]
    inner = fact.fields.get(name)
    return f"{fact.says}: {inner.says}" if inner else fact.says


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_word(inner)}" for key, inner in value.items())
    if isinstance(value, tuple):
        return ", ".join(_word(inner) for inner in value) or "nothing"
    return "not stated" if value is None else str(value)

"""What the verdicts of many offers come to: by verdict, by rule, by employer, by corridor.

A pure function over verdicts; it counts and judges nothing anew.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from matching.recruitment.people.casework import Casework, casework
from models.findings import Finding, Result, Severity
from models.outcomes import Verdict, VerdictLevel

NOT_NAMED = "not named"
COLUMNS = ("by", "name", "title", "offers", *(level.value for level in VerdictLevel), "fails",
           "unknown", "severity")  # fmt: skip
_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One offer that was checked: its id, who employs, where from and where to, the verdict."""

    id: str
    verdict: Verdict
    employer: str | None = None
    origin: str | None = None
    destination: str | None = None

    @property
    def corridor(self) -> str:
        """The way from origin to destination; a question mark for what nobody stated."""
        return f"{self.origin or '?'} > {self.destination or '?'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """In how many offers a rule failed, and in how many it is unknown."""

    rule: str
    title: str
    severity: Severity
    fails: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """How many offers an employer or a corridor has, and their verdicts."""

    name: str
    offers: int
    verdicts: Mapping[VerdictLevel, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The counts, each list worst first; `questions` are the open ones by how many offers wait."""

    offers: int
    on: tuple[date, ...]
    rulebook: str | None
    verdicts: Mapping[VerdictLevel, int]
    rules: tuple[RuleCount, ...]
    employers: tuple[GroupCount, ...]
    corridors: tuple[GroupCount, ...]
    questions: tuple[tuple[str, int], ...]


def summarise(checked: Iterable[Checked]) -> Summary:
    """Count the verdicts of offers; the order of the offers does not matter."""
    offers = list(checked)
    verdicts = [offer.verdict for offer in offers]
    books = {verdict.rulebook for verdict in verdicts}
    asked = Counter(question for verdict in verdicts for question in verdict.questions)
    return Summary(
        offers=len(offers),
        on=tuple(sorted({verdict.on for verdict in verdicts})),
        rulebook=books.pop() if len(books) == 1 else None,
        verdicts=_levels(verdicts),
        rules=tuple(_rules(verdicts)),
        employers=_groups((offer.employer or NOT_NAMED, offer.verdict) for offer in offers),
        corridors=_groups((offer.corridor, offer.verdict) for offer in offers),
        questions=tuple(sorted(asked.items(), key=lambda entry: (-entry[1], entry[0]))),
    )


def _levels(verdicts: Iterable[Verdict]) -> dict[VerdictLevel, int]:
    counts = Counter(verdict.level for verdict in verdicts)
    return {level: counts[level] for level in VerdictLevel if counts[level]}


def _groups(named: Iterable[tuple[str, Verdict]]) -> tuple[GroupCount, ...]:
    by_name: dict[str, list[Verdict]] = {}
    for name, verdict in named:
        by_name.setdefault(name, []).append(verdict)
    counted = [
        GroupCount(name=name, offers=len(own), verdicts=_levels(own))
        for name, own in by_name.items()
    ]
    return tuple(sorted(counted, key=_badness))


def _badness(group: GroupCount) -> tuple[tuple[int, ...], str]:
    return tuple(-group.verdicts.get(level, 0) for level in VerdictLevel), group.name


def _rules(verdicts: Iterable[Verdict]) -> Iterator[RuleCount]:
    counts: Counter[tuple[str, Result]] = Counter()
    known: dict[str, Finding] = {}
    for verdict in verdicts:
        for finding in verdict.findings:
            if finding.result in (Result.FAIL, Result.UNKNOWN):
                counts[finding.rule, finding.result] += 1
                known.setdefault(finding.rule, finding)

    def order(rule: str) -> tuple[int, int, int, str]:
        fails, unknown = counts[rule, Result.FAIL], counts[rule, Result.UNKNOWN]
        return _SEVERITIES.index(known[rule].severity), -fails, -unknown, rule

    for rule in sorted(known, key=order):
        yield RuleCount(
            rule=rule,
            title=known[rule].title,
            severity=known[rule].severity,
            fails=counts[rule, Result.FAIL],
            unknown=counts[rule, Result.UNKNOWN],
        )


def summary_as_json(summary: Summary) -> dict[str, object]:
    """A summary in the types that JSON has."""
    return {
        "offers": summary.offers,
        "on": [day.isoformat() for day in summary.on],
        "rulebook": summary.rulebook,
        "verdicts": _plain(summary.verdicts),
        "rules": [
            {
                "rule": count.rule,
                "title": count.title,
                "severity": count.severity.value,
                "fails": count.fails,
                "unknown": count.unknown,
            }
            for count in summary.rules
        ],
        "employers": [_group(count) for count in summary.employers],
        "corridors": [_group(count) for count in summary.corridors],
        "questions": [{"question": text, "offers": count} for text, count in summary.questions],
    }


def summary_rows(summary: Summary) -> Iterator[dict[str, object]]:
    """A summary as the rows of one table, under COLUMNS."""
    yield {"by": "all", "name": "all", "offers": summary.offers, **_plain(summary.verdicts)}
    for count in summary.rules:
        yield {
            "by": "rule",
            "name": count.rule,
            "title": count.title,
            "fails": count.fails,
            "unknown": count.unknown,
            "severity": count.severity.value,
        }
    for by, groups in (("employer", summary.employers), ("corridor", summary.corridors)):
        for group in groups:
            yield {"by": by, "name": group.name, "offers": group.offers, **_plain(group.verdicts)}


def summary_as_text(summary: Summary, most: int = 15, language: str = "en") -> str:
    """A summary for a person to read, in a language; of each list the first `most`.

    Titles and questions are those of the verdicts that were counted.
    """
    said = casework(language)
    lines = [said.say("summary.offers", count=summary.offers), *_tally(summary.verdicts)]
    failing = [count for count in summary.rules if count.fails]
    lines += ["", said.say("summary.failing", count=len(failing))]
    lines += [f"  {c.fails:>5}  {_ruled(c, said)}" for c in failing[:most]]
    for heading, groups in (("employers", summary.employers), ("corridors", summary.corridors)):
        lines += ["", said.say(f"summary.{heading}", count=len(groups))]
        lines += [f"  {g.offers:>5}  {_grouped(g, said)}" for g in groups[:most]]
    lines += ["", said.say("summary.questions", count=len(summary.questions))]
    lines += [f"  {count:>5}  {text}" for text, count in summary.questions[:most]]
    return "\n".join([*lines, ""])


def _ruled(count: RuleCount, said: Casework) -> str:
    severity = said.word("severity", count.severity.value)
    return f"{said.apart(count.rule)}  {count.title} [{severity}]"


def _grouped(group: GroupCount, said: Casework) -> str:
    name = said.say("summary.not_named") if group.name == NOT_NAMED else said.apart(group.name)
    return f"{name}{said.texts['page']['colon']} {said.apart(_inline(group.verdicts))}"


def _tally(verdicts: Mapping[VerdictLevel, int]) -> list[str]:
    return [f"  {count:>5}  {level.value}" for level, count in verdicts.items()]


def _inline(verdicts: Mapping[VerdictLevel, int]) -> str:
    return ", ".join(f"{count} {level.value}" for level, count in verdicts.items())


def _plain(verdicts: Mapping[VerdictLevel, int]) -> dict[str, object]:
    return {level.value: count for level, count in verdicts.items()}


def _group(count: GroupCount) -> dict[str, object]:
    return {"name": count.name, "offers": count.offers, "verdicts": _plain(count.verdicts)}

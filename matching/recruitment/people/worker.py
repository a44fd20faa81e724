"""A verdict in plain words for the person who would do the work.

Short sentences, no rule numbers: what is wrong, what is still to be asked, what always holds, who
can help. Sentences come from the phrases of a language; one theme speaks once, however many rules
it stands for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from matching.recruitment.people.local_help import Help, help_in
from matching.recruitment.people.phrases import Phrases, phrases, theme_of
from models.findings import Finding, Result, Severity
from models.outcomes import Verdict

MOST_QUESTIONS = 12
_ISOLATED = "\u2068{}\u2069"  # keeps a number or a Latin name in its own direction
_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its lines; `kind` is charges, problems, questions, always or help."""

    kind: str
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPage:
    """What a worker is told: heading, next step, sections, and one closing note."""

    language: str
    direction: str
    title: str
    on: date
    heading: str
    next: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]

    def as_text(self) -> str:
        """The page as plain text, one sentence group a line."""
        lines = [self.heading, self.next, ""]
        for section in self.sections:
            lines += [section.heading, *(f"- {line}" for line in section.lines), ""]
        return "\n".join([*lines, *self.notes, ""])


def for_worker(verdict: Verdict, language: str = "en") -> WorkerPage:
    """The verdict for a worker in English (en), French (fr), Spanish (es) or Arabic (ar).

    Raises FieldRefused for another language. The same verdict gives the same page.
    """
    said = phrases(language)
    level = said.levels[verdict.level]
    return WorkerPage(
        language=language,
        direction=said.direction,
        title=said.words["title"],
        on=verdict.on,
        heading=level.heading,
        next=level.next,
        sections=tuple(s for s in _sections(verdict, said) if s.lines),
        notes=(
            said.words["on"].format(day=_apart(verdict.on.isoformat(), said)),
            said.words["rests_on"],
            said.words["disclaimer"],
        ),
    )


def _sections(verdict: Verdict, said: Phrases) -> Iterator[Section]:
    failed = _themes(verdict.findings, Result.FAIL)
    asked = [t for t in _themes(verdict.findings, Result.UNKNOWN) if t not in failed]
    questions = [said.themes[theme].ask for theme in asked[:MOST_QUESTIONS]]
    if len(asked) > MOST_QUESTIONS:
        questions.append(said.words["more"].format(count=len(asked) - MOST_QUESTIONS))
    lines: Mapping[str, Iterable[str]] = {
        "charges": _charges(verdict.findings, said),
        "problems": (said.themes[theme].broken for theme in failed),
        "questions": questions,
        "always": said.rights,
        "help": (_help_line(entry, said) for entry in _help(verdict.findings)),
    }
    for kind, said_lines in lines.items():
        yield Section(kind=kind, heading=said.words[kind], lines=tuple(dict.fromkeys(said_lines)))


def _themes(findings: Iterable[Finding], result: Result) -> list[str]:
    """The themes of the findings with a result, those of the heaviest rules first, each once."""
    found = [f for f in findings if f.result is result]
    found.sort(key=lambda f: _SEVERITIES.index(f.severity))
    return list(dict.fromkeys(theme_of(f.rule) for f in found))


def _charges(findings: Iterable[Finding], said: Phrases) -> Iterator[str]:
    """What the offer makes the worker pay, where a rule failed over it."""
    for finding in findings:
        use = finding.facts.get("costs.costs") if finding.result is Result.FAIL else None
        if use is None:
            continue
        rows = cast("Mapping[str, object]", use)["value"]
        for row in cast("Iterable[Mapping[str, object]]", rows):
            amount = cast("float", row.get("amount") or 0)
            if row.get("payer") == "worker" and amount > 0:
                item = said.items.get(str(row.get("item")), said.items["other"])
                money = _apart(_money(amount, row.get("currency")), said)
                yield said.words["charge"].format(item=item, amount=money)


def _money(amount: float, currency: object) -> str:
    figure = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"{figure.replace(',', chr(0xA0))} {currency or ''}".strip()


def _help(findings: Iterable[Finding]) -> tuple[Help, ...]:
    route: dict[str, str] = {}
    for finding in findings:
        for path, use in finding.facts.items():
            if path.startswith("dossier.") and isinstance(use, Mapping):
                route.setdefault(path, str(use["value"]))
    origins = [route.get("dossier.origin_country"), route.get("dossier.residence_country")]
    return help_in(
        destination=route.get("dossier.destination"), origins=tuple(o for o in origins if o)
    )


def _help_line(entry: Help, said: Phrases) -> str:
    parts = [entry.name, entry.phone, entry.url]
    review = said.review[entry.source.review.value]
    source = said.words["source"].format(
        source=_apart(f"{entry.source.instrument}, {entry.source.date}", said), review=review
    )
    return f"{' · '.join(_apart(part, said) for part in parts if part)} ({source})"


def _apart(text: str, said: Phrases) -> str:
    return _ISOLATED.format(text) if said.direction == "rtl" else text

"""The report of a match as one HTML file that needs nothing else: no network, no scripts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from api.explanations import step_sentences
from api.imports.refusals import Refusal
from api.report_facts import ReportFacts
from matching.reasons.phrases import Phrases, phrases
from matching.shortlist import Shortlist
from models.findings import Reason, Result
from models.outcomes import BrainWaste, Match, VerdictLevel
from models.work import Vacancy
from qualifications.taxonomy.concepts import Taxonomy

_MAJOR_GROUPS = "0123456789"
_KINDS = ("at", "above", "below", "unknown")
_WASTE = {None: "unknown", -1: "above", 0: "at", 1: "below", 2: "below"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of a score's bar: where it starts and how wide it is, in percent."""

    feature: str
    text: str
    contribution: float
    start: float
    width: float


def bar(reasons: Sequence[Reason], span: float) -> tuple[Part, ...]:
    """A score's gains side by side, each as wide as it counts; `span` is the whole width."""
    parts = []
    start = 0.0
    for reason in reasons:
        if reason.feature == "base" or reason.contribution <= 0:
            continue
        width = 100 * reason.contribution / span
        parts.append(
            Part(
                feature=reason.feature,
                text=reason.text,
                contribution=reason.contribution,
                start=start,
                width=width,
            )
        )
        start += width
    return tuple(parts)


def brain_waste_flag(waste: BrainWaste) -> str:
    """The flag a reader sees: how the work stands to the person's level of education."""
    level = waste.over_qualification
    words = {None: "level unknown", -1: "work above level", 0: "at level"}
    return words.get(level, f"BRAIN WASTE: {level} level{'s' if level == 2 else ''} below")


def pay_told(waste: BrainWaste, words: Phrases) -> str | None:
    """What the work pays less or more; why that is unknown, of work below the person's level."""
    if waste.wage_gap is not None:
        key = "pay" if waste.wage_gap > 0 else "pay_more"
        return words.say(f"waste.{key}", percent=f"{100 * abs(waste.wage_gap):.0f}")
    if (waste.over_qualification or 0) > 0 and waste.wage_gap_unknown:
        return words.say(f"pay_unknown.{waste.wage_gap_unknown}")
    return None


def levels_by_group(
    shortlists: Sequence[tuple[Vacancy, Shortlist]], taxonomy: Taxonomy, language: str = "en"
) -> list[dict[str, object]]:
    """For each ISCO-08 major group, how many people proposed first are at, above, below level.

    Each row has `code`, `title`, `total` and `bars`: (kind, count) in the order drawn.
    """
    counts: dict[str, Counter[str]] = {}
    for vacancy, shortlist in shortlists:
        code = _isco08(vacancy, taxonomy)
        for match in shortlist.matches[:1]:
            kind = _WASTE[match.brain_waste.over_qualification]
            counts.setdefault(code[:1], Counter())[kind] += 1
    return [
        {
            "code": code,
            "title": taxonomy.label(taxonomy.isco_group(code).uri, language),
            "total": counts[code].total(),
            "bars": [(kind, counts[code][kind]) for kind in _KINDS if counts[code][kind]],
        }
        for code in _MAJOR_GROUPS
        if code in counts
    ]


def _isco08(vacancy: Vacancy, taxonomy: Taxonomy) -> str:
    if vacancy.occupation is None:
        return ""
    number = taxonomy.occupation_number(vacancy.occupation.uri)
    if number is not None:
        return taxonomy.occupations[number].isco08
    return taxonomy.isco_group(vacancy.occupation.uri).code


def write_report(
    path: Path,
    shortlists: Sequence[tuple[Vacancy, Shortlist]],
    taxonomy: Taxonomy,
    *,
    title: str,
    about: str,
    on: date,
    candidates: int,
    refusals: Sequence[Refusal],
    facts: ReportFacts | None = None,
    language: str = "en",
) -> None:
    """Write the report of these shortlists in the reader's language and its direction."""
    words = phrases(language)
    template = (files("api") / "web" / "report.html.jinja").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    told = facts or ReportFacts()
    matches = [m for _, s in shortlists for m in s.matches]
    html = page.from_string(template).render(
        words=words,
        texts=words.texts,
        said=words.texts["report"],
        title=title,
        about=about,
        on=on,
        models=sorted({m.model for m in matches}),
        candidates=candidates,
        refusals=refusals,
        facts=told,
        step_sentences=step_sentences,
        vacancies=[_section(v, s, taxonomy, _span(matches), words, told) for v, s in shortlists],
        groups=levels_by_group(shortlists, taxonomy, language),
        verdicts=_verdict_counts(shortlists),
        attribution=taxonomy.attribution,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")


def _span(matches: Sequence[Match]) -> float:
    gains = (sum(max(r.contribution, 0) for r in m.reasons if r.feature != "base") for m in matches)
    return max(gains, default=1.0) or 1.0


def _verdict_counts(shortlists: Sequence[tuple[Vacancy, Shortlist]]) -> list[tuple[str, int]]:
    counts = Counter(verdict_of(shortlist) for _, shortlist in shortlists)
    return [(level.value, counts[level.value]) for level in VerdictLevel if counts[level.value]]


def verdict_of(shortlist: Shortlist) -> str:
    """The verdict of a vacancy as a whole: blocked for everyone, or that of its first match."""
    if shortlist.blocked_verdict is not None:
        return shortlist.blocked_verdict.level.value
    return shortlist.matches[0].verdict.level.value if shortlist.matches else "no match"


def _section(
    vacancy: Vacancy,
    shortlist: Shortlist,
    taxonomy: Taxonomy,
    span: float,
    words: Phrases,
    facts: ReportFacts,
) -> dict[str, object]:
    blocked = shortlist.blocked_verdict
    first = shortlist.matches[0].verdict if shortlist.matches else None
    link, verdict = vacancy.occupation, verdict_of(shortlist)
    return {
        "vacancy": vacancy,
        "occupation": taxonomy.label(link.uri, words.language) if link else None,
        "isco08": _isco08(vacancy, taxonomy),
        "verdict": verdict,
        "meaning": words.texts["verdict"].get(verdict, words.texts["verdict"]["none"]),
        "failed": [f for f in blocked.findings if f.result is Result.FAIL] if blocked else [],
        "stopping": first.stopping_questions if first else (),
        "questions": first.questions if first else (),
        "blocked": shortlist.blocked,
        "people": [
            {
                "match": m,
                "bar": bar(m.reasons, span),
                "flag": words.texts["report"][_WASTE[m.brain_waste.over_qualification]],
                "kind": _WASTE[m.brain_waste.over_qualification],
                "pay": pay_told(m.brain_waste, words),
                "explanation": facts.explanations.get((m.vacancy_id, m.candidate_id)),
            }
            for m in shortlist.matches
        ],
    }

"""What a vacancy asks and a person does not show, in plain sentences."""

from collections.abc import Iterable

from matching.explain import HELD, NEAR, UNMEASURED, Case
from matching.features import holds_licence
from matching.profiles import Ask
from models.findings import Gap, GapKind
from models.levels import CEFR

_MOST_GAPS = 12


def gaps(case: Case) -> tuple[Gap, ...]:
    """What the vacancy asks and the person does not show: stated skills first, then the rest."""
    found = [*_language_gaps(case), *_licence_gaps(case), *_level_gaps(case)]
    stated = [(n, a) for n, a in enumerate(case.vacancy.asks) if a.stated]
    found += [gap for n, a in sorted(stated, key=_by_weight) if (gap := _skill_gap(case, n, a))]
    if not stated:
        usual = [(n, a) for n, a in enumerate(case.vacancy.asks) if a.weight >= HELD / 2]
        found += [gap for n, a in sorted(usual, key=_by_weight) if (gap := _skill_gap(case, n, a))]
    return tuple(found[:_MOST_GAPS])


def _by_weight(pair: tuple[int, Ask]) -> tuple[float, int]:
    return (-pair[1].weight, pair[0])


def _skill_gap(case: Case, at: int, ask: Ask) -> Gap | None:
    if case.held[at] >= HELD:
        return None
    near = max(case.held[at], case.credited[at]) >= NEAR
    kind, label = GapKind.NEAR if near else GapKind.MISSING, case.label(ask)
    uri = case.knowledge.taxonomy.skills[ask.skill].uri
    return Gap(uri=uri, label=label, kind=kind, text=case.say(f"gap.skill_{kind}", label=label))


def _language_gaps(case: Case) -> Iterable[Gap]:
    held = case.pool.languages[case.row] or {}
    for need in case.vacancy.languages:
        level, asked = held.get(need.code, 0), int(need.cefr) if need.cefr else UNMEASURED
        if level >= asked:
            continue
        label = f"{case.phrases.spoken(need.code)} {CEFR(asked).name}"
        kind = GapKind.NEAR if level == asked - 1 and level else GapKind.MISSING
        key = "gap.language_low" if level else "gap.language_missing"
        text = case.say(key, asked=label, held=CEFR(level).name if level else "")
        yield Gap(uri=None, label=label, kind=kind, text=text)


def _licence_gaps(case: Case) -> Iterable[Gap]:
    held = case.pool.licences[case.row]
    for licence in case.vacancy.licences:
        if not holds_licence(licence, held):
            text = case.say("gap.licence", label=licence)
            yield Gap(uri=None, label=licence, kind=GapKind.MISSING, text=text)


def _level_gaps(case: Case) -> Iterable[Gap]:
    needed, held = case.vacancy.education_level, int(case.pool.isced[case.row])
    if needed is not None and held < needed:
        shown = case.phrases.level(held) if held >= 0 else case.say("gap.unknown")
        kind = GapKind.NEAR if held == needed - 1 else GapKind.MISSING
        label = case.phrases.level(needed)
        text = case.say("gap.education", needed=label, held=shown)
        yield Gap(uri=None, label=label, kind=kind, text=text)

"""One audit from the files a person has, or from the store: gathered, taken, made publishable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from api.audit_lists import GroupList, read_groups, read_matches, read_outcomes
from api.dials import isco08_of
from api.imports.refusals import Refusal
from api.imports.side_lists import Given
from api.jobs import Lists, Tell, read_lists, shortlists, silent
from api.parts import Parts
from matching.fairness.attributes import attributes_of
from matching.fairness.audit import Audit, Audited, audit
from matching.fairness.lists import Attribute, Listed, Outcome
from matching.fairness.publishing import published
from matching.fairness.traits import FAMILIES, traits_of
from matching.shortlist import Shortlist
from models.errors import FieldRefused
from models.people import Candidate
from models.work import Vacancy, VacancyStatus
from qualifications.taxonomy.concepts import Taxonomy

# How many times as many people a list holds as are selected, so that another order has a choice.
DEPTH = 3
_KIND_OF_WORK = 2  # digits of ISCO-08 within which people are compared like with like


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to audit, and how; files not given are None.

    With vacancies and candidates the match is run for the audit; with `matches` it was run before.
    """

    on: date
    matches: Given | None = None
    groups: Given | None = None
    outcomes: Given | None = None
    vacancies: Path | None = None
    candidates: Path | None = None
    top: int = 10
    seed: int = 0
    crosses: tuple[tuple[str, str], ...] = ()
    profile: str | None = None
    proxies: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A publishable audit, and what could not be read."""

    audit: Audit
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    people: Mapping[str, Candidate] = field(default_factory=dict)
    listed: tuple[Listed, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    reruns: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()


def take_audit(app: Parts, asked: Asked, tell: Tell) -> Taken:
    """The audit of what is asked; raises FieldRefused where there is nothing to compare."""
    gathered = _gathered(app, asked, tell)
    listed, outcomes = gathered.listed, gathered.outcomes
    groups = _groups(asked, gathered.people.values())
    people = groups.people | _named(listed, outcomes)
    ordered = sorted(gathered.people) if asked.proxies else []
    tell(f"Auditing {len(people)} people in {len(groups.attributes)} ways")
    given = Audited(
        people=people,
        attributes=groups.attributes,
        listed=listed,
        outcomes=outcomes,
        work_of=_work(gathered.people.values(), app.taxonomy) if gathered.people else {},
        ordered=ordered,
        traits=traits_of([gathered.people[p] for p in ordered], app.taxonomy.label)
        if ordered
        else {},
        reruns=gathered.reruns,
        further={"understood": _understood(gathered.people)} if gathered.people else {},
        crosses=_crosses(asked.crosses, groups.attributes),
    )
    return Taken(
        audit=published(audit(given, top=asked.top, seed=asked.seed)),
        refusals=gathered.refusals,
        notes=(*gathered.notes, *groups.notes, *_unknown_people(groups, listed, outcomes)),
    )


def _gathered(app: Parts, asked: Asked, tell: Tell) -> _Gathered:
    """What there is to look at: files of an earlier match, and a match run now where asked."""
    told = _Gathered()
    if asked.outcomes:
        outcomes, refusals = read_outcomes(asked.outcomes)
        told = replace(told, outcomes=outcomes, refusals=refusals)
    if asked.matches:
        listed, refusals = read_matches(asked.matches)
        return replace(told, listed=listed, refusals=(*told.refusals, *refusals))
    if asked.vacancies and asked.candidates:
        lists = read_lists(app, asked.vacancies, asked.candidates, on=asked.on, tell=tell)
    elif asked.outcomes:
        return told
    else:
        lists = _stored(app)
    return replace(
        told,
        people=lists.candidates,
        listed=_matched(app, lists, asked, DEPTH * asked.top, tell),
        reruns=_reruns(app, lists, asked, tell) if asked.proxies else {},
        refusals=(*told.refusals, *lists.refusals),
        notes=lists.notes,
    )


def _stored(app: Parts) -> Lists:
    people = {c.id: c for c in app.store.candidates(with_protected=True, to_match=True)}
    if not people:
        raise FieldRefused(
            "There is nothing to audit: no list was given and nobody is stored.",
            "Give --matches with --groups, --outcomes with --groups, or both lists of a match.",
            field="matches", value="",
        )  # fmt: skip
    vacancies = tuple(app.store.vacancies(VacancyStatus.OPEN))
    return Lists(vacancies=vacancies, candidates=people, refusals=(), notes=())


def _matched(app: Parts, lists: Lists, asked: Asked, top: int, tell: Tell) -> tuple[Listed, ...]:
    profile = asked.profile or app.settings.profile
    return listed_of(shortlists(app, lists, on=asked.on, top=top, profile=profile, tell=tell))


def _reruns(app: Parts, lists: Lists, asked: Asked, tell: Tell) -> dict[str, tuple[Listed, ...]]:
    """The match without each family of data that reaches the score."""
    found = {}
    for family in FAMILIES:
        if family.without is None:
            continue
        tell(f"Matching again without {family.name}")
        bare = {name: family.without(person) for name, person in lists.candidates.items()}
        rerun = replace(lists, candidates=bare)
        found[family.name] = _matched(app, rerun, asked, asked.top, silent)
    return found


def listed_of(found: Iterable[tuple[Vacancy, Shortlist]]) -> tuple[Listed, ...]:
    """Shortlists as an audit looks at them."""
    return tuple(
        Listed(
            vacancy_id=vacancy.id,
            candidate_id=match.candidate_id,
            rank=match.rank,
            score=match.score,
            probability=match.probability,
            contributions={r.feature: r.contribution for r in match.reasons},
        )
        for vacancy, shortlist in found
        for match in shortlist.matches
    )


def _groups(asked: Asked, people: Iterable[Candidate]) -> GroupList:
    """The groups of a list of them, and those that the candidate list states, the former first."""
    protected = {c.id: c.protected for c in people}
    own = attributes_of(protected, asked.on.year)
    told = read_groups(asked.groups, asked.on) if asked.groups else None
    names = {a.name for a in told.attributes} if told else set()
    attributes = (*(told.attributes if told else ()), *(a for a in own if a.name not in names))
    if not attributes:
        raise FieldRefused(
            "Nobody's group is known, so there is nothing to compare.",
            "Give --groups: a list with an id and columns such as gender or ethnicity.",
            field="groups", value="",
        )  # fmt: skip
    return GroupList(
        people=frozenset(protected) | (told.people if told else frozenset()),
        attributes=attributes,
        notes=told.notes if told else (),
    )


def _crosses(
    asked: Sequence[tuple[str, str]], attributes: Sequence[Attribute]
) -> tuple[tuple[str, str], ...]:
    """The pairs asked for; by default gender with ethnicity, or with age where there is none."""
    names = [a.name for a in attributes]
    for name in (n for pair in asked for n in pair):
        if name not in names:
            raise FieldRefused(
                f"There is no attribute '{name}' to cross.", f"Known: {', '.join(names)}.",
                field="cross", value=name,
            )  # fmt: skip
    if asked:
        return tuple(asked)
    other = next((n for n in ("ethnicity", "race", "race/ethnicity", "age") if n in names), None)
    return (("gender", other),) if "gender" in names and other else ()


def _understood(people: Mapping[str, Candidate]) -> tuple[frozenset[str], frozenset[str]]:
    """Who states a job, and of them those with one that was linked to an occupation."""
    stating = {name: person for name, person in people.items() if person.experience}
    linked = (name for name, p in stating.items() if any(job.occupation for job in p.experience))
    return frozenset(stating), frozenset(linked)


def _work(people: Iterable[Candidate], taxonomy: Taxonomy) -> dict[str, str]:
    """The kind of work of each person's last known job."""
    found = {}
    for person in people:
        links = [job.occupation.uri for job in person.experience if job.occupation]
        codes = [code for uri in links if (code := isco08_of(uri, taxonomy))]
        if codes:
            found[person.id] = codes[-1][:_KIND_OF_WORK]
    return found


def _named(listed: Sequence[Listed], outcomes: Sequence[Outcome]) -> frozenset[str]:
    return frozenset(x.candidate_id for x in listed) | {x.candidate_id for x in outcomes}


def _unknown_people(
    groups: GroupList, listed: Sequence[Listed], outcomes: Sequence[Outcome]
) -> list[str]:
    """A note where people on lists stand in no list of groups: then shares mean little."""
    named = _named(listed, outcomes)
    strangers = len(named - groups.people)
    if not strangers:
        return []
    return [f"{strangers} of {len(named)} people on lists are in no list of groups."]

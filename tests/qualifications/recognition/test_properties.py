"""What holds for every credential: facts never hurt, lengths and levels never lower an outcome."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from models.outcomes import Outcome, Recognition
from models.people import Credential
from qualifications.countries import Award, load_countries
from qualifications.hosts import load_hosts
from qualifications.practice import Practice
from qualifications.recognition import Recogniser
from qualifications.recognition_objects import as_object
from qualifications.standing import standing
from qualifications.treaties import Instrument, load_instruments

ON = date(2026, 11, 23)
RECOGNISER = Recogniser.load()
DECIDED = (Outcome.FULL_COMPARABILITY, Outcome.AUTOMATIC_RECOGNITION)
AWARDS = [a for c in load_countries().values() for a in c.awards if a.level >= 5]
HOSTS = [*load_hosts(), "JP", "PT", "KE"]
PURPOSES = ("study", "employment", "visa", "regulated_profession")

INSTITUTIONS = {
    "SY": "Damascus University",
    "IN": "University of Delhi",
    "PH": "University of the Philippines",
    "NG": "University of Ibadan",
}


def ladders() -> Iterator[list[Award]]:
    """The usual awards of a country from one level to the next, one kind after the other."""
    for country in load_countries().values():
        for kind in ("academic", "vocational", "professional"):
            steps = [
                next((a for a in country.awards_at(n, ON.year) if a.orientation == kind), None)
                for n in range(3, 9)
            ]
            ladder = [award for award in steps if award is not None]
            if len(ladder) > 1:
                yield ladder


LADDERS = list(ladders())

awards = st.sampled_from(AWARDS)
hosts = st.sampled_from(HOSTS)
purposes = st.sampled_from(PURPOSES)


def paper(award: Award, **facts: object) -> Credential:
    known = {"title": award.name, "country": award.country}
    return Credential(**known, **facts)  # type: ignore[arg-type]


def ask(credential: Credential, host: str, purpose: str, on: date = ON) -> Recognition:
    return RECOGNISER.recognise(credential, host=host, purpose=purpose, on=on)


def not_worse(better: Recognition, worse: Recognition) -> None:
    """Where both are decided, the better credential stands at least as high."""
    high, low = standing(better), standing(worse)
    if high is not None and low is not None:
        assert high >= low, (low, high)


@settings(max_examples=200, deadline=None)
@given(awards, hosts, purposes, st.integers(1, 5), st.integers(1, 3))
def test_longer_studies_never_do_worse(
    award: Award, host: str, purpose: str, years: int, more: int
) -> None:
    facts = {"field": "nursing", "profession": "nurse"}
    short = ask(paper(award, duration_years=float(years), **facts), host, purpose)
    long = ask(paper(award, duration_years=float(years + more), **facts), host, purpose)
    if short.award == long.award and short.isced_level == long.isced_level:
        not_worse(long, short)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LADDERS), hosts, purposes, st.data())
def test_a_higher_award_of_the_same_kind_never_does_worse(
    ladder: Sequence[Award], host: str, purpose: str, data: st.DataObject
) -> None:
    lower = data.draw(st.sampled_from(ladder[:-1]))
    higher = data.draw(st.sampled_from([a for a in ladder if a.level > lower.level]))
    facts = {"field": "nursing", "profession": "nurse"}
    below, above = (ask(paper(a, **facts), host, purpose) for a in (lower, higher))
    if (below.isced_level, above.isced_level) == (lower.level, higher.level):
        not_worse(above, below)


@settings(max_examples=150, deadline=None)
@given(awards, hosts, purposes, st.sampled_from(sorted(INSTITUTIONS)))
def test_a_recognised_institution_never_does_worse(
    award: Award, host: str, purpose: str, country: str
) -> None:
    plain = paper(replace(award, country=country), profession="nurse", field="nursing")
    named = replace(plain, institution=INSTITUTIONS[country])
    before, after = ask(plain, host, purpose), ask(named, host, purpose)
    assert after.institution is not None
    assert after.institution.status == "recognised"
    not_worse(after, before)
    assert after.confidence >= before.confidence


@settings(max_examples=150, deadline=None)
@given(awards, hosts, purposes, st.floats(0.5, 12), st.sampled_from(["ES", "PH", "GB"]))
def test_practice_never_does_worse(
    award: Award, host: str, purpose: str, years: float, country: str
) -> None:
    held = paper(award, year=1985, profession="nurse", field="nursing")
    practised = RECOGNISER.recognise(
        held,
        host=host,
        purpose=purpose,
        on=ON,
        practice=Practice(years=years, country=country, recognised_in=country),
    )
    not_worse(practised, ask(held, host, purpose))


@settings(max_examples=150, deadline=None)
@given(awards, awards, hosts, st.sampled_from(PURPOSES[:3]))
def test_a_further_credential_never_does_worse(
    award: Award, other: Award, host: str, purpose: str
) -> None:
    held = paper(award)
    together = RECOGNISER.recognise(
        held, host=host, purpose=purpose, on=ON, read_with=[paper(other)]
    )
    not_worse(together, ask(held, host, purpose))


AUTOMATIC = [i for i in load_instruments().values() if i.kind == "automatic"]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(AUTOMATIC),
    st.data(),
    st.dates(date(1990, 1, 1), date(2035, 1, 1)),
    st.booleans(),
)
def test_the_day_decides_whether_a_treaty_does(
    treaty: Instrument, data: st.DataObject, on: date, nearby: bool
) -> None:
    origin, host = data.draw(st.sampled_from([*permutations(sorted(treaty.parties), 2)]))
    since = treaty.since(origin, host)
    if nearby:
        on = since + timedelta(days=data.draw(st.integers(-1, 1)))
    award = load_countries()[origin].awards_at(6)[0]
    answer = ask(paper(award), host, "study", on)
    if answer.isced_level not in treaty.levels or answer.decided_by is None:
        return
    bound = any(i.binds_both(origin, host, on) and 6 in i.levels for i in AUTOMATIC)
    assert (answer.decided_by.rule in {i.id for i in AUTOMATIC}) is bound
    if on < since:
        assert answer.decided_by.rule != treaty.id


@settings(max_examples=150, deadline=None)
@given(awards, hosts, purposes, st.integers(1990, 2024))
def test_better_documents_never_do_worse(award: Award, host: str, purpose: str, year: int) -> None:
    plain = paper(award, year=year, profession="nurse")
    bare = ask(plain, host, purpose)
    for documents in ("complete", "verified"):
        shown = ask(replace(plain, documents=documents), host, purpose)
        assert shown.outcome is bare.outcome
        assert shown.confidence >= bare.confidence
    for documents in ("incomplete", "mismatch"):
        assert ask(replace(plain, documents=documents), host, purpose).outcome is bare.outcome


@settings(max_examples=200, deadline=None)
@given(awards, hosts, purposes, st.sampled_from(["country", "year", "field", "duration_years"]))
def test_a_fact_removed_never_makes_the_unknown_recognised(
    award: Award, host: str, purpose: str, fact: str
) -> None:
    whole = paper(award, year=2012, field="nursing", duration_years=3.0, profession="nurse")
    before = ask(whole, host, purpose)
    after = ask(replace(whole, **{fact: None}), host, purpose)
    if before.outcome is Outcome.CANNOT_DETERMINE and before.award == after.award:
        # A length that contradicts an award can only be what made it unknown.
        assert after.outcome not in DECIDED or fact == "duration_years"


@settings(max_examples=100, deadline=None)
@given(awards, hosts, purposes)
def test_without_papers_nobody_is_refused(award: Award, host: str, purpose: str) -> None:
    answer = ask(paper(award, documents="undocumented", profession="nurse"), host, purpose)
    assert answer.outcome is Outcome.BACKGROUND_PAPER
    assert not [r for r in answer.reasons if r.type == "declinable"]
    said = " ".join(step.text for step in answer.next_steps)
    assert "nobody has to write to the home state" in said


@settings(max_examples=100, deadline=None)
@given(
    awards,
    hosts,
    purposes,
    st.dates(date(1995, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["en", "fr", "ar"]),
)
def test_every_answer_is_whole_repeatable_and_names_its_rule(
    award: Award, host: str, purpose: str, on: date, language: str
) -> None:
    credential = paper(award, year=2010, grade="3", profession="nurse")
    answer = ask(credential, host, purpose, on)
    again = ask(replace(credential), host, purpose, on)
    assert as_object(answer, language) == as_object(again, language)
    assert 0 <= answer.confidence <= 1
    assert answer.elements is not None
    if answer.outcome is not Outcome.CANNOT_DETERMINE:
        assert answer.decided_by is not None
        assert answer.decided_by.source is not None

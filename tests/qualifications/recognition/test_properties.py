"""What holds for every credential: facts never hurt, lengths and levels never lower an outcome."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from models.outcomes import Outcome, Recognition
from models.people import Credential
from qualifications.countries import load_countries
from qualifications.hosts import load_hosts
from qualifications.recognition import Recogniser
from qualifications.recognition_objects import as_object

ON = date(2026, 11, 23)
RECOGNISER = Recogniser.load()
# How good an outcome is for its holder; what waits for a fact or for papers is not on the ladder.
RANK = {
    Outcome.NO_COMPARABILITY: 0,
    Outcome.ALTERNATIVE_RECOGNITION: 1,
    Outcome.PARTIAL_RECOGNITION: 1,
    Outcome.CONDITIONAL_COMPENSATION: 2,
    Outcome.LEVEL_COMPARABILITY_ONLY: 3,
    Outcome.FULL_COMPARABILITY: 4,
    Outcome.AUTOMATIC_RECOGNITION: 4,
}
DECIDED = (Outcome.FULL_COMPARABILITY, Outcome.AUTOMATIC_RECOGNITION)
AWARDS = [a for c in load_countries().values() for a in c.awards if a.level >= 5]
HOSTS = [*load_hosts(), "JP", "PT", "KE"]
PURPOSES = ("study", "employment", "visa", "regulated_profession")

awards = st.sampled_from(AWARDS)
hosts = st.sampled_from(HOSTS)
purposes = st.sampled_from(PURPOSES)


def paper(award: object, **facts: object) -> Credential:
    known = {"title": award.name, "country": award.country}  # type: ignore[attr-defined]
    return Credential(**known, **facts)  # type: ignore[arg-type]


def ask(credential: Credential, host: str, purpose: str, on: date = ON) -> Recognition:
    return RECOGNISER.recognise(credential, host=host, purpose=purpose, on=on)


@settings(max_examples=150, deadline=None)
@given(awards, hosts, st.sampled_from(PURPOSES[:3]), st.integers(1, 5), st.integers(1, 3))
def test_longer_studies_never_do_worse(
    award: object, host: str, purpose: str, years: int, more: int
) -> None:
    short = ask(paper(award, duration_years=float(years)), host, purpose)
    long = ask(paper(award, duration_years=float(years + more)), host, purpose)
    same_award = short.award == long.award and short.isced_level == long.isced_level
    if same_award and short.outcome in RANK and long.outcome in RANK:
        assert RANK[long.outcome] >= RANK[short.outcome]


@settings(max_examples=150, deadline=None)
@given(awards, hosts, purposes, st.integers(1990, 2024))
def test_better_documents_never_do_worse(award: object, host: str, purpose: str, year: int) -> None:
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
    award: object, host: str, purpose: str, fact: str
) -> None:
    whole = paper(award, year=2012, field="nursing", duration_years=3.0, profession="nurse")
    before = ask(whole, host, purpose)
    after = ask(replace(whole, **{fact: None}), host, purpose)
    if before.outcome is Outcome.CANNOT_DETERMINE and before.award == after.award:
        # A length that contradicts an award can only be what made it unknown.
        assert after.outcome not in DECIDED or fact == "duration_years"


@settings(max_examples=100, deadline=None)
@given(awards, hosts, purposes)
def test_without_papers_nobody_is_refused(award: object, host: str, purpose: str) -> None:
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
    award: object, host: str, purpose: str, on: date, language: str
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

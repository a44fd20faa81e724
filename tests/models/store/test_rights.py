"""Consent, identity, dispute, legal hold and erasure: what holds while a person allows it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from models.decisions import Choice, DeclineReason, Role, State
from models.errors import (
    ConsentMissing,
    DecisionRefused,
    FieldRefused,
    LegalHoldStands,
    UnknownCandidate,
    UnknownRecord,
)
from models.outcomes import VerdictLevel
from models.rights import (
    About,
    Answer,
    Basis,
    DisputeOutcome,
    Grant,
    Identity,
    Use,
    month_after,
)
from models.store import QueueCounts, Store, open_store
from models.store.tables import METADATA
from tests.models.store.people import NURSE, TAILOR, WARD, decision, grant, proposed

MARIA = Identity(name="Maria Santos-marker", phone="+63 2 8888 0000")
FULL = ("name", "phone", "email")
ANSWER = Answer(
    outcome=DisputeOutcome.UPHELD, role=Role.REVIEWER, by="rev-1", text="answered-marker"
)


@pytest.fixture
def people(store: Store) -> Store:
    """A store with two people, one of them proposed and accepted."""
    store.put_candidates([NURSE, TAILOR])
    store.put_vacancies([WARD])
    store.put_proposals([proposed("C-1"), proposed("C-2", rank=2)])
    store.decide(1, decision())
    return store


@pytest.mark.parametrize(
    "stated",
    [
        {"use": Use.CONTACT, "basis": Basis.PUBLIC_TASK, "scope": ("name",)},
        {"use": Use.SHARING, "basis": Basis.CONTRACT, "scope": ("V-1",)},
        {"use": Use.CONTACT, "scope": ()},
        {"use": Use.CONTACT, "scope": ("name", "passport")},
        {"use": Use.SHARING, "scope": ()},
        {"use": Use.SHARING, "scope": ("V-1", "V-2")},
        {"use": Use.MATCHING, "scope": ("all",)},
        {"use": Use.MATCHING, "evidence": " "},
        {"use": Use.MATCHING, "by": "Anna Berg"},
    ],
)
def test_a_consent_is_specific_and_proved(stated: dict[str, object]) -> None:
    usual = {"basis": Basis.CONSENT, "evidence": "form 12", "by": "officer-17"}
    with pytest.raises(FieldRefused):
        Grant(**{**usual, **stated})  # type: ignore[arg-type]


def test_no_identity_before_consent_and_only_within_it(people: Store) -> None:
    with pytest.raises(ConsentMissing, match="name, phone"):
        people.put_identity("C-1", MARIA, "officer-17")
    people.give_consent("C-1", grant(Use.CONTACT, "name"))
    with pytest.raises(ConsentMissing, match="phone"):
        people.put_identity("C-1", MARIA, "officer-17")
    people.give_consent("C-1", grant(Use.CONTACT, "phone"))
    people.put_identity("C-1", MARIA, "officer-17")
    assert people.show_identity("C-1", Use.CONTACT, "officer-17") == MARIA
    with pytest.raises(ConsentMissing):
        people.show_identity("C-2", Use.CONTACT, "officer-17")
    with pytest.raises(ConsentMissing):
        people.show_identity("C-1", Use.MATCHING, "officer-17")


def test_withdrawal_hides_and_deletes_at_once(people: Store, store_url: str) -> None:
    both = people.give_consent("C-1", grant(Use.CONTACT, "name", "phone"))
    name = people.give_consent("C-1", grant(Use.CONTACT, "name"))
    people.put_identity("C-1", MARIA, "officer-17")
    assert people.withdraw_consent(both.id, "officer-17").withdrawn_at is not None
    shown = people.show_identity("C-1", Use.CONTACT, "officer-17")
    assert shown == Identity(name=MARIA.name)
    people.withdraw_consent(name.id, "officer-17")
    with pytest.raises(ConsentMissing):
        people.show_identity("C-1", Use.CONTACT, "officer-17")
    assert "Santos" not in everything(store_url)
    assert [c.holds for c in people.consents("C-1")] == [False, False]
    again = people.withdraw_consent(name.id, "officer-17")
    assert again == people.consents("C-1")[1]


def test_an_employer_sees_who_it_is_only_after_consent_decision_and_clearance(
    people: Store,
) -> None:
    people.give_consent("C-1", grant(Use.CONTACT, *FULL))
    people.put_identity("C-1", MARIA, "officer-17")

    def shared(candidate: str = "C-1", vacancy: str | None = "V-1") -> Identity:
        return people.show_identity(candidate, Use.SHARING, "officer-17", vacancy_id=vacancy)

    with pytest.raises(ConsentMissing, match="sharing"):
        shared()
    sharing = people.give_consent("C-1", grant(Use.SHARING, "V-1"))
    assert shared() == MARIA
    for vacancy in ("V-2", None):
        with pytest.raises(DecisionRefused, match="accepted"):
            shared(vacancy=vacancy)
    with pytest.raises(DecisionRefused):
        shared("C-2")
    people.withdraw_consent(sharing.id, "officer-17")
    with pytest.raises(ConsentMissing):
        shared()
    shown = [e.body for e in people.log_entries() if e.kind == "identity_shown"]
    assert [(b["use"], b["vacancy"]) for b in shown] == [("sharing", "V-1")]


def test_an_offer_on_hold_shares_nobody(people: Store) -> None:
    people.put_candidates([replace(NURSE, id="C-3")])
    people.put_proposals([proposed("C-3", verdict=VerdictLevel.HOLD)])
    people.decide(3, decision())
    people.give_consent("C-3", grant(Use.CONTACT, *FULL))
    people.give_consent("C-3", grant(Use.SHARING, "V-1"))
    people.put_identity("C-3", MARIA, "officer-17")
    with pytest.raises(DecisionRefused, match="may not go out"):
        people.show_identity("C-3", Use.SHARING, "officer-17", vacancy_id="V-1")


def test_who_withdraws_from_matching_is_ranked_and_proposed_no_more(people: Store) -> None:
    matching = people.give_consent("C-2", grant(Use.MATCHING))
    assert [c.id for c in people.candidates(to_match=True)] == ["C-1", "C-2"]
    people.withdraw_consent(matching.id, "officer-17")
    assert [c.id for c in people.candidates(to_match=True)] == ["C-1"]
    assert [c.id for c in people.candidates()] == ["C-1", "C-2"]
    assert [p.id for p in people.proposals()] == [1]
    assert people.put_proposals([proposed("C-2")]) == QueueCounts(withdrawn=1)
    people.give_consent("C-2", grant(Use.MATCHING, basis=Basis.PUBLIC_TASK))
    assert people.put_proposals([proposed("C-2")]) == QueueCounts(queued=1)


def test_who_withdrew_is_not_accepted_by_an_override(people: Store) -> None:
    people.decide(2, decision(Choice.DECLINE, reason=DeclineReason.OTHER))
    matching = people.give_consent("C-2", grant(Use.MATCHING))
    people.withdraw_consent(matching.id, "officer-17")
    override = decision(Choice.OVERRIDE, role=Role.REVIEWER, outcome=State.ACCEPTED)
    with pytest.raises(ConsentMissing, match="withdrawn"):
        people.decide(2, override)


def test_an_objection_is_seen_and_answered_by_a_person_once(people: Store) -> None:
    opened = people.open_dispute("C-1", About.MATCH, "1", "I worked ten years, not six.")
    assert opened.due == month_after(opened.opened_at.date())
    people.open_dispute("C-1", About.FACT, "experience", "The dates are wrong.")
    assert people.get_proposal(1).open_disputes == 1
    assert [d.id for d in people.disputes(open_only=True)] == [1, 2]
    answered = people.answer_dispute(1, ANSWER)
    assert (answered.answer, answered.answered_at is None) == (ANSWER, False)
    assert people.get_proposal(1).open_disputes == 0
    assert [d.id for d in people.disputes(open_only=True)] == [2]
    with pytest.raises(DecisionRefused, match="has been answered"):
        people.answer_dispute(1, ANSWER)
    assert [e.kind for e in people.log_entries()][-3:] == ["disputed", "disputed", "answered"]


def test_an_objection_to_a_match_of_somebody_else_is_refused(people: Store) -> None:
    for subject in ("2", "nine", "1 OR 1=1"):
        with pytest.raises(UnknownRecord, match="not the number"):
            people.open_dispute("C-1", About.MATCH, subject, "No.")
    with pytest.raises(UnknownCandidate):
        people.open_dispute("C-9", About.FACT, "skills", "No.")
    with pytest.raises(FieldRefused):
        people.open_dispute("C-1", About.FACT, "skills", " ")
    with pytest.raises(UnknownRecord):
        people.answer_dispute(9, ANSWER)


@pytest.mark.parametrize(
    ("day", "due"),
    [("2026-11-23", "2026-12-23"), ("2027-01-31", "2027-02-28"), ("2026-12-31", "2027-01-31")],
)
def test_an_answer_is_due_a_month_later(day: str, due: str) -> None:
    assert month_after(date.fromisoformat(day)) == date.fromisoformat(due)


def test_a_legal_hold_prevents_erasure_and_says_why(people: Store) -> None:
    today = datetime.now(UTC).date()
    hold = people.place_hold("C-1", "Claim for wages, 7 Ca 12/26.", "rev-1", today)
    with pytest.raises(LegalHoldStands) as held:
        people.erase_candidate("C-1")
    assert f"until {today}: Claim for wages, 7 Ca 12/26." in held.value.problem
    assert people.get_candidate("C-1")
    people.release_hold(hold.id, "rev-1")
    assert people.release_hold(hold.id, "rev-1").released_at is not None
    people.place_hold("C-1", "An older claim.", "rev-1", today - timedelta(days=1))
    people.erase_candidate("C-1")
    with pytest.raises(UnknownCandidate):
        people.get_candidate("C-1")


def test_a_hold_without_end_stands_until_released(people: Store) -> None:
    people.place_hold("C-1", "Investigation.", "rev-1", None)
    with pytest.raises(LegalHoldStands, match="without an end date"):
        people.erase_candidate("C-1")
    with pytest.raises(FieldRefused):
        people.place_hold("C-1", "", "rev-1", None)
    with pytest.raises(UnknownRecord):
        people.release_hold(9, "rev-1")


def everything(url: str) -> str:
    """Every value of every row of every table."""
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = [
            str(tuple(row))
            for table in METADATA.sorted_tables
            for row in connection.execute(table.select())
        ]
    engine.dispose()
    return "\n".join(rows)


def with_a_full_record(store: Store) -> None:
    store.put_candidates([replace(NURSE, country="FR")])
    store.give_consent("C-1", grant(Use.CONTACT, *FULL))
    store.put_identity("C-1", MARIA, "officer-17")
    store.open_dispute("C-1", About.MATCH, "1", "disputed-marker")
    store.answer_dispute(1, ANSWER)
    hold = store.place_hold("C-1", "held-marker", "rev-1", None)
    store.release_hold(hold.id, "rev-1")


def test_erasure_takes_everything_and_leaves_the_chain_whole(people: Store, store_url: str) -> None:
    with_a_full_record(people)
    before = list(people.log_entries())
    person = before[0].body["person"]
    assert "marker" in everything(store_url)
    people.erase_candidate("C-1")
    left = everything(store_url)
    for word in ("marker", "Santos", "8888 0000", 'birth_year":1987', "surgical", "because of C-1"):
        assert word not in left, word
    assert list(people.log_entries())[:-1] == before
    assert people.verify_log().whole
    assert str(person) in left  # the pseudonym stays, and nothing leads from it to the person
    assert left.count("'C-1'") == 2  # the empty mark, and its entry in the history
    assert [p.proposed.candidate_id for p in people.proposals()] == ["C-2"]
    for ask in (people.consents, people.holds, people.person_file):
        with pytest.raises(UnknownCandidate):
            ask("C-1")


def test_a_pseudonym_does_not_outlive_its_key(people: Store, store_url: str) -> None:
    person = next(people.log_entries()).body["person"]
    people.erase_candidate("C-1")
    execute = "SELECT count(*) FROM candidate_key WHERE candidate_id = 'C-1'"
    engine = create_engine(store_url)
    with engine.connect() as connection:
        assert connection.execute(text(execute)).scalar_one() == 0
    engine.dispose()
    people.put_candidates([replace(NURSE, id="C-4")])
    people.put_proposals([proposed("C-4")])
    assert list(people.log_entries())[-1].body["person"] != person


def test_no_byte_of_an_erased_person_stays_in_the_files(tmp_path: Path) -> None:
    file = tmp_path / "people.db"
    with open_store(f"sqlite:///{file}") as store:
        store.put_candidates([NURSE, TAILOR])
        store.put_vacancies([WARD])
        store.put_proposals([proposed("C-1")])
        store.decide(1, decision())
        with_a_full_record(store)
        assert b"marker" in b"".join(path.read_bytes() for path in tmp_path.iterdir())
        store.erase_candidate("C-1")
    engine = create_engine(f"sqlite:///{file}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM"))
    engine.dispose()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "ስፌት".encode() in left
    for word in (b"marker", b"Santos", b"8888 0000", b'birth_year":1987', b"surgical"):
        assert word not in left, word


def test_a_persons_file_holds_everything(people: Store) -> None:
    with_a_full_record(people)
    held = people.person_file("C-1")
    assert held.candidate == replace(NURSE, country="FR")
    assert held.identity == MARIA
    assert [entry.version for entry in held.history] == [1, 2]
    assert [p.state for p in held.proposals] == [State.ACCEPTED]
    assert [d.answer for d in held.disputes] == [ANSWER]
    assert len(held.consents) == len(held.holds) == 1
    kinds = [entry.kind for entry in held.log]
    assert kinds[:2] == ["proposed", "decided"]
    assert kinds[-1] == "file_given"
    assert {e.body["person"] for e in held.log} == {held.log[0].body["person"]}
    other = people.person_file("C-2")
    assert "marker" not in str(other)

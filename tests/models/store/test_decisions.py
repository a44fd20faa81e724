"""The queue and its log: a person decides, with a reason, and the log shows any change to it."""

import json
import re
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from models.decisions import ChainReport, Choice, DeclineReason, LogEntry, Role, State
from models.errors import (
    DecisionRefused,
    FieldRefused,
    FileRefused,
    HighRoadError,
    UnknownCandidate,
    UnknownRecord,
)
from models.outcomes import VerdictLevel
from models.store import QueueCounts, Store
from models.store.chain import (
    GENESIS,
    check_chain,
    entry_digest,
    entry_line,
    entry_of_line,
)
from models.work import VacancyStatus
from tests.models.store.people import NURSE, TAILOR, WARD, decision, proposed

SOURCES = Path(__file__).parents[3]


@pytest.fixture
def queue(store: Store) -> Store:
    """A store with one vacancy and two people proposed for it."""
    store.put_candidates([NURSE, TAILOR])
    store.put_vacancies([WARD])
    store.put_proposals([proposed("C-1"), proposed("C-2", rank=2, score=0.5)])
    return store


def test_what_is_proposed_waits_for_a_person(queue: Store) -> None:
    waiting = list(queue.proposals(state=State.WAITING))
    assert [p.proposed for p in waiting] == [proposed("C-1"), proposed("C-2", rank=2, score=0.5)]
    assert [(p.selected, p.may_be_offered, p.decisions) for p in waiting] == [(None, False, ())] * 2


def test_a_decision_is_kept_with_role_reason_and_time(queue: Store) -> None:
    declined = decision(Choice.DECLINE, reason=DeclineReason.LANGUAGE)
    after = queue.decide(2, declined)
    assert (after.state, after.selected) == (State.DECLINED, False)
    assert [d.decision for d in queue.get_proposal(2).decisions] == [declined]
    assert queue.decide(1, decision()).selected is True
    assert list(queue.proposals(state=State.WAITING)) == []


@pytest.mark.parametrize(
    ("choice", "more"),
    [
        (Choice.DECLINE, {}),
        (Choice.DECLINE, {"reason": DeclineReason.OTHER, "note": " "}),
        (Choice.ACCEPT, {"reason": DeclineReason.OTHER}),
        (Choice.ACCEPT, {"note": ""}),
        (Choice.ACCEPT, {"by": "Anna Berg"}),
        (Choice.ACCEPT, {"by": "anna@agency.example"}),
        (Choice.ACCEPT, {"by": ""}),
        (Choice.ACCEPT, {"outcome": State.DECLINED}),
        (Choice.OVERRIDE, {}),
        (Choice.OVERRIDE, {"outcome": State.WAITING}),
        (Choice.OVERRIDE, {"outcome": State.DECLINED}),
        (Choice.HOLD, {"note": "x" * 5000}),
    ],
)
def test_a_decision_without_its_reason_or_by_a_name_is_refused(
    choice: Choice, more: dict[str, object]
) -> None:
    with pytest.raises(FieldRefused) as refused:
        decision(choice, **more)
    assert refused.value.what_to_do
    assert "Anna" not in str(refused.value)


def test_nothing_but_a_persons_decision_declines_anybody(queue: Store) -> None:
    """The state is written in two places: new proposals wait, and `decide` writes the rest."""
    source = (SOURCES / "models" / "store" / "proposals.py").read_text(encoding="utf-8")
    written = re.findall(r"(?:values\(state=|\"state\": )([\w.]+)", source)
    assert sorted(written) == ["State.WAITING", "decision.outcome"]
    queue.close_vacancy("V-1", VacancyStatus.FILLED)
    queue.put_proposals([proposed("C-1")])
    assert {p.state for p in queue.proposals()} == {State.WAITING}


def test_what_was_decided_changes_by_a_reviewers_override_alone(queue: Store) -> None:
    queue.decide(1, decision(Choice.HOLD))
    queue.decide(1, decision(Choice.DECLINE, reason=DeclineReason.PLACES_FILLED))
    with pytest.raises(DecisionRefused, match="declined already"):
        queue.decide(1, decision())
    override = {"outcome": State.ACCEPTED, "note": "A place is free again."}
    with pytest.raises(DecisionRefused, match="by a reviewer"):
        queue.decide(1, decision(Choice.OVERRIDE, **override))
    after = queue.decide(1, decision(Choice.OVERRIDE, role=Role.REVIEWER, **override))
    assert (after.state, len(after.decisions)) == (State.ACCEPTED, 3)
    logged = [e.body["choice"] for e in queue.log_entries() if e.kind == "decided"]
    assert logged == ["hold", "decline", "override"]


def test_a_person_whom_the_ranking_did_not_propose_needs_an_override(queue: Store) -> None:
    queue.put_candidates([replace(TAILOR, id="C-3")])
    queue.put_proposals([proposed("C-3", rank=None)])
    with pytest.raises(DecisionRefused, match="did not propose"):
        queue.decide(3, decision())
    override = decision(Choice.OVERRIDE, role=Role.REVIEWER, outcome=State.ACCEPTED)
    assert queue.decide(3, override).selected is True


@pytest.mark.parametrize("level", VerdictLevel)
def test_no_decision_lifts_a_verdict(queue: Store, level: VerdictLevel) -> None:
    queue.put_proposals([proposed("C-1", verdict=level)])
    after = queue.decide(1, decision())
    assert after.may_be_offered == (level in ("CLEAR", "CLEAR_WITH_NOTES", "CONDITIONAL"))


@pytest.mark.parametrize("changed", ["vacancy", "person"])
def test_a_stale_proposal_is_not_accepted(queue: Store, changed: str) -> None:
    if changed == "vacancy":
        queue.put_vacancies([replace(WARD, title="Chief nurse")])
    else:
        queue.put_candidates([replace(NURSE, country="FR")])
    assert queue.get_proposal(1).changed_since
    with pytest.raises(DecisionRefused, match="has changed since"):
        queue.decide(1, decision())
    counts = queue.put_proposals([proposed("C-1")])
    assert counts == QueueCounts(renewed=1)
    assert queue.decide(1, decision()).state is State.ACCEPTED


def test_proposing_again_renews_what_waits_and_leaves_what_is_decided(queue: Store) -> None:
    queue.decide(2, decision())
    again = [proposed("C-1"), proposed("C-2", score=9.0)]
    assert queue.put_proposals(again) == QueueCounts(unchanged=1, decided=1)
    assert queue.put_proposals([proposed("C-1", score=2.0)]) == QueueCounts(renewed=1)
    assert queue.get_proposal(1).proposed.score == 2.0


def test_what_is_not_there_is_refused(queue: Store) -> None:
    with pytest.raises(UnknownRecord, match="no proposal 9"):
        queue.decide(9, decision())
    with pytest.raises(UnknownCandidate):
        queue.put_proposals([proposed("C-9")])
    assert len(list(queue.proposals())) == 2


def test_the_log_names_nobody_and_holds_the_versions(queue: Store) -> None:
    queue.decide(1, decision())
    entries = list(queue.log_entries())
    assert [e.kind for e in entries] == ["proposed", "proposed", "decided"]
    said = "".join(map(entry_line, entries))
    for word in ("C-1", "C-2", "marker", "because", "noted"):
        assert word not in said
    assert {"m-1", "r-1", "t-1"} <= set(entries[0].body.values())
    assert entries[0].body["person"] == entries[2].body["person"] != entries[1].body["person"]
    assert entries[2].body["by"] == "officer-17"


def test_the_log_holds_and_says_its_head(queue: Store) -> None:
    head = list(queue.log_entries())[-1].digest
    assert queue.verify_log() == ChainReport(entries=2, first=1, last=2, head=head)
    queue.decide(1, decision())
    assert queue.verify_log(head=head).whole


def tampered(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER IF EXISTS decision_log_kept"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "broken_at", "said"),
    [
        ("UPDATE decision_log SET at = '2020-01-01' WHERE seq = 3", 3, r"Entry 3 \(.*\) was ch"),
        ("UPDATE decision_log SET kind = 'x' WHERE seq = 2", 2, r"Entry 2 \(x.*was changed"),
        ("UPDATE decision_log SET body = '{}' WHERE seq = 1", 1, "Entry 1 .*was changed"),
        ("UPDATE decision_log SET body = 'no' WHERE seq = 1", 1, "Entry 1 .*was changed"),
        ("UPDATE decision_log SET digest = 'ab' WHERE seq = 4", 4, "Entry 4 .*was changed"),
        ("DELETE FROM decision_log WHERE seq IN (2, 3)", 4, "Entries 2 to 3 are missing"),
        ("DELETE FROM decision_log WHERE seq <= 2", 3, "Everything before entry 3 is missing"),
    ],
)
def test_a_log_that_was_changed_says_exactly_where(
    queue: Store, store_url: str, statement: str, broken_at: int, said: str
) -> None:
    queue.decide(1, decision())
    queue.decide(2, decision())
    tampered(store_url, statement)
    report = queue.verify_log()
    assert (report.whole, report.broken_at) == (False, broken_at)
    assert re.match(said, report.problem or "")


def test_a_log_cut_off_at_its_end_shows_against_a_head_noted_down(
    queue: Store, store_url: str
) -> None:
    queue.decide(1, decision())
    head = queue.verify_log().head
    tampered(store_url, "DELETE FROM decision_log WHERE seq = 3")
    assert queue.verify_log().whole
    report = queue.verify_log(head=head)
    assert (report.broken_at, report.whole) == (2, False)
    assert "cut off" in (report.problem or "")


def test_the_database_itself_refuses_to_change_an_entry(queue: Store, store_url: str) -> None:
    engine = create_engine(store_url)
    with pytest.raises(Exception, match="never changed"), engine.begin() as connection:
        connection.execute(text("UPDATE decision_log SET kind = 'x'"))
    engine.dispose()
    assert queue.verify_log().whole


def test_the_log_is_kept_for_six_months_at_least(queue: Store) -> None:
    with pytest.raises(DecisionRefused, match="six months"):
        queue.prune_log(datetime.now(UTC) - timedelta(days=180))
    assert queue.prune_log(datetime.now(UTC) - timedelta(days=200)) == 0


def test_a_log_shortened_at_its_old_end_says_so_and_holds(queue: Store, store_url: str) -> None:
    rows = list(queue.log_entries())
    tampered(store_url, "DELETE FROM decision_log")
    old = rows[0].at.replace("2026-", "2024-")
    previous = GENESIS
    engine = create_engine(store_url)
    with engine.begin() as connection:
        for seq, entry in enumerate((rows[0], rows[1]), 1):
            body = dict(entry.body)
            digest = entry_digest(seq, old, "proposed", body, previous)
            row = {**asdict(entry), "seq": seq, "at": old, "previous": previous, "digest": digest}
            row["body"] = json.dumps(body)
            connection.execute(
                text(
                    "INSERT INTO decision_log (seq, at, kind, body, previous, digest) "
                    "VALUES (:seq, :at, :kind, :body, :previous, :digest)"
                ),
                row,
            )
            previous = digest
    engine.dispose()
    queue.decide(1, decision())
    assert queue.verify_log().whole
    assert queue.prune_log(datetime.now(UTC) - timedelta(days=200)) == 2
    report = queue.verify_log()
    assert (report.whole, report.first, report.last) == (True, 3, 4)
    tampered(store_url, "DELETE FROM decision_log WHERE seq = 3")
    assert not queue.verify_log().whole


def test_an_exported_log_can_be_checked_on_its_own(queue: Store) -> None:
    lines = [entry_line(entry) for entry in queue.log_entries()]
    assert check_chain(map(entry_of_line, lines)) == queue.verify_log()
    swapped = [lines[0], lines[1].replace("iris_strict", "national_law")]
    assert check_chain(map(entry_of_line, swapped)).broken_at == 2
    with pytest.raises(FileRefused):
        entry_of_line('{"seq": 1}')


bodies = st.dictionaries(
    st.text(max_size=5),
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text() | st.floats(-1, 1),
    max_size=4,
)


@given(st.lists(bodies, min_size=2, max_size=6), st.data())
def test_any_change_to_any_entry_shows_at_that_entry(
    written: list[dict[str, object]], data: st.DataObject
) -> None:
    try:
        chain = chained(written)
    except (HighRoadError, ValueError):  # lone surrogates have no canonical form
        return
    assert check_chain(chain).whole
    at = data.draw(st.integers(0, len(chain) - 1))
    other = {**chain[at].body, "added": 1}
    forged = replace(chain[at], body=other)
    assert check_chain([*chain[:at], forged, *chain[at + 1 :]]).broken_at == at + 1
    dropped = [*chain[:at], *chain[at + 1 :]]
    if at < len(chain) - 1:
        assert check_chain(dropped).broken_at == at + 2


def chained(written: list[dict[str, object]]) -> list[LogEntry]:
    entries, previous = [], GENESIS
    for seq, body in enumerate(written, 1):
        digest = entry_digest(seq, "now", "kind", body, previous)
        entries.append(
            LogEntry(seq=seq, at="now", kind="kind", body=body, previous=previous, digest=digest)
        )
        previous = digest
    return entries

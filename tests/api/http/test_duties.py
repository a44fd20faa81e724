"""What is owed to people, over HTTP on the real parts, on SQLite and on a real PostgreSQL.

The order of the tests is the order of the work: lists come in, people are proposed, an officer
decides, a person asks, objects, withdraws and leaves.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.composition import HighRoad
from api.duties.assessments import question_ids
from api.settings import load_settings
from api.staff import FILE, StaffKeys
from models.decisions import Role
from tests.conftest import DATABASES, new_postgresql
from tests.matching.recruitment.test_offers import OFFERS, stated

TOKEN = "a-token-that-only-this-test-knows"
ON = "2026-11-01"
BY = {"by": "officer-17"}
OFFER = json.loads(json.dumps(stated(OFFERS["nurse-ph-de"]), default=str))
VACANCIES = [
    {"id": "H/1", "title": "Krankenpfleger/in", "country": "DE", "offer": OFFER},
    {"id": "plain", "title": "Infirmier en soins généraux", "country": "FR"},
    {
        "id": "fee",
        "title": "Bricklayer",
        "country": "QA",
        "offer": {
            "dossier": {"origin_country": "NP", "residence_country": "NP", "destination": "QA"},
            "costs": {
                "costs": [
                    {"item": "service_fee", "amount": 900, "currency": "USD", "payer": "worker"}
                ],
                "costs_complete": True,
            },
        },
    },
]
PEOPLE = [
    {
        "id": "n-1",
        "country": "PH",
        "citizenship": "PH",
        "gender": "female",
        "birth_year": 1990,
        "credentials": "Bachelor of Science in Nursing",
        "work_history": "staff nurse, hospital, PH, 2018-2024",
        "languages": "German B2; English C1",
        "cv_text": "Maria Santos, maria@example.org. Surgical wards, zebrafish-marker.",
    },
    {"id": "n-2", "country": "PH", "work_history": "nurse, 2020-2023", "skills": "wound care"},
    {"id": "n-3", "country": "PH", "work_history": "nurse, 2015-2019", "skills": "nursing"},
    {"id": "m-1", "country": "NP", "work_history": "Bricklayer, 2015-2024"},
]


class Caller:
    """A client that says what went wrong."""

    def __init__(self, client: TestClient, app: HighRoad, database: str) -> None:
        self.client, self.app, self.database = client, app, database

    def __call__(self, method: str, path: str, status: int = 200, **sent: Any) -> Any:
        answer = self.client.request(method, path, **sent)
        assert answer.status_code == status, answer.text
        if status >= 400:
            assert answer.json()["error"]["what_to_do"]
        return answer.json() if "json" in answer.headers.get("content-type", "") else answer.text

    def propose(self, vacancy: str, **more: Any) -> Any:
        return self("POST", "/decisions/proposals", json={"vacancy_id": vacancy, "on": ON, **more})

    def proposal_of(self, vacancy: str, candidate: str) -> Any:
        query = {"vacancy": vacancy, "candidate": candidate}
        (found,) = self("GET", "/decisions/proposals", params=query)["proposals"]
        return found

    def decide(self, number: int, status: int = 200, **asked: Any) -> Any:
        asked = {"role": "officer", "note": "Spoke with them.", **BY, **asked}
        return self("POST", f"/decisions/proposals/{number}/decision", status, json=asked)


@pytest.fixture(scope="module", params=DATABASES)
def call(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Caller]:
    home = tmp_path_factory.mktemp("home")
    stated = {"HIGHROAD_HOME": str(home), "HIGHROAD_TOKEN": TOKEN}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        stated["HIGHROAD_DATABASE_URL"] = new_postgresql(server, "duties")
    app = HighRoad(load_settings(stated))
    client = TestClient(
        create_app(app, app.settings),
        base_url="http://127.0.0.1:8000",
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    with client:
        for kind, rows in (("vacancies", VACANCIES), ("candidates", PEOPLE)):
            taken = client.post(f"/{kind}/import", json=rows, params={"on": ON}).json()
            assert taken["accepted"] == len(rows), taken
        yield Caller(client, app, request.param)
    app.store.close()


def test_lists_come_in_and_people_are_ranked_with_reasons(call: Caller) -> None:
    health = call("GET", "/health")
    assert (sum(health["vacancies"].values()), health["candidates"]) == (3, 4)
    found = call("GET", "/vacancies/H/1/matches", params={"on": ON})["matches"]
    assert found[0]["candidate_id"] == "n-1"
    for match in found:
        total = sum(reason["contribution"] for reason in match["reasons"])
        assert total == pytest.approx(match["score"], abs=1e-6)
    assert call("GET", "/vacancies/H/1/history")[0]["action"] == "added"
    assert call("GET", "/candidates/n-1")["country"] == "PH"


def test_matches_are_queued_for_a_person_with_everything_to_decide_on(call: Caller) -> None:
    queued = call.propose("H/1", top=3)
    assert (queued["queued"], queued["verdict"]) == (3, None)
    assert call.propose("H/1", top=3)["unchanged"] == 3
    page = call("GET", "/decisions/proposals", params={"state": "waiting", "limit": 2})
    assert [p["rank"] for p in page["proposals"]] == [1, 2]
    rest = call("GET", "/decisions/proposals", params={"after": page["next_after"]})
    assert [p["rank"] for p in rest["proposals"]] == [3]
    first = page["proposals"][0]
    assert (first["candidate_id"], first["state"]) == ("n-1", "waiting")
    assert sum(r["contribution"] for r in first["reasons"]) == pytest.approx(first["score"])
    assert set(first["versions"]) == {"model", "rulebook", "taxonomy", "program"}
    assert all(first["versions"].values())


def test_a_blocked_offer_queues_nobody_and_no_role_lifts_it(call: Caller) -> None:
    queued = call.propose("fee")
    assert (queued["queued"], queued["verdict"]) == (0, "BLOCK")
    assert any(said.startswith("FEE-01") for said in queued["failed"])
    asked = {"vacancy_id": "fee", "candidates": ["m-1"], "on": ON}
    refused = call("POST", "/decisions/proposals", 409, json=asked)
    assert "No role can lift a block" in refused["error"]["what_to_do"]


def test_a_person_accepts_and_the_offer_may_go_out(call: Caller) -> None:
    number = call.proposal_of("H/1", "n-1")["id"]
    after = call.decide(number, choice="accept")
    assert (after["state"], after["verdict"]) == ("accepted", "CLEAR"), after["questions"]
    assert after["may_be_offered"] is True
    assert after["decisions"][0]["role"] == "officer"


def test_an_offer_on_hold_goes_to_nobody_whoever_is_accepted(call: Caller) -> None:
    call.propose("plain", top=1)
    number = call.proposal_of("plain", "n-1")["id"]
    after = call.decide(number, choice="accept")
    assert (after["state"], after["verdict"]) == ("accepted", "HOLD")
    assert after["may_be_offered"] is False


def test_a_decline_needs_a_reason_and_only_a_reviewer_overrides(call: Caller) -> None:
    number = call.proposal_of("H/1", "n-2")["id"]
    call.decide(number, 422, choice="decline")
    call.decide(number, 422, choice="decline", reason="too_old")
    call.decide(number, 422, choice="accept", by="Anna Berg")
    call.decide(number, 422, choice="reject")
    reasons = {r["reason"] for r in call("GET", "/decisions/reasons")}
    assert "language" in reasons
    said = "Write to anna@agency.example about German."
    after = call.decide(number, choice="decline", reason="language", note=said)
    assert after["decisions"][0]["note"] == "Write to [e-mail] about German."
    call.decide(number, 409, choice="accept")
    call.decide(number, 409, choice="override", outcome="accepted")
    after = call.decide(number, choice="override", outcome="held", role="reviewer")
    assert [d["choice"] for d in after["decisions"]] == ["decline", "override"]


def test_reviewers_with_a_token_of_their_own_are_proved(call: Caller) -> None:
    theirs = "a-token-that-only-reviewers-know"
    settings = replace(call.app.settings, reviewer_token=theirs)
    number = call.proposal_of("H/1", "n-2")["id"]
    asked = {"choice": "override", "outcome": "held", "role": "reviewer", "note": "Again.", **BY}
    with TestClient(create_app(call.app, settings), base_url="http://127.0.0.1:8000") as client:

        def status(token: str, **more: str) -> int:
            return client.post(
                f"/decisions/proposals/{number}/decision",
                json={**asked, **more},
                headers={"Authorization": f"Bearer {token}"},
            ).status_code

        assert status("a-token-that-nobody-ever-had") == 401
        assert status(TOKEN) == 403
        assert status(TOKEN, role="officer") == 409  # an officer does not override
        assert status(theirs) == 200


def test_staff_with_keys_of_their_own_are_proved_and_a_token_proves_nobody(
    call: Caller, tmp_path: Path
) -> None:
    settings = replace(call.app.settings, home=tmp_path)
    keys, today = StaffKeys(tmp_path / FILE), date.today()
    hold = {"reason": "a claim in court", **BY}
    with TestClient(create_app(call.app, settings), base_url="http://127.0.0.1:8000") as client:

        def ask(key: str, method: str, path: str, **sent: Any) -> int:
            headers = {"Authorization": f"Bearer {key}"}
            return client.request(method, path, headers=headers, **sent).status_code

        def place(key: str) -> int:
            return ask(key, "POST", "/candidates/n-3/holds", json=hold)

        assert place(TOKEN) == 200  # nobody has a key yet: the id is stated
        officer = keys.make("officer-17", Role.OFFICER, on=today)
        other = keys.make("officer-18", Role.OFFICER, on=today)
        reviewer = keys.make("rev-2", Role.REVIEWER, on=today)
        assert [place(key) for key in (officer, other, TOKEN, "hrk_x")] == [200, 403, 403, 401]
        assert ask(TOKEN, "GET", "/vacancies/H/1/matches") == 200  # a program that reads goes on
        number = call.proposal_of("H/1", "n-2")["id"]
        again = {"choice": "override", "outcome": "held", "role": "reviewer", "note": "Again."}
        path = f"/decisions/proposals/{number}/decision"
        assert ask(officer, "POST", path, json={**again, **BY}) == 403
        assert ask(reviewer, "POST", path, json={**again, **BY}) == 403
        assert ask(reviewer, "POST", path, json={**again, "by": "rev-2"}) == 200
        for path, sent in (
            ("/consents", {"candidate_id": "n-3", "use": "matching", "evidence": "x"}),
            ("/consents/1/withdrawal", {}),
            ("/holds/1/release", {}),
        ):
            assert ask(other, "POST", path, json={**sent, **BY}) == 403, path
        assert ask(other, "PUT", "/candidates/n-3/identity", json={"name": "N", **BY}) == 403
        assert ask(other, "GET", "/candidates/n-3/identity", params=BY) == 403
        keys.remove("officer-17")
        assert place(officer) == 401
    for held in call("GET", "/candidates/n-3/holds"):
        call("POST", f"/holds/{held['id']}/release", json=BY)


def test_whoever_looks_at_a_shortlist_reasons_or_a_record_is_in_the_register(
    call: Caller,
) -> None:
    before = len(list(call.app.store.looks()))
    shown = call("GET", "/vacancies/H/1/matches", params={"on": ON, "top": 2})["matches"]
    call("GET", "/candidates/n-2/matches", params={"on": ON})
    pair = {"vacancy": "H/1", "candidate": "n-2", "on": ON}
    call("GET", "/explanations", params=pair)
    call("GET", "/comparisons", params={**pair, "candidate": ["n-2", "n-3"]})
    call("GET", "/openings", params={"candidate": "n-2", "on": ON})
    call("GET", "/candidates/n-2")
    made = list(call.app.store.looks())[before:]
    whats = ["shortlist", "shortlist", "explanation", "comparison", "openings", "record"]
    assert [entry.body["what"] for entry in made] == whats
    assert {entry.body["by"] for entry in made} == {"token"}
    assert made[0].body["asked_for"] == "H/1"
    assert [one["score"] for one in made[0].body["shown"]] == [m["score"] for m in shown]
    assert len(made[3].body["shown"]) == 2
    assert call("GET", "/decisions/log/check")["whole"] is True
    ranks = [one["rank"] for one in made[2].body["shown"]]
    assert len(ranks) == 1 and ranks[0] >= 1


def test_somebody_who_was_not_proposed_can_be_asked_for(call: Caller) -> None:
    call.propose("plain", candidates=["n-3"])
    found = call.proposal_of("plain", "n-3")
    assert found["rank"] is None
    call.decide(found["id"], 409, choice="accept")
    call.decide(found["id"], choice="override", outcome="accepted", role="reviewer")


def test_who_a_person_is_needs_their_consent(call: Caller) -> None:
    maria = {"name": "Maria Santos", "phone": "+63 2 8888 0000", **BY}
    call("PUT", "/candidates/n-1/identity", 403, json=maria)
    asked = {"candidate_id": "n-1", "evidence": "form 12/2026", **BY}
    contact = {**asked, "use": "contact", "scope": ["name", "phone"]}
    call("POST", "/consents", 422, json={**contact, "basis": "public_task"})
    number = call("POST", "/consents", json=contact)["id"]
    call("PUT", "/candidates/n-1/identity", 204, json=maria)
    shown = call("GET", "/candidates/n-1/identity", params=BY)
    assert (shown["name"], shown["email"]) == ("Maria Santos", None)
    sharing = {**BY, "use": "sharing", "vacancy": "H/1"}
    call("GET", "/candidates/n-1/identity", 403, params=sharing)
    call("POST", "/consents", json={**asked, "use": "sharing", "scope": ["H/1"]})
    assert call("GET", "/candidates/n-1/identity", params=sharing)["name"] == "Maria Santos"
    held_back = {**sharing, "vacancy": "plain"}
    call("GET", "/candidates/n-1/identity", 409, params=held_back)
    call("POST", f"/consents/{number}/withdrawal", json=BY)
    call("GET", "/candidates/n-1/identity", 403, params=BY)
    assert [c["withdrawn_at"] is None for c in ledger(call, "n-1")] == [False, True]


def ledger(call: Caller, candidate: str) -> Any:
    return call("GET", "/consents", params={"candidate": candidate})


def test_an_objection_is_seen_and_answered_by_a_person(call: Caller) -> None:
    proposal = call.proposal_of("H/1", "n-1")
    asked = {"candidate_id": "n-1", "about": "match", "subject": str(proposal["id"])}
    opened = call("POST", "/disputes", json={**asked, "text": "I worked ten years."})
    assert opened["due"] > date.today().isoformat()
    assert call.proposal_of("H/1", "n-1")["open_disputes"] == 1
    assert call("GET", "/disputes", params={"late": True}) == []
    answer = {"outcome": "upheld", "role": "reviewer", "text": "Payslips seen.", **BY}
    path = f"/disputes/{opened['id']}/answer"
    call("POST", path, 422, json={**answer, "by": ""})
    assert call("POST", path, json=answer)["answer"] == "Payslips seen."
    call("POST", path, 409, json=answer)
    assert call("GET", "/disputes") == []
    assert len(call("GET", "/disputes", params={"answered": True})) == 1


def test_a_person_gets_everything_that_is_held(call: Caller) -> None:
    file = call("GET", "/candidates/n-1/file")
    assert file["format"] == "highroad-person-file/1"
    assert "zebrafish-marker" in file["person"]["cv_text"]
    assert file["protected"]["birth_year"] == 1990
    assert file["identity"] is None  # withdrawn
    assert {p["vacancy_id"] for p in file["proposals"]} == {"H/1", "plain"}
    assert [d["answer"]["text"] for d in file["disputes"]] == ["Payslips seen."]
    assert {"proposed", "decided", "allowed", "withdrew"} <= {e["kind"] for e in file["log"]}
    assert "officer-17" not in json.dumps(file)
    for other in ("n-2", "n-3", "m-1"):
        assert f'"{other}"' not in json.dumps(file)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_file_is_a_page_in_their_language_that_asks_nothing_else(
    call: Caller, language: str
) -> None:
    query = {"format": "html", "language": language}
    answer = call.client.get("/candidates/n-1/file", params=query)
    page = answer.text
    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "ar")
    assert "zebrafish-marker" in page
    assert not re.search(r"<script|https?://(?!data\.europa)|\{\{|None", page)
    assert "style-src 'unsafe-inline'" in answer.headers["content-security-policy"]
    assert "script" not in answer.headers["content-security-policy"]
    call("GET", "/candidates/n-1/file", 422, params={"language": "xx"})


def test_who_withdraws_from_matching_is_ranked_no_more_at_once(call: Caller) -> None:
    asked = {"candidate_id": "n-3", "use": "matching", "evidence": "form 13", **BY}
    number = call("POST", "/consents", json=asked)["id"]
    assert "n-3" in ranked(call)
    call("POST", f"/consents/{number}/withdrawal", json=BY)
    assert "n-3" not in ranked(call)
    call("GET", "/candidates/n-3/matches", 403)
    call("POST", "/decisions/proposals", 403, json={"vacancy_id": "plain", "candidates": ["n-3"]})


def ranked(call: Caller) -> set[str]:
    matches = call("GET", "/vacancies/plain/matches", params={"on": ON})["matches"]
    return {match["candidate_id"] for match in matches}


def test_the_log_chains_what_happened_and_names_nobody(call: Caller) -> None:
    check = call("GET", "/decisions/log/check")
    assert (check["whole"], check["first"], check["last"]) == (True, 1, check["entries"])
    page = call("GET", "/decisions/log", params={"limit": 500})
    assert page["next_after"] is None
    said = json.dumps(page)
    for word in ("n-1", "n-2", "Maria", "Santos", "8888", "marker", "Spoke", "Payslips"):
        assert f'"{word}"' not in said and (word in ("n-1", "n-2", "8888") or word not in said)
    call("GET", "/decisions/log/check", params={"head": check["head"]})
    cut = call("GET", "/decisions/log/check", params={"head": "0" * 63 + "1"})
    assert (cut["whole"], cut["broken_at"]) == (False, check["last"])


def test_a_legal_hold_prevents_erasure_until_it_is_released(call: Caller) -> None:
    hold = call("POST", "/candidates/n-1/holds", json={"reason": "Claim 7 Ca 12/26", **BY})
    refused = call("DELETE", "/candidates/n-1", 409)
    assert "Claim 7 Ca 12/26" in refused["error"]["problem"]
    assert call("GET", "/candidates/n-1/holds")[0]["released_at"] is None
    call("POST", f"/holds/{hold['id']}/release", json=BY)


def test_an_erased_person_leaves_the_queue_the_file_and_the_log_whole(call: Caller) -> None:
    before = call("GET", "/decisions/log/check")
    call("DELETE", "/candidates/n-1", 204)
    for path in ("", "/file", "/matches", "/holds"):
        call("GET", f"/candidates/n-1{path}", 404)
    call("GET", "/consents", 404, params={"candidate": "n-1"})
    assert "n-1" not in ranked(call)
    left = call("GET", "/decisions/proposals", params={"limit": 500})["proposals"]
    assert "n-1" not in {p["candidate_id"] for p in left}
    after = call("GET", "/decisions/log/check", params={"head": before["head"]})
    assert after["whole"]
    erased = [e for e in call.app.store.log_entries() if e.kind == "erased"]
    assert [e.body for e in erased] == [{"by": "token"}]
    queued = [e for e in call.app.store.log_entries() if e.kind == "proposed"]
    assert {e.body["by"] for e in queued} == {"token"}
    taken = call("POST", "/candidates/import", json=PEOPLE[:1])
    assert "had their data erased" in taken["notes"][0]


def test_notices_are_true_of_this_installation_and_open_to_all(call: Caller) -> None:
    features = call.app.engine.model.features
    stranger = TestClient(call.client.app, base_url="http://127.0.0.1:8000")
    for audience in ("candidates", "representatives"):
        notice = stranger.get(f"/notices/{audience}", params={"language": "fr"}).json()
        assert notice["complete"] is False
        assert notice["warning"]
        lines = [line for section in notice["sections"] for line in section["lines"]]
        assert len(lines) > len(features)
        page = stranger.get(f"/notices/{audience}", params={"format": "html"})
        assert "text/html" in page.headers["content-type"]
    assert stranger.get("/notices/nobody").status_code in (401, 422)


@pytest.mark.parametrize("kind", ["dpia", "fria"])
def test_an_assessment_is_a_draft_until_every_question_is_answered(call: Caller, kind: str) -> None:
    draft = call("POST", f"/assessments/{kind}", json={})
    assert draft["status"].startswith("DRAFT")
    assert set(question_ids(kind)) <= set(draft["open_questions"])  # type: ignore[arg-type]
    answers = dict.fromkeys(question_ids(kind), "As our register says.")  # type: ignore[arg-type]
    answered = call("POST", f"/assessments/{kind}", json={"answers": answers})
    assert answered["open_questions"] == ["operator_named"]
    assert answered["status"].startswith("DRAFT")
    call("POST", f"/assessments/{kind}", 422, json={"answers": {"dpia_purpose": "x"}})
    assert "<h1>" in call("POST", f"/assessments/{kind}", json={}, params={"format": "html"})


def test_it_runs_on_the_database_that_was_asked_for(call: Caller) -> None:
    file = Path(call.app.settings.home) / "highroad.db"
    assert file.exists() == (call.database == "sqlite")
    assert call.app.store.counts().erased == 1

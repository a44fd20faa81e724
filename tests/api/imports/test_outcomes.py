"""Lists of outcomes as they come out of case files: what is used, and what is said of the rest."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from api.imports.outcomes import OutcomeReading, read_outcomes
from fixtures.market import simulate, write_market
from models.errors import EmptyFile, FileRefused, InvalidNoun
from models.proposals import Proposal

HEAD = "vacancy_id,candidate_id,date,position,interviewed,hired,at_level,employed_six_months"
GOOD = "V1,C1,2025-03-04,2,yes,yes,yes,no"


def read(tmp_path: Path, *lines: str, head: str = HEAD) -> OutcomeReading:
    path = tmp_path / "outcomes.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return read_outcomes(
        path, candidates={"C1", "C2"}, vacancies={"V1"}, on=date(2026, 11, 1), limit_bytes=10**6
    )


def test_a_good_row_is_a_proposal(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).proposals == (
        Proposal(
            vacancy_id="V1", candidate_id="C1", on=date(2025, 3, 4), position=2, interviewed=True,
            hired=True, at_level=True, employed_six_months=False,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("V1,C9,2025-03-04,1,yes,no,,", "candidate_id", "never imported, or erased"),
        ("V9,C1,2025-03-04,1,yes,no,,", "vacancy_id", "No vacancy of this id"),
        ("V1,,2025-03-04,1,yes,no,,", "candidate_id", "names no person"),
        ("V1,C1,,1,yes,no,,", "date", "No date says"),
        ("V1,C1,2024,1,yes,no,,", "date", "A year alone"),
        ("V1,C1,31.02.2025,1,yes,no,,", "date", "not a date"),
        ("V1,C1,2027-01-01,1,yes,no,,", "date", "lies after"),
        ("V1,C1,2025-03-04,top,yes,no,,", "position", "not a place"),
        ("V1,C1,2025-03-04,0,yes,no,,", "position", "not a place"),
        ("V1,C1,2025-03-04,1,perhaps,no,,", "interviewed", "neither yes nor no"),
        ("V1,C1,2025-03-04,1,yes,no,yes,", "", "not hired"),
        ("V1,C1,2025-03-04,1,yes,=1+1,,", "hired", "formula"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(
    tmp_path: Path, row: str, column: str, said: str
) -> None:
    reading = read(tmp_path, GOOD.replace("C1", "C2"), row)
    assert len(reading.proposals) == 1
    (refusal,) = reading.refusals
    assert (refusal.row, refusal.column) == (3, column)
    assert said in refusal.problem and refusal.what_to_do


@pytest.mark.parametrize(
    ("row", "placed"),
    [
        ("V1,C1,2025-03-04,1,yes,yes,yes,", True),
        ("V1,C1,2025-03-04,1,yes,yes,no,yes", False),
        ("V1,C1,2025-03-04,1,yes,yes,,yes", None),
        ("V1,C1,2025-03-04,1,yes,no,,", False),
        ("V1,C1,2025-03-04,1,yes,,,", None),
    ],
)
def test_unknown_outcomes_stay_unknown(tmp_path: Path, row: str, placed: bool | None) -> None:
    assert read(tmp_path, row).proposals[0].placed_well is placed


def test_the_last_of_two_rows_on_one_proposal_counts(tmp_path: Path) -> None:
    reading = read(tmp_path, "V1,C1,2025-03-04,2,yes,no,,", GOOD, GOOD)
    assert [p.hired for p in reading.proposals] == [True]
    assert {str(n).split(" (")[0].split(";")[0] for n in reading.notes} == {
        "A later row says something else of the same proposal",
        "The same proposal stands in the list again",
    }


def test_headings_and_dates_of_other_countries_are_understood(tmp_path: Path) -> None:
    head = "Stellennummer;Bewerber-ID;Vorgeschlagen am;Listenplatz;Vorstellungsgespräch;Eingestellt"
    reading = read(tmp_path, "V1;C1;04.03.2025;3;ja;nein", head=head)
    (proposal,) = reading.proposals
    assert not reading.notes
    assert (proposal.on, proposal.position) == (date(2025, 3, 4), 3)
    assert (proposal.interviewed, proposal.hired) == (True, False)


@pytest.mark.parametrize(
    ("word", "hired"),
    [("Hired", True), ("eingestellt", True), ("refusé", False), ("no show", False), ("", None)],
)
def test_what_became_of_somebody_may_be_said_in_a_word(
    tmp_path: Path, word: str, hired: bool | None
) -> None:
    head = "vacancy_id,candidate_id,date,outcome"
    assert read(tmp_path, f"V1,C1,2025-03-04,{word}", head=head).proposals[0].hired is hired


def test_a_workbook_with_real_dates_is_read_like_a_text_file(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Results of 2025"])
    sheet.append(HEAD.split(","))
    sheet.append(["V1", "C1", date(2025, 3, 4), 2, "yes", "yes", True, None])
    path = tmp_path / "outcomes.xlsx"
    book.save(path)
    reading = read_outcomes(
        path, candidates={"C1"}, vacancies={"V1"}, on=date(2026, 11, 1), limit_bytes=10**6
    )
    (proposal,) = reading.proposals
    assert (proposal.on, proposal.position, proposal.at_level) == (date(2025, 3, 4), 2, True)


def test_a_column_that_says_nothing_of_outcomes_is_named(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{GOOD},Jones", head=f"{HEAD},caseworker")
    (note,) = reading.notes
    assert (note.column, len(reading.proposals)) == ("caseworker", 1)


def test_another_kind_of_list_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no column for hired"):
        read(tmp_path, "V1,C1,2025-03-04", head="vacancy_id,candidate_id,date")
    with pytest.raises(EmptyFile):
        read(tmp_path)


def test_every_row_of_a_messy_file_is_used_or_explained(tmp_path: Path) -> None:
    market = simulate(people_count=500, vacancy_count=100, seed=4)
    path = write_market(tmp_path, market, slips=0.3)
    reading = read_outcomes(
        path,
        candidates=market.people.keys(),
        vacancies={o.id for o in market.openings},
        on=date(2026, 11, 1),
        limit_bytes=10**7,
    )
    refused = {refusal.row for refusal in reading.refusals}
    repeated = sum(note.count for note in reading.notes if "counted once" in note.text)
    repeated += sum(note.count for note in reading.notes if "later row" in note.text)
    assert len(reading.proposals) + len(refused) + repeated == reading.rows
    assert refused and repeated


@pytest.mark.parametrize(
    "wrong", [{"position": 0}, {"hired": False, "at_level": True}, {"employed_six_months": True}]
)
def test_a_proposal_cannot_contradict_itself(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidNoun):
        Proposal(vacancy_id="V", candidate_id="C", on=date(2025, 1, 1), **wrong)

"""Results as files: every kind, whole or not at all, with formulas made harmless."""

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from api.exports import REFUSAL_COLUMNS, cell_text, neutral, write_refusals, write_rows
from api.imports import Refusal
from models.errors import FileRefused, UnsupportedFile
from models.levels import CEFR
from models.people import LanguageSkill

COLUMNS = ["id", "score", "reasons", "missing", "on"]
ROWS = [
    {
        "id": "V1", "score": 0.25, "reasons": [{"feature": "base", "contribution": 0.1}],
        "missing": ["a", "b"], "on": date(2026, 11, 23),
    },
    {"id": "=cmd|' /C calc'!A0", "score": -3, "reasons": [], "missing": None, "unknown": 1},
]  # fmt: skip
DANGEROUS = [
    "=1+1",
    "+SUM(A1)",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
]


def refusal(**changes: object) -> Refusal:
    facts = {
        "file": "v.csv",
        "sheet": "",
        "row": 4,
        "column": "title",
        "value": "=1+1",
        "problem": "No title.",
        "what_to_do": "Fill it.",
    }
    return Refusal(**{**facts, **changes})  # type: ignore[arg-type]


def test_csv_opens_in_a_spreadsheet_with_lists_as_text(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert write_rows(path, COLUMNS, ROWS) == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert first == {
        "id": "V1",
        "score": "0.25",
        "reasons": '[{"feature": "base", "contribution": 0.1}]',
        "missing": "a; b",
        "on": "2026-11-23",
    }
    assert second["id"] == "'=cmd|' /C calc'!A0"
    assert second["score"] == "-3"
    assert second["missing"] == ""


def test_xlsx_holds_numbers_as_numbers_and_texts_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_rows(
        path,
        COLUMNS,
        [*ROWS, {"id": "a\x00b\x0bc", "score": np.float64(0.5), "missing": "x" * 40_000}],
    )
    sheet = load_workbook(path).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in rows[0]] == [
        "V1",
        0.25,
        '[{"feature": "base", "contribution": 0.1}]',
        "a; b",
        "2026-11-23",
    ]
    assert (rows[1][0].value, rows[1][0].data_type) == ("'=cmd|' /C calc'!A0", "s")
    assert (rows[1][1].value, rows[1][1].data_type) == (-3, "n")
    assert rows[2][0].value == "abc"
    assert len(rows[2][3].value) == 32_767
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_json_lines_keep_objects_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_rows(path, COLUMNS, ROWS)
    first, second = map(json.loads, path.read_text("utf-8").splitlines())
    assert first == {
        "id": "V1",
        "score": 0.25,
        "reasons": [{"feature": "base", "contribution": 0.1}],
        "missing": ["a", "b"],
        "on": "2026-11-23",
    }
    assert second == {"id": "=cmd|' /C calc'!A0", "score": -3, "reasons": [], "missing": None}


def test_standard_output_gets_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows("-", ["id"], ROWS)
    assert json.loads(capsys.readouterr().out.splitlines()[0]) == {"id": "V1"}


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3", "+4.5", "-1e-6", "nurse", "a=b", "", "x@y.de", "(=1)"])
def test_numbers_and_ordinary_texts_stay(text: str) -> None:
    assert neutral(text) == text


@given(st.text(max_size=60))
def test_no_text_reaches_a_csv_cell_as_a_formula(text: str) -> None:
    made = neutral(text)
    assert made == text or made == f"'{text}"
    start = made.lstrip(" \u00a0\ufeff")[:1]
    assert start not in set("=@\t\r") or made.startswith("'")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (True, "true"), (1.5, "1.5"), (float("nan"), ""), (["a", 1, None], "a; 1; "),
        ({"a": 1}, '{"a": 1}'), (date(2026, 1, 2), "2026-01-02"), (CEFR.B2, "B2"),
        (LanguageSkill(code="de", cefr=CEFR.B2), '{"code": "de", "cefr": "B2"}'),
        (np.int64(3), "3"), (("a", "b"), "a; b"),
    ],
)  # fmt: skip
def test_values_as_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFile, match=r"\.pdf"):
        write_rows(tmp_path / "out.pdf", ["id"], [])


def test_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="cannot be written"):
        write_rows(tmp_path / "none" / "out.csv", ["id"], [])


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_an_unfinished_result_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"out.{ending}"
    path.write_text("old")

    def failing():
        yield {"id": "1"}
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        write_rows(path, ["id"], failing())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_refusals_lie_beside_the_result(tmp_path: Path) -> None:
    path = write_refusals(
        tmp_path / "m.jsonl", [refusal(), refusal(row=9, value="-", problem="Größe?")]
    )
    assert path == tmp_path / "m.jsonl.errors.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == list(REFUSAL_COLUMNS)
    assert [r["row"] for r in rows] == ["4", "9"]
    assert rows[0]["value"] == "'=1+1"


def test_without_refusals_no_old_error_file_stays(tmp_path: Path) -> None:
    write_refusals(tmp_path / "m.csv", [refusal()])
    assert write_refusals(tmp_path / "m.csv", []) is None
    assert list(tmp_path.iterdir()) == []
    assert write_refusals("-", [refusal()]) is None

"""A verdict as one row of a table: what a recruiter filters and sorts by."""

from collections.abc import Iterable, Mapping
from typing import Any

from matching.recruitment.shapes import verdict_as_json
from matching.recruitment.summary import Checked
from models.work import Vacancy

_VERDICT = ("verdict", "on", "profile", "rulebook", "fails", "unknown", "remedies", "questions")
CHECK_COLUMNS = ("id", *_VERDICT, "error")
LIST_COLUMNS = ("id", "title", "employer", "corridor", *_VERDICT)


def check_row(answer: Mapping[str, Any]) -> dict[str, object]:
    """The answer to one offer as a row; a refusal fills `error` alone."""
    if "error" in answer:
        error = answer["error"]
        return {"id": answer["id"], "error": f"{error['problem']} {error['what_to_do']}"}
    return {"id": answer["id"], **_verdict_cells(answer)}


def list_row(vacancy: Vacancy, checked: Checked) -> dict[str, object]:
    """A vacancy of a list with its verdict as a row."""
    return {
        "id": vacancy.id,
        "title": vacancy.title,
        "employer": checked.employer,
        "corridor": checked.corridor,
        **_verdict_cells(verdict_as_json(checked.verdict)),
    }


def _verdict_cells(answer: Mapping[str, Any]) -> dict[str, object]:
    findings: list[Mapping[str, Any]] = answer["findings"]
    failed = [f for f in findings if f["result"] == "FAIL"]
    return {
        **{name: answer[name] for name in ("verdict", "on", "profile", "rulebook")},
        "fails": [f"{f['rule']} {f['title']}" for f in failed],
        "unknown": [f["rule"] for f in findings if f["result"] == "UNKNOWN"],
        "remedies": _once(f["remedy"] for f in failed),
        "questions": _once(f["question"] for f in findings),
    }


def _once(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))

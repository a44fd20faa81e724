"""A background paper for people without papers: what they studied and did, line by line.

Lisbon Recognition Convention, Article VII. Every line says whether it is stated or evidenced, and
what is known of the country's system stands beside it. Nothing is refused for a missing paper, and
nobody is asked to write to the home state.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from models.errors import FieldRefused, InputRefused
from models.outcomes import Recognition
from models.people import Credential
from qualifications.countries import country_name
from qualifications.credential_lines import read_credential
from qualifications.explain import NOT_OFFICIAL
from qualifications.recognition import Recogniser

STATED: Final = "stated"
EVIDENCED: Final = "evidenced"

_FACTS: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("Award", "What was the award called, in the language of the studies?"),
    "country": ("Country", "In which country were the studies?"),
    "institution": ("Institution", "What was the institution called, and in which city was it?"),
    "field": ("Field", "What was studied?"),
    "from": ("Began", "When did the studies begin?"),
    "to": ("Ended", "When did they end?"),
    "completed": ("Completed", "Were the studies completed, and was an award given?"),
    "entry": ("Entry", "What did one need to begin: which school award, which examination?"),
    "duration_years": ("Length in years", "How many years did the programme usually take?"),
    "language": ("Language", "In which language was it taught?"),
    "subjects": ("Subjects", "Which subjects are remembered, and with which marks?"),
    "thesis": ("Final work", "Was there a thesis, a final examination or a practical part?"),
}
_WORK: Final[Mapping[str, str]] = {
    "title": "Work",
    "country": "Country",
    "employer": "Employer",
    "from": "Began",
    "to": "Ended",
    "tasks": "Tasks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One fact of a background paper; `basis` is stated or evidenced, `evidence` what shows it."""

    section: str
    fact: str
    value: str
    basis: str
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundPaper:
    """What a person studied and did, what is known beside it, and what an interview may ask."""

    lines: tuple[PaperLine, ...]
    notes: tuple[str, ...]
    questions: tuple[str, ...]
    isced_level: int | None
    on: date
    disclaimer: str = NOT_OFFICIAL


def draw_up(answers: Mapping[str, Any], recogniser: Recogniser, *, on: date) -> BackgroundPaper:
    """The background paper from a person's answers; raises FieldRefused only for broken lists.

    `answers` has `education` and `work` (lists of objects); each object may have `evidence`, an
    object from fact to what shows it ('student card', 'witness'), or a text that shows them all.
    """
    education, work = _rows(answers, "education"), _rows(answers, "work")
    recognised = [_recognised(row, recogniser, on) for row in education]
    levels = [a.isced_level for a in recognised if a and a.isced_level is not None]
    labels = {key: label for key, (label, _) in _FACTS.items()}
    return BackgroundPaper(
        lines=(
            *(li for n, row in enumerate(education, 1) for li in _lines(f"Study {n}", labels, row)),
            *(li for n, row in enumerate(work, 1) for li in _lines(f"Work {n}", _WORK, row)),
        ),
        notes=tuple(
            note
            for number, (row, answer) in enumerate(zip(education, recognised, strict=True), 1)
            for note in _notes(f"Study {number}", row, answer)
        ),
        questions=tuple(_questions(education)),
        isced_level=max(levels, default=None),
        on=on,
    )


def background_line(line: Mapping[str, Any], recogniser: Recogniser, *, on: date) -> dict[str, Any]:
    """The background paper of one object of a batch, with the same id."""
    try:
        paper = draw_up(line, recogniser, on=on)
    except InputRefused as error:
        problem = {"problem": error.problem, "what_to_do": error.what_to_do}
        return {"id": line.get("id"), "error": problem}
    return {"id": line.get("id"), **asdict(paper), "on": on.isoformat()}


def background_text(line: Mapping[str, Any], recogniser: Recogniser, *, on: date) -> str:
    """The background paper of one object of a batch as text."""
    return paper_as_text(draw_up(line, recogniser, on=on))


def paper_as_text(paper: BackgroundPaper) -> str:
    """The paper as plain text, every line with its basis."""
    text, section = ["Background paper"], ""
    for line in paper.lines:
        if line.section != section:
            section = line.section
            text += ["", section]
        shown = f": {line.evidence}" if line.evidence else ""
        text.append(f"  {line.fact}: {line.value}  [{line.basis}{shown}]")
    for heading, said in (("Beside it is known", paper.notes), ("To ask", paper.questions)):
        if said:
            text += ["", f"{heading}:", *(f"  - {one}" for one in said)]
    return "\n".join([*text, "", f"Drawn up on {paper.on.isoformat()}. {paper.disclaimer}", ""])


def _rows(answers: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    rows = answers.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise FieldRefused(
            f"'{key}' is not a list of objects.",
            f'Write "{key}": [{{"title": "...", "country": "SY"}}]; leave out what is unknown.',
            field=key,
            value=str(rows),
        )
    return rows


def _lines(section: str, labels: Mapping[str, str], row: Mapping[str, Any]) -> Iterator[PaperLine]:
    for key, label in labels.items():
        value = _said(row.get(key))
        if value is not None:
            shown = _evidence(row, key)
            basis = EVIDENCED if shown else STATED
            yield PaperLine(section=section, fact=label, value=value, basis=basis, evidence=shown)


def _said(value: object) -> str | None:
    if value is None or value in ("", []):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return " ".join(str(value).split()) or None


def _evidence(row: Mapping[str, Any], key: str) -> str | None:
    shown = row.get("evidence")
    if isinstance(shown, Mapping):
        shown = shown.get(key)
    return _said(shown)


def _recognised(row: Mapping[str, Any], recogniser: Recogniser, on: date) -> Recognition | None:
    """What the stated award is; None where what was stated cannot be read, which is no refusal."""
    known = {k: row.get(k) for k in ("title", "country", "institution", "field", "duration_years")}
    try:
        credential: Credential = read_credential({**known, "year": _year(row.get("to"))})
    except InputRefused:
        return None
    return recogniser.recognise(credential, on=on)


def _year(value: object) -> str | None:
    text = str(value or "")[:4]
    return text if text.isdigit() else None


def _notes(section: str, row: Mapping[str, Any], answer: Recognition | None) -> Iterator[str]:
    if answer is None or answer.award is None:
        yield f"{section}: the award is not known here, which says nothing against it."
        return
    award = answer.award
    where = f" of {country_name(award.country)}" if award.country else ""
    yield (
        f"{section}: the title fits '{award.name_en}'{where} ({award.match.value}), usually at "
        f"ISCED 2011 level {answer.isced_level}."
    )
    contradicts = next((r for r in answer.reasons if r.code == "year_contradicts"), None)
    if contradicts:
        yield f"{section}: the award is known for other years; ask about the year, calmly."
    if answer.institution is not None and answer.institution.status == "recognised":
        yield f"{section}: {answer.institution.name} is listed as recognised in its country."
    if row.get("completed") is False:
        yield f"{section}: not completed; the part that was can still count."


def _questions(education: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not education:
        yield "Which schools and studies, from the first school on?"
    for number, row in enumerate(education, 1):
        for key, (_, question) in _FACTS.items():
            if _said(row.get(key)) is None:
                yield f"Study {number}: {question}"

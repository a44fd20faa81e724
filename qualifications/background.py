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
from qualifications.credential_lines import country_called, read_credential, read_text
from qualifications.explain import NOT_OFFICIAL
from qualifications.recognition import Recogniser
from qualifications.sentences import ENGLISH, known_language, said_in, say, word
from qualifications.sentences.values import country_in

STATED: Final = "stated"
EVIDENCED: Final = "evidenced"

# What is asked of each study, in the order of an interview, and what is written of each job.
_STUDY: Final = (
    "title",
    "country",
    "institution",
    "field",
    "from",
    "to",
    "completed",
    "entry",
    "duration_years",
    "language",
    "subjects",
    "thesis",
)
_WORK: Final = ("title", "country", "employer", "from", "to", "tasks")


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
    """What a person studied and did, what is known beside it, and what an interview may ask.

    Its sentences are in `language` (ISO 639-1); values stand as they were stated.
    """

    lines: tuple[PaperLine, ...]
    notes: tuple[str, ...]
    questions: tuple[str, ...]
    isced_level: int | None
    on: date
    language: str = ENGLISH
    disclaimer: str = NOT_OFFICIAL


def draw_up(
    answers: Mapping[str, Any], recogniser: Recogniser, *, on: date, language: str | None = None
) -> BackgroundPaper:
    """The background paper from a person's answers; raises FieldRefused only for broken lists.

    `answers` has `education` and `work` (lists of objects); each object may have `evidence`, an
    object from fact to what shows it ('student card', 'witness'), or a text that shows them all.
    """
    spoken = known_language(language or read_text(answers, "language") or ENGLISH)
    education, work = _rows(answers, "education"), _rows(answers, "work")
    recognised = [_recognised(row, recogniser, on) for row in education]
    levels = [a.isced_level for a in recognised if a and a.isced_level is not None]
    both = list(enumerate(zip(education, recognised, strict=True), 1))
    return BackgroundPaper(
        lines=(
            *(li for n, row in enumerate(education, 1) for li in _study(n, row, spoken)),
            *(li for n, row in enumerate(work, 1) for li in _work(n, row, spoken)),
        ),
        notes=tuple(
            said_in(say("background.about", section=_section("study", n), text=note), spoken)
            for n, (row, answer) in both
            for note in _notes(row, answer)
        ),
        questions=tuple(
            said_in(question, spoken) for question in _questions(education, recognised)
        ),
        isced_level=max(levels, default=None),
        on=on,
        language=spoken,
        disclaimer=word("head.not_official", spoken),
    )


def asked_of_studies(language: str) -> dict[str, str]:
    """The questions about a study in a language, under the fact that each asks for."""
    return {key: word(f"background.ask_{key}", language) for key in _STUDY}


def asked_of_work(language: str) -> dict[str, str]:
    """The headings of a job in a language, under the fact that each asks for."""
    return {key: word(f"background.{_heading(key)}", language) for key in _WORK}


def _heading(key: str) -> str:
    return "job" if key == "title" else key


def background_line(
    line: Mapping[str, Any], recogniser: Recogniser, *, on: date, language: str | None = None
) -> dict[str, Any]:
    """The background paper of one object of a batch, with the same id."""
    try:
        paper = draw_up(line, recogniser, on=on, language=language)
    except InputRefused as error:
        problem = {"problem": error.problem, "what_to_do": error.what_to_do}
        return {"id": line.get("id"), "error": problem}
    return {"id": line.get("id"), **asdict(paper), "on": on.isoformat()}


def background_text(
    line: Mapping[str, Any], recogniser: Recogniser, *, on: date, language: str | None = None
) -> str:
    """The background paper of one object of a batch as text."""
    return paper_as_text(draw_up(line, recogniser, on=on, language=language))


def paper_as_text(paper: BackgroundPaper) -> str:
    """The paper as plain text, every line with its basis."""
    spoken = paper.language
    text, section = [word("background.paper", spoken)], ""
    for line in paper.lines:
        if line.section != section:
            section = line.section
            text += ["", section]
        shown = f": {line.evidence}" if line.evidence else ""
        basis = word(f"background.{line.basis}", spoken)
        text.append(f"  {line.fact}: {line.value}  [{basis}{shown}]")
    for key, said in (("beside", paper.notes), ("to_ask", paper.questions)):
        if said:
            heading = word(f"background.{key}", spoken)
            text += ["", f"{heading}:", *(f"  - {one}" for one in said)]
    day = said_in(say("background.drawn_up", day=paper.on.isoformat()), spoken)
    return "\n".join([*text, "", f"{day} {paper.disclaimer}", ""])


def _section(kind: str, number: int) -> str:
    return say(f"background.{kind}", number=number)


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


def _study(number: int, row: Mapping[str, Any], language: str) -> Iterator[PaperLine]:
    labels = {key: f"background.{key}" for key in _STUDY}
    yield from _lines(_section("study", number), labels, row, language)


def _work(number: int, row: Mapping[str, Any], language: str) -> Iterator[PaperLine]:
    labels = {key: f"background.{_heading(key)}" for key in _WORK}
    yield from _lines(_section("work", number), labels, row, language)


def _lines(
    section: str, labels: Mapping[str, str], row: Mapping[str, Any], language: str
) -> Iterator[PaperLine]:
    for key, label in labels.items():
        value = _said(row.get(key), language)
        if value is not None and key == "country":
            value = country_in(country_called(value) or value, language)
        if value is not None:
            shown = _evidence(row, key)
            yield PaperLine(
                section=said_in(section, language),
                fact=word(label, language),
                value=value,
                basis=EVIDENCED if shown else STATED,
                evidence=shown,
            )


def _said(value: object, language: str = ENGLISH) -> str | None:
    if value is None or value in ("", []):
        return None
    if isinstance(value, bool):
        return word("background.yes" if value else "background.no", language)
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


def _notes(row: Mapping[str, Any], answer: Recognition | None) -> Iterator[str]:
    if answer is None or answer.award is None:
        yield say("background.unknown_award")
        return
    award = answer.award
    named = {"award": award.name_en, "match": award.match.value, "level": answer.isced_level}
    if award.country:
        yield say("background.fits", country=award.country, **named)
    else:
        yield say("background.fits_anywhere", **named)
    if any(r.code == "year_contradicts" for r in answer.reasons):
        yield say("background.other_years")
    if answer.institution is not None and answer.institution.status == "recognised":
        yield say("background.listed", institution=answer.institution.name)
    if row.get("completed") is False:
        yield say("background.unfinished")


def _questions(
    education: Sequence[Mapping[str, Any]], recognised: Sequence[Recognition | None]
) -> Iterator[str]:
    if not education:
        yield say("background.ask_schools")
    for number, (row, answer) in enumerate(zip(education, recognised, strict=True), 1):
        # The title of an award often says what was studied.
        told = {"field"} if answer is not None and answer.isced_f is not None else set()
        for key in _STUDY:
            if key not in told and _said(row.get(key)) is None:
                question = say(f"background.ask_{key}")
                yield say("background.about", section=_section("study", number), text=question)

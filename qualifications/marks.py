"""The mark of a credential on the host's scale, or why it was not converted."""

from collections.abc import Iterator

from models.errors import FieldRefused, UnknownCountry
from models.outcomes import RecognitionReason
from models.people import Credential
from qualifications.decisions import reason
from qualifications.grades import convert, read_mark, scales_of
from qualifications.sentences import Sentence, say


def mark_reasons(credential: Credential, host: str) -> Iterator[RecognitionReason]:
    """What is said of the mark; nothing where there is none, or it is of the host itself."""
    origin = credential.country
    if credential.grade is None or origin is None or origin == host:
        return
    asked = _not_converted(credential.grade, origin, host, credential.year)
    if asked is not None:
        yield reason("further_information", "grade_scale", asked)
        return
    converted = convert(read_mark(credential.grade), origin, host, year=credential.year)
    scale = scales_of(host)[0]
    text = say(
        "told.grade_converted",
        mark=credential.grade,
        converted=converted,
        scale=scale.name,
        best=scale.best,
        lowest=scale.lowest_pass,
    )
    yield reason("basis", "grade_converted", text)


def _not_converted(grade: str, origin: str, host: str, year: int | None) -> Sentence | None:
    """Why a mark cannot be converted; None where it can."""
    for country in (origin, host):
        try:
            scales_of(country)
        except UnknownCountry:
            return say("told.grade_unknown_scale", country=country)
    try:
        mark = read_mark(grade)
    except FieldRefused:
        return say("told.grade_unreadable", mark=grade)
    try:
        convert(mark, origin, host, year=year)
    except FieldRefused:
        scales = ", ".join(s.name for s in scales_of(origin, year))
        return say("told.grade_outside", mark=grade, scales=scales)
    return None

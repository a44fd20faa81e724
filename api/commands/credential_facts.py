"""The facts of one credential as options of a command, each stated in one place."""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any, Final, NamedTuple

import typer

from api.commands.lines import Line


class Fact(NamedTuple):
    """A fact that a person can state of a credential: its name in a line, kind and meaning."""

    name: str
    kind: type
    help: str


FACTS: Final = (
    Fact("country", str, "Country that gave it, for example PH."),
    Fact("institution", str, "Institution that gave it."),
    Fact("field", str, "Field of study."),
    Fact("year", str, "Year of the award, in any calendar."),
    Fact("started", str, "Year in which the studies began."),
    Fact("duration_years", float, "Length of the studies in years."),
    Fact("ects", float, "ECTS credits; 60 are a year of study."),
    Fact("grade", str, "Mark, to be put on the host's scale."),
    Fact("documents", str, "verified, complete, incomplete, undocumented, mismatch."),
    Fact("purpose", str, "study, employment, regulated_profession or visa."),
    Fact("profession", str, "Profession or occupation, or an ISCO-08 code."),
    Fact("practice_years", float, "Years of work in it up to now, without a break."),
    Fact("practice_country", str, "Country of that work."),
    Fact("recognised_in", str, "Another country that has recognised it already."),
    Fact("occupation", str, "Add the way from it to this job: title or ESCO URI."),
)


def takes_facts(command: Callable[..., None]) -> Callable[..., None]:
    """A command with one option for each fact, which it is handed together as `facts`."""
    signature = inspect.signature(command)
    own = [p for p in signature.parameters.values() if p.name != "facts"]
    kinds: Mapping[str, Any] = {
        fact.name: Annotated[fact.kind | None, typer.Option(help=fact.help)] for fact in FACTS
    }
    options = [
        inspect.Parameter(name, own[0].kind, default=None, annotation=kind)
        for name, kind in kinds.items()
    ]

    @wraps(command)
    def taking(**given: Any) -> None:
        facts = {fact.name: given.pop(fact.name) for fact in FACTS}
        command(**given, facts=facts)

    stated = {p.name: p.annotation for p in own}
    taking.__annotations__ = {**stated, **kinds, "return": None}
    # Typer reads the options of a command from its signature.
    taking.__signature__ = signature.replace(parameters=[own[0], *options, *own[1:]])  # type: ignore[attr-defined]
    return taking


_FURTHER: Final = re.compile(
    r"(?P<title>.*?)(?:@(?P<country>[A-Za-z]{2}))?(?::(?P<years>[\d.,]+))?"
)


def further(text: str) -> Line:
    """A further credential as written on the command line: TITLE@COUNTRY:YEARS."""
    found = _FURTHER.fullmatch(text.strip())
    parts = found.groupdict() if found else {"title": text, "country": None, "years": None}
    stated = {
        "title": parts["title"],
        "country": parts["country"] and parts["country"].upper(),
        "duration_years": parts["years"],
    }
    return {key: value for key, value in stated.items() if value}

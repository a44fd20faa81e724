"""What the holder of a credential can do next, and where: facts to add, bodies to ask, appeal."""

from collections.abc import Iterator
from typing import Final

from models.outcomes import NextStep, Outcome, Purpose, Recognition
from qualifications.comparison import Compared
from qualifications.countries import load_countries
from qualifications.decisions import Decision
from qualifications.hosts import host_of
from qualifications.regulation import regulation_of
from qualifications.sentences import say

_CONTESTED: Final = (
    Outcome.NO_COMPARABILITY,
    Outcome.PARTIAL_RECOGNITION,
    Outcome.ALTERNATIVE_RECOGNITION,
    Outcome.CONDITIONAL_COMPENSATION,
)


def next_steps(compared: Compared, found: Recognition, decision: Decision) -> tuple[NextStep, ...]:
    """The steps in the order in which they help, each once."""
    steps = (
        *_facts(compared, found),
        *_papers(compared),
        *_bodies(compared, decision),
        *_centre(compared),
        *_appeal(compared, decision),
    )
    return tuple(dict.fromkeys(steps))


def _facts(compared: Compared, found: Recognition) -> Iterator[NextStep]:
    if compared.credential.documents == "undocumented":
        yield NextStep(text=say("step.interview"))
        return
    for why in found.reasons:
        if why.type == "further_information":
            yield NextStep(text=why.text)


def _papers(compared: Compared) -> Iterator[NextStep]:
    if compared.credential.documents != "undocumented":
        professional = compared.purpose is Purpose.REGULATED_PROFESSION
        yield NextStep(text=say("step.documents_profession" if professional else "step.documents"))


def _bodies(compared: Compared, decision: Decision) -> Iterator[NextStep]:
    if compared.purpose is Purpose.REGULATED_PROFESSION:
        if compared.profession:
            yield regulation_of(compared.profession, compared.host).step
        if decision.route != "employment":
            return
    host = host_of(compared.host)
    if host is not None:
        yield host.bodies.get(compared.purpose, host.bodies[Purpose.EMPLOYMENT])


def _centre(compared: Compared) -> Iterator[NextStep]:
    country = load_countries().get(compared.host)
    if country is not None:
        text = say("step.centre")
        yield NextStep(text=text, authority=country.authority.name, url=country.authority.url)


def _appeal(compared: Compared, decision: Decision) -> Iterator[NextStep]:
    if decision.outcome not in _CONTESTED:
        return
    host = host_of(compared.host)
    known = say("step.appeal", appeal=host.appeal) if host else say("step.appeal_unknown")
    yield NextStep(text=known)

"""The facts of this installation as sentences, for impact assessments."""

from collections.abc import Callable, Mapping
from dataclasses import fields

from api.duties.notices import LANGUAGES, words_in
from api.duties.product import ProductFacts
from models.decisions import Choice, Role
from models.people import Candidate
from models.rights import IDENTITY_FIELDS, Use

_NOT_DATA = {"id", "protected"}


def _operator(facts: ProductFacts) -> list[str]:
    return [f"Run by {facts.operator or 'NOT NAMED'}; whom to ask: {facts.contact or 'NOT NAMED'}."]


def _purpose(_: ProductFacts) -> list[str]:
    return [
        "HighRoad ranks people for vacancies, and vacancies for people, with the reasons of each "
        "score, and checks offers against rules of ethical recruitment. It proposes; people decide."
    ]


def _data(facts: ProductFacts) -> list[str]:
    kept = [f.name.replace("_", " ") for f in fields(Candidate) if f.name not in _NOT_DATA]
    return [
        f"People, under an id that names nobody: {', '.join(kept)}.",
        f"Apart, never ranked by: {', '.join(facts.protected)}.".replace("_", " "),
        f"Identity, only with consent: {', '.join(IDENTITY_FIELDS)}.".replace("_", " "),
        "Proposals with reasons, decisions with reasons, disputes and answers, consents, holds.",
        "Free text of a CV is read for skills; names, numbers and addresses in it are masked at "
        "import as far as they are recognised.",
    ]


def _ranking(facts: ProductFacts) -> list[str]:
    words = words_in("en")
    counted = [words["features"].get(f, f.replace("_", " ")) for f in facts.features]
    apart = [name.replace("_", " ") for name in facts.protected]
    return [
        f"Ranking model {facts.versions.model}: a sum of points, one curve a feature, shown with "
        f"every match. {words['learned' if facts.learned else 'by_hand']}",
        f"It counts: {'; '.join(counted)}.",
        f"It never sees: {', '.join(apart)}. A test flips them and demands the same scores.",
    ]


def _checking(facts: ProductFacts) -> list[str]:
    return [
        f"Offers are checked against {facts.rules} rules, profile {facts.profile}. A critical rule "
        "that is broken shows the offer to nobody; a critical question that is open holds it back.",
        "Rules are written by people and applied as written; the ranking cannot see them.",
    ]


def _versions(facts: ProductFacts) -> list[str]:
    v = facts.versions
    return [f"Program {v.program}; model {v.model}; rule book {v.rulebook}; taxonomy {v.taxonomy}."]


def _minimisation(_: ProductFacts) -> list[str]:
    return [
        "Names, contact and document numbers are dropped when a list is read; identity enters only "
        "by itself, for the fields a consent names, and is deleted when that consent is withdrawn.",
    ]


def _retention(facts: ProductFacts) -> list[str]:
    return [
        f"The decision log is kept for {facts.log_months} months (six is the least); older entries "
        "are removed by a command. Profiles are kept until somebody erases them: no timer does.",
    ]


def _recipients(_: ProductFacts) -> list[str]:
    return [
        "The program sends nothing to anybody. It shows an identity for an employer only with a "
        "consent for that vacancy, after a person accepted and the verdict lets the offer go out.",
    ]


def _known_risks(_: ProductFacts) -> list[str]:
    return [
        "A skill, a title or a paper can be misread, so that somebody stands lower than they "
        "should; masking can miss a name in a text; people may follow a rank without reading why.",
        "What never enters a score can still be reflected by what does (a language, a country of "
        "study); only an audit of real decisions shows it.",
        "The ranking has not been validated on outcomes of the organisation that uses it.",
    ]


def _oversight(_: ProductFacts) -> list[str]:
    return [
        f"Every proposal waits for a person: {', '.join(Choice)}; roles: {', '.join(Role)}. Each "
        "decision needs a sentence, a decline also a reason from a fixed list. Nothing is declined "
        "by the program. Staff ids and roles are proved by a key of their own once the operator "
        "has made keys (highroad staff add); before, whoever holds the token states them.",
    ]


def _log(facts: ProductFacts) -> list[str]:
    return [
        "Proposals, decisions, consents, disputes and looks at a shortlist, an explanation or an "
        "identity are logged under pseudonyms; each entry holds the digest of the one before, so "
        "that a change shows.",
    ]


def _security(facts: ProductFacts) -> list[str]:
    return [
        f"Database: {facts.database}, not encrypted by the program. The service answers on its own "
        "computer alone and asks for a token or a key; logs of the service name nobody.",
    ]


def _rights(_: ProductFacts) -> list[str]:
    return [
        "File of a person as JSON and HTML; correction by importing anew; disputes, due in a "
        "month; erasure, unless a legal hold with a reason stands; consent withdrawn at once "
        f"({', '.join(Use)}); notices in {', '.join(LANGUAGES)}.",
    ]


FACTS: Mapping[str, Callable[[ProductFacts], list[str]]] = {
    "operator": _operator,
    "purpose": _purpose,
    "data": _data,
    "ranking": _ranking,
    "checking": _checking,
    "versions": _versions,
    "minimisation": _minimisation,
    "retention": _retention,
    "recipients": _recipients,
    "known_risks": _known_risks,
    "oversight": _oversight,
    "log": _log,
    "security": _security,
    "rights": _rights,
}

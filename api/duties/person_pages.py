"""A person's file for that person: as JSON in an open format, and as a page in their language.

Staff ids are left out: they concern other people. Everything else that is held is in the JSON; the
page leaves out what only a program reads (concept addresses, points a feature, digests).
"""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from api.duties.notices import words_in
from api.duties.pages import page
from api.duties.product import ProductFacts
from models.decisions import QueueEntry
from models.people import Candidate
from models.protected import Protected
from models.store import PersonFile
from models.store.records import HistoryEntry

FORMAT = "highroad-person-file/1"

_ABOUT = (
    "Everything that this installation holds about one person, made for that person (GDPR "
    "Articles 15 and 20). Dates are ISO 8601, times UTC; concepts are ESCO addresses."
)
_STAFF = "by"
# What a page for people leaves out of the JSON.
_FOR_PROGRAMS = frozenset(
    {"link", "occupation", "extracted", "import_id", "versions", "profile", "seq", "kind"}
    | {"changed_since", "open_disputes", "candidate_id"}
)
# Whose values are codes that a page says in words, and whose are times.
_CODED = frozenset(
    {"action", "state", "choice", "outcome", "role", "reason", "use", "basis", "about", "verdict"}
)
_MOMENTS = frozenset(
    {"recorded_at", "at", "given_at", "withdrawn_at", "opened_at", "answered_at"}
    | {"placed_at", "released_at"}
)


def file_json(file: PersonFile) -> dict[str, Any]:
    """The whole file as plain data."""
    return {
        "format": FORMAT,
        "about": _ABOUT,
        "made_at": _moment(file),
        "person": _profile(file.candidate),
        "protected": _plain(Protected, file.candidate.protected),
        "identity": _dumped(file.identity) if file.identity else None,
        "source": {"list": file.list_name},
        "history": [_version(entry) for entry in file.history],
        "proposals": [_proposal(proposal) for proposal in file.proposals],
        "consents": [_flat(consent, "grant") for consent in file.consents],
        "disputes": [_dumped(dispute) for dispute in file.disputes],
        "legal_holds": [_dumped(hold) for hold in file.holds],
        "log": [_dumped(entry) for entry in file.log],
    }


def file_html(file: PersonFile, facts: ProductFacts, language: str) -> str:
    """The file as one page in a language of the notices, to read or print."""
    words = words_in(language)
    said = words["file"]
    whole = file_json(file)
    whole["log"] = {"entries": len(whole["log"])}
    whole["history"] = [{k: v for k, v in h.items() if k != "profile"} for h in whole["history"]]
    intro = said["intro"].format(
        day=file.at.date().isoformat(),
        operator=facts.operator or words["missing_operator"],
        contact=facts.contact or words["missing_contact"],
    )
    values = said["values"]
    sections = [
        (heading, _shown(whole[name], values)) for name, heading in said["headings"].items()
    ]
    return page(
        "person_file",
        words=said,
        language=language,
        direction=words["direction"],
        intro=intro,
        sections=sections,
        labels=said["fields"],
    )


def _profile(candidate: Candidate) -> dict[str, Any]:
    profile = _plain(Candidate, candidate)
    profile.pop("protected")
    for language, held in zip(profile["languages"], candidate.languages, strict=True):
        language["cefr"] = held.cefr.name if held.cefr else None
    return profile


def _plain(kind: Any, noun: object) -> dict[str, Any]:
    plain: dict[str, Any] = TypeAdapter(kind).dump_python(noun, mode="json")
    return plain


def _dumped(record: object) -> Any:
    kind: Any = type(record)
    return _without_staff(TypeAdapter(kind).dump_python(record, mode="json"))


def _flat(record: object, inner: str) -> dict[str, Any]:
    dumped: dict[str, Any] = _dumped(record)
    return {"id": dumped["id"], **dumped.pop(inner), **dumped}


def _proposal(proposal: QueueEntry) -> dict[str, Any]:
    flat = _flat(proposal, "proposed")
    flat["decisions"] = [{**d.pop("decision"), **d} for d in flat["decisions"]]
    return flat


def _version(entry: HistoryEntry) -> dict[str, Any]:
    noun = entry.noun
    return {
        "version": entry.version,
        "action": entry.action.value,
        "recorded_at": entry.recorded_at.isoformat(),
        "import_id": entry.import_id,
        "profile": _profile(noun) if isinstance(noun, Candidate) else None,
    }


def _moment(file: PersonFile) -> str:
    return file.at.isoformat(timespec="seconds")


def _without_staff(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _without_staff(v) for k, v in value.items() if k != _STAFF}
    return [_without_staff(v) for v in value] if isinstance(value, list) else value


def _shown(value: Any, words: Mapping[str, str], of: str = "") -> Any:
    """What a person reads of a value: nothing empty, sentences for reasons, words for codes."""
    if isinstance(value, Mapping):
        shown = {k: _shown(v, words, k) for k, v in value.items() if k not in _FOR_PROGRAMS}
        return {k: v for k, v in shown.items() if v not in (None, [], {}, "")}
    if isinstance(value, list):
        return [_sentence(v) if _is_sentence(v) else _shown(v, words, of) for v in value]
    if isinstance(value, str) and of in _CODED:
        return words.get(value, value)
    if isinstance(value, str) and of in _MOMENTS:
        return f"{value[:16].replace('T', ' ')} UTC"
    return round(value, 2) if isinstance(value, float) else value


def _is_sentence(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and "text" in value
        and bool({"contribution", "uri", "link"} & set(value))
    )


def _sentence(value: Mapping[str, Any]) -> str:
    points = value.get("contribution")
    return str(value["text"]) + ("" if points is None else f" ({points:+.2f})")

"""Papers to credentials: Europass and ELM, Open Badges 3.0 and W3C VC, JSON Resume, CSV.

Nothing is fetched: a signature is checked against the key inside, a status only where it stands in
the document. Names, addresses and other direct identifiers are not kept.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from models.errors import EmptyFile, OversizedFile, UnsupportedFile
from models.people import Credential
from qualifications.documents import elm, json_resume, open_badges, tables
from qualifications.documents.proofs import ABSENT, FITS, Proof, check, check_jws

_LARGEST: Final = 8_000_000  # bytes; documents hold pictures
_DEEPEST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRead:
    """What a document holds: its kind, its credentials, what its signature shows, and notes."""

    kind: str
    credentials: tuple[Credential, ...]
    proof: Proof
    notes: tuple[str, ...] = ()


def read_document(
    content: bytes, name: str, *, on: date, trusted: Collection[str] = ()
) -> PaperRead:
    """The credentials of a document; `trusted` are identifiers of issuers or keys vouched for.

    Raises FileRefused for what is no such document, and FieldRefused for a signature that does not
    fit. A credential is 'verified' only where the signature fits and its key is trusted.
    """
    text = content.decode("utf-8-sig", errors="replace").strip()
    if not text.startswith(("{", "[", "eyJ")) and tables.is_table(name, text):
        return _table(content, text, name)
    document, proof = _opened(content, name)
    kind, credentials = _read(document, name)
    if not credentials:
        raise _empty(name)
    shown = tuple(_with_proof(c, proof, document, trusted) for c in credentials)
    return PaperRead(
        kind=kind, credentials=shown, proof=proof, notes=_notes(document, proof, on, trusted)
    )


def _table(content: bytes, text: str, name: str) -> PaperRead:
    _check_size(content, name)
    found = tables.credentials(text, name)
    if not found:
        raise _empty(name)
    note = "A table is not signed: what stands in it is stated, not shown."
    return PaperRead(
        kind="table", credentials=found, proof=Proof(state=ABSENT, note=note), notes=(note,)
    )


def _empty(name: str) -> EmptyFile:
    return EmptyFile(
        f"{name} holds no award that can be read.",
        "Give a document with the title of at least one award.",
    )


def _check_size(content: bytes, name: str) -> None:
    if len(content) > _LARGEST:
        raise OversizedFile(
            f"{name} is larger than {_LARGEST // 1_000_000} MB.", "Give one document at a time."
        )


def _opened(content: bytes, name: str) -> tuple[Mapping[str, Any], Proof]:
    _check_size(content, name)
    text = content.decode("utf-8-sig", errors="replace").strip()
    if text.count(".") == 2 and text.startswith("eyJ"):
        claims, proof = check_jws(text)
        inner = claims.get("vc")
        return (inner if isinstance(inner, Mapping) else claims), proof
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(name) from error
    if not isinstance(document, Mapping) or _depth(document) > _DEEPEST:
        raise _unreadable(name)
    return document, check(document)


def _unreadable(name: str) -> UnsupportedFile:
    return UnsupportedFile(
        f"{name} is no document that is read here.",
        "Give Europass or ELM JSON, an Open Badge 3.0, a W3C credential, a JSON Resume or CSV.",
    )


def _depth(value: object, reached: int = 0) -> int:
    if reached > _DEEPEST or not isinstance(value, Mapping | list):
        return reached
    inner = value.values() if isinstance(value, Mapping) else value
    return max((_depth(one, reached + 1) for one in inner), default=reached)


def _read(document: Mapping[str, Any], name: str) -> tuple[str, Sequence[Credential]]:
    kinds = {str(t) for t in _listed(document.get("type", document.get("@type")))}
    if "OpenBadgeCredential" in kinds or "AchievementCredential" in kinds:
        return "open badge", open_badges.credentials(document)
    if elm.is_elm(document, kinds):
        return "european digital credential", elm.credentials(document)
    if "VerifiableCredential" in kinds:
        return "verifiable credential", open_badges.credentials(document)
    if json_resume.is_resume(document):
        return "json resume", json_resume.credentials(document)
    raise _unreadable(name)


def _listed(value: object) -> Sequence[object]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _with_proof(
    credential: Credential, proof: Proof, document: Mapping[str, Any], trusted: Collection[str]
) -> Credential:
    vouched = proof.state == FITS and _is_trusted(document, proof, trusted)
    return replace(credential, documents="verified") if vouched else credential


def _is_trusted(document: Mapping[str, Any], proof: Proof, trusted: Collection[str]) -> bool:
    # The issuer named in the document is a claim; the key is what the signature shows.
    return proof.key is not None and proof.key in trusted


def _notes(
    document: Mapping[str, Any], proof: Proof, on: date, trusted: Collection[str]
) -> tuple[str, ...]:
    notes = [proof.note] if proof.note else []
    if proof.state == FITS and not _is_trusted(document, proof, trusted):
        notes.append("The signature fits; whether its key is the issuer's is not known here.")
    until = str(document.get("validUntil") or document.get("expirationDate") or "")[:10]
    since = str(document.get("validFrom") or document.get("issuanceDate") or "")[:10]
    if until and until < on.isoformat():
        notes.append(f"The document was valid until {until}; the award itself does not expire.")
    if since and since > on.isoformat():
        notes.append(f"The document is valid only from {since}.")
    if document.get("credentialStatus"):
        notes.append("Whether it was revoked stands outside the document and was not looked up.")
    return tuple(notes)

"""Signatures on documents: made and checked offline, by the key that the document itself names.

Checked are W3C Data Integrity proofs of the suite eddsa-jcs-2022 by a did:key, and compact JWS
(EdDSA, ES256, RS256) whose header carries its key. A fitting signature shows that nothing was
changed; whose key it is, only a list of trusted issuers can say.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import jwt
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.errors import FieldRefused
from qualifications.documents.keys import did_of, from_multibase, key_of, multibase

_SUITE: Final = "eddsa-jcs-2022"
_ALGORITHMS: Final = ("EdDSA", "ES256", "RS256")

_OF_A_KEY: Final = ("crv", "e", "kty", "n", "x", "y")

FITS: Final = "fits"
UNCHECKED: Final = "unchecked"
ABSENT: Final = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a check found: `state` is fits, unchecked or absent; `key` is the identifier used."""

    state: str
    key: str | None = None
    note: str | None = None


def sign(document: Mapping[str, Any], key: Ed25519PrivateKey, on: date) -> dict[str, Any]:
    """The document with a Data Integrity proof by a key, dated at the start of a day (UTC)."""
    did = did_of(key.public_key())
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": _SUITE,
        "created": f"{on.isoformat()}T00:00:00Z",
        "verificationMethod": f"{did}#{did.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
    }
    if "@context" in document:
        options["@context"] = document["@context"]
    signature = key.sign(_digest(document, options))
    return {**document, "proof": {**options, "proofValue": multibase(signature)}}


def check(document: Mapping[str, Any]) -> Proof:
    """Whether a document's proof fits its content; raises FieldRefused for one that does not."""
    proof = document.get("proof")
    if isinstance(proof, list):
        proof = proof[0] if len(proof) == 1 else {"type": "several"}
    if not isinstance(proof, Mapping):
        return Proof(state=ABSENT, note="The document is not signed.")
    if proof.get("cryptosuite") != _SUITE or proof.get("type") != "DataIntegrityProof":
        kind = proof.get("cryptosuite") or proof.get("type")
        return Proof(state=UNCHECKED, note=f"A signature of the kind '{kind}' is not checked here.")
    method = str(proof.get("verificationMethod", ""))
    key = key_of(method)
    if key is None:
        text = f"The key of '{method}' is not in the document, and nothing is fetched."
        return Proof(state=UNCHECKED, key=method, note=text)
    content = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    signature = from_multibase(str(proof.get("proofValue", "")))
    try:
        key.verify(signature, _digest(content, options))
    except InvalidSignature:
        raise _forged(method) from None
    return Proof(state=FITS, key=method.split("#")[0])


def _digest(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """The hash of the proof's options, then that of the content, both in canonical JSON."""
    try:
        parts = [rfc8785.dumps(dict(part)) for part in (options, document)]
    except rfc8785.CanonicalizationError as error:
        raise FieldRefused(
            f"The document has no canonical form: {error}.",
            "Ask the issuer for the document as issued.",
            field="proof",
            value=type(error).__name__,
        ) from error
    return b"".join(hashlib.sha256(part).digest() for part in parts)


def check_jws(text: str) -> tuple[dict[str, Any], Proof]:
    """The content of a compact JWS and what its check found; raises FieldRefused if forged."""
    try:
        header = jwt.get_unverified_header(text)
        content = jwt.decode(text, options={"verify_signature": False})
    except jwt.PyJWTError as error:
        raise FieldRefused(
            f"The signed document cannot be read: {error}.",
            "Give the document as issued, whole and on one line.",
            field="document",
            value=text[:40],
        ) from error
    return content, _check_header(text, header)


def _check_header(text: str, header: Mapping[str, Any]) -> Proof:
    algorithm, written = header.get("alg"), header.get("jwk")
    if algorithm not in _ALGORITHMS:
        raise _forged(
            str(header.get("kid") or "no key"), f"the algorithm '{algorithm}' proves nothing"
        )
    if not isinstance(written, Mapping):
        text = f"The key '{header.get('kid')}' is not in the document, and nothing is fetched."
        return Proof(state=UNCHECKED, key=header.get("kid"), note=text)
    name = _thumbprint(written)  # never the header's kid: anybody can write that
    try:
        key = jwt.PyJWK.from_dict(dict(written), algorithm=algorithm)
        jwt.PyJWS().decode(text, key=key, algorithms=[algorithm])
    except (jwt.PyJWTError, ValueError, TypeError):
        raise _forged(name) from None
    return Proof(state=FITS, key=name)


def _thumbprint(written: Mapping[str, Any]) -> str:
    """The identifier of a public key by what it is (RFC 7638)."""
    members = {name: str(written[name]) for name in _OF_A_KEY if name in written}
    digest = hashlib.sha256(rfc8785.dumps(members)).digest()
    return "sha256:" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _forged(key: str, why: str = "the content or the signature was changed") -> FieldRefused:
    return FieldRefused(
        f"The signature by {key} does not fit the document: {why}.",
        "Ask the issuer for the document again; this copy shows nothing.",
        field="proof",
        value=key,
    )

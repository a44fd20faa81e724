"""The key of this installation, made on first use, and keys written as did:key identifiers."""

import os
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from models.errors import FieldRefused, UnsupportedFile

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519: Final = b"\xed\x01"  # multicodec prefix of an Ed25519 public key
_DID_KEY: Final = "did:key:"
_LENGTH: Final = 32
_LONGEST: Final = 200  # characters of a written key or signature


def installation_key(home: Path) -> Ed25519PrivateKey:
    """The signing key under `home`, made there on first use and readable by its owner alone."""
    path = home / "keys" / "statements.pem"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _broken(path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _broken(path)
    return key


def _make(path: Path) -> None:
    written = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    new = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(written)
    try:
        os.link(new, path)  # never replaces a key that another process made meanwhile
    except FileExistsError:
        pass
    finally:
        new.unlink()


def _broken(path: Path) -> UnsupportedFile:
    return UnsupportedFile(
        f"The signing key {path.name} cannot be read.",
        "Move it away; a new one is made on next use, and old statements keep their old key.",
    )


def did_of(key: Ed25519PublicKey) -> str:
    """A public key as a did:key identifier, which carries the key itself."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return _DID_KEY + multibase(_ED25519 + raw)


def key_of(did: str) -> Ed25519PublicKey | None:
    """The key that a did:key identifier carries; None for another kind of identifier."""
    written = did.split("#")[0]
    if not written.startswith(_DID_KEY):
        return None
    raw = from_multibase(written.removeprefix(_DID_KEY))
    if not raw.startswith(_ED25519) or len(raw) != len(_ED25519) + _LENGTH:
        return None
    return Ed25519PublicKey.from_public_bytes(raw[len(_ED25519) :])


def multibase(raw: bytes) -> str:
    """Bytes in base58 (Bitcoin's alphabet) with the multibase sign z."""
    number, written = int.from_bytes(raw, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        written = _ALPHABET[digit] + written
    zeros = len(raw) - len(raw.lstrip(b"\0"))
    return "z" + "1" * zeros + written


def from_multibase(written: str) -> bytes:
    """The bytes of a base58 text with the multibase sign z; raises FieldRefused for others."""
    digits = [_ALPHABET.find(sign) for sign in written[1:]]
    if not written.startswith("z") or -1 in digits or len(written) > _LONGEST:
        raise FieldRefused(
            "A key or signature in the document is not written in base58.",
            "Ask the issuer for the document as issued.",
            field="proof",
            value=written[:_LONGEST],
        )
    number = 0
    for digit in digits:
        number = number * 58 + digit
    zeros = len(digits) - len(written[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")

"""A rule book that is handed out signed, and installed without a new version of the program.

A bundle is a zip archive: the files of a rule book, `manifest.json` with the edition and the hash
of every file, and `signature`, Ed25519 over the manifest. It is installed whole or not at all:
whoever did not sign it with the trusted key, changed a byte, or hands out an older edition is
refused with a sentence, and the rule book in use stays.
"""

import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NoReturn, cast

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from matching.recruitment.rulebook import (
    INSTALLED,
    MANIFEST,
    RuleBook,
    installed_edition,
    read_edition,
)
from models.errors import RuleBookBroken

FORMAT = 1
LARGEST = 20_000_000
MOST_FILES = 5_000
SIGNATURE = "signature"
_PARTS = ("rules", "parameters", "lists")
_FILES = (
    "book.toml",
    "fee_exceptions.toml",
    "instruments.toml",
    "minimum_wages.toml",
    "ratifications.toml",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What was installed: the edition, its day, the version of its content, how many rules."""

    edition: int
    issued: date
    version: str
    rules: int


def new_keys() -> tuple[bytes, bytes]:
    """A fresh private key to sign with and the public key to trust, both as PEM."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private, public


def make_bundle(folder: Path, key: bytes, file: Path) -> Path:
    """Sign the rule book in a folder with a private key (PEM) and write it to a file.

    Raises RuleBookBroken for a folder that does not load or a key that cannot sign.
    """
    book = RuleBook.load(folder)
    edition, issued = read_edition(folder)
    content = {path: (folder / path).read_bytes() for path in _book_files(folder)}
    manifest = json.dumps(
        {
            "format": FORMAT,
            "edition": edition,
            "issued": issued.isoformat(),
            "version": book.version,
            "files": {path: hashlib.sha256(text).hexdigest() for path, text in content.items()},
        },
        sort_keys=True,
        indent=1,
    ).encode()
    parts = {MANIFEST: manifest, SIGNATURE: _private(key).sign(manifest), **content}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as draft:
        draft.write(packed.getvalue())
    Path(draft.name).replace(file)
    return file


def install_bundle(file: Path, home: Path, trusted_key: bytes) -> Installed:
    """Install a bundle signed by the trusted public key (PEM) under home; all of it or nothing.

    Raises RuleBookBroken, with the rule book in use untouched, for a file that is no bundle, a
    signature of somebody else, changed content, or an edition that is not newer.
    """
    parts = _unpacked(file)
    manifest = _verified(parts, trusted_key)
    content = _content(parts, manifest)
    edition = cast("int", manifest["edition"])
    present = installed_edition(home)
    if edition <= present:
        raise RuleBookBroken(
            f"{file.name} is edition {edition}; edition {present} is in use.",
            "Install a newer edition; an older one does not replace it.",
        )
    root = home / INSTALLED
    root.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=root, prefix=".draft-"))
    try:
        _write(draft, content, parts[MANIFEST])
        book = RuleBook.load(draft)
        if book.version != manifest["version"] or read_edition(draft)[0] != edition:
            _not_as_signed(file.name)
        final = root / f"edition-{edition}"
        if final.exists():
            shutil.rmtree(final)  # left over from an installation that never became current
        draft.rename(final)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _point_to(root, final.name)
    issued = date.fromisoformat(str(manifest["issued"]))
    return Installed(edition=edition, issued=issued, version=book.version, rules=len(book.rules))


def read_book(path: Path, trusted_key: bytes | None = None) -> RuleBook:
    """The rule book in a folder or in a bundle, to look at or to compare; nothing is installed.

    Without a trusted key a bundle's signature is not judged, only that its content is as its
    manifest lists it. Raises RuleBookBroken.
    """
    if path.is_dir():
        return RuleBook.load(path)
    parts = _unpacked(path)
    manifest = _manifest(parts) if trusted_key is None else _verified(parts, trusted_key)
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), _content(parts, manifest), parts[MANIFEST])
        return RuleBook.load(Path(folder))


def _book_files(folder: Path) -> list[str]:
    single = [name for name in _FILES if (folder / name).is_file()]
    nested = [p for part in _PARTS for p in (folder / part).rglob("*.toml")]
    return sorted([*single, *(path.relative_to(folder).as_posix() for path in nested)])


def _unpacked(file: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > MOST_FILES or size > LARGEST:
                raise RuleBookBroken(
                    f"{file.name} unpacks to {len(entries)} files of {size} bytes.",
                    "A rule book is far smaller; ask whoever sent it.",
                )
            return {entry.filename: archive.read(entry) for entry in entries}
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise RuleBookBroken(
            f"{file.name} is not a rule-book bundle ({type(error).__name__}).",
            "Fetch the file again; it may be cut off.",
        ) from None


def _verified(parts: Mapping[str, bytes], trusted_key: bytes) -> dict[str, object]:
    """The manifest, once its signature holds; it is not even read before."""
    signature, manifest = parts.get(SIGNATURE), parts.get(MANIFEST)
    if signature is not None and manifest is not None:
        try:
            _public(trusted_key).verify(signature, manifest)
        except InvalidSignature:
            raise RuleBookBroken(
                "The bundle was not signed with the key that is trusted here, or was changed "
                "since.",
                "Check which key you trust and fetch the bundle from its publisher again.",
            ) from None
    return _manifest(parts)


def _manifest(parts: Mapping[str, bytes]) -> dict[str, object]:
    if MANIFEST not in parts or SIGNATURE not in parts:
        raise RuleBookBroken(
            "The bundle has no manifest or no signature.", "Ask for a signed bundle."
        )
    try:
        manifest = cast("dict[str, object]", json.loads(parts[MANIFEST]))
    except ValueError:
        _not_as_signed(MANIFEST)
    known = isinstance(manifest, dict) and manifest.get("format") == FORMAT
    if not known or not isinstance(manifest.get("edition"), int):
        raise RuleBookBroken(
            "The bundle is of a format that this version does not read.", "Update HighRoad first."
        )
    return manifest


def _content(parts: Mapping[str, bytes], manifest: Mapping[str, object]) -> dict[str, bytes]:
    """The files as the manifest lists them, each with its hash, none beside them."""
    listed = cast("dict[str, str]", manifest["files"])
    content = {name: text for name, text in parts.items() if name not in (MANIFEST, SIGNATURE)}
    hashes = {name: hashlib.sha256(text).hexdigest() for name, text in content.items()}
    if hashes != listed:
        wrong = sorted(n for n in {*hashes, *listed} if hashes.get(n) != listed.get(n))
        _not_as_signed(wrong[0])
    for name in content:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or path.suffix != ".toml":
            _not_as_signed(name)
    return content


def _not_as_signed(name: str) -> NoReturn:
    raise RuleBookBroken(
        f"The bundle is not as it was signed: {name[:80]}.",
        "Fetch it from its publisher again; do not use this copy.",
    )


def _write(folder: Path, content: Mapping[str, bytes], manifest: bytes) -> None:
    for name, text in {**content, MANIFEST: manifest}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def _point_to(root: Path, name: str) -> None:
    """Make an edition the current one in a single step."""
    with tempfile.NamedTemporaryFile("w", dir=root, delete=False, encoding="utf-8") as draft:
        draft.write(name)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(root / "current")


def _private(key: bytes) -> Ed25519PrivateKey:
    try:
        loaded = serialization.load_pem_private_key(key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        loaded = None
    if not isinstance(loaded, Ed25519PrivateKey):
        raise RuleBookBroken(
            "The key cannot sign a rule book.", "Give an unencrypted Ed25519 private key as PEM."
        )
    return loaded


def _public(key: bytes) -> Ed25519PublicKey:
    try:
        loaded = serialization.load_pem_public_key(key)
    except (ValueError, UnsupportedAlgorithm):
        loaded = None
    if not isinstance(loaded, Ed25519PublicKey):
        raise RuleBookBroken(
            "The trusted key is not one that signs rule books.",
            "Give the publisher's Ed25519 public key as PEM.",
        )
    return loaded

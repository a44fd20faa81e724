"""Data that is handed out signed, and installed without a new version of the program.

A bundle is a zip archive: TOML files, `manifest.json` with the edition and the hash of every file,
and `signature`, Ed25519 over the manifest. It is installed whole or not at all: whoever did not
sign it with the trusted key, changed a byte, or hands out an older edition is refused with a
sentence, and the edition in use stays.
"""

import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final, NoReturn, cast

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from models.errors import HighRoadError

FORMAT: Final = 1
LARGEST: Final = 20_000_000
MOST_FILES: Final = 5_000
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "signature"
CURRENT: Final = "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Which edition of something a bundle holds, since when, and the version of its content."""

    number: int
    issued: date
    version: str


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


def installed_folder(root: Path) -> Path | None:
    """The folder of the edition made current under a root; None where none was installed."""
    pointer = root / CURRENT
    if not pointer.is_file():
        return None
    return root / pointer.read_text(encoding="utf-8").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundles:
    """How one kind of data is bundled: its name in sentences, and the error that refuses it."""

    noun: str
    broken: type[HighRoadError]

    def write(self, content: Mapping[str, bytes], edition: Edition, key: bytes, file: Path) -> Path:
        """Sign these files with a private key (PEM) and write them as one bundle.

        Equal content gives equal bytes. Raises `broken` for a key that cannot sign.
        """
        hashes = {path: hashlib.sha256(text).hexdigest() for path, text in content.items()}
        manifest = json.dumps(
            {
                "format": FORMAT,
                "edition": edition.number,
                "issued": edition.issued.isoformat(),
                "version": edition.version,
                "files": hashes,
            },
            sort_keys=True,
            indent=1,
        ).encode()
        parts = {MANIFEST: manifest, SIGNATURE: self._private(key).sign(manifest), **content}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as draft:
            draft.write(packed.getvalue())
        Path(draft.name).replace(file)
        return file

    def install(
        self,
        file: Path,
        root: Path,
        trusted_key: bytes,
        *,
        present: int,
        edition_of: Callable[[Path], Edition],
    ) -> Edition:
        """Install a bundle signed by the trusted public key (PEM) under a root, as the current one.

        `present` is the edition in use; `edition_of` loads an unpacked folder and says what it is.
        Raises `broken`, with the edition in use untouched, for a file that is no bundle, a
        signature of somebody else, changed content, or an edition that is not newer.
        """
        parts = self._unpacked(file)
        manifest = self._verified(parts, trusted_key)
        content = self._content(parts, manifest)
        number = cast("int", manifest["edition"])
        if number <= present:
            raise self.broken(
                f"{file.name} is edition {number}; edition {present} is in use.",
                "Install a newer edition; an older one does not replace it.",
            )
        root.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=root, prefix=".draft-"))
        try:
            _write(draft, content, parts[MANIFEST])
            edition = edition_of(draft)
            if edition.version != manifest["version"] or edition.number != number:
                self._not_as_signed(file.name)
            final = root / f"edition-{number}"
            if final.exists():
                shutil.rmtree(final)  # left over from an installation that never became current
            draft.rename(final)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _point_to(root, final.name)
        return edition

    def take_back(self, root: Path) -> None:
        """Make the edition installed before the current one current again, or none.

        Raises `broken` where nothing was installed under the root.
        """
        folder = installed_folder(root)
        if folder is None:
            raise self.broken(
                f"No {self.noun} was installed, so there is nothing to take back.",
                f"The {self.noun} that came with the program is in use.",
            )
        number = _number(folder)
        before = [n for n in map(_number, root.glob("edition-*")) if n < number]
        if before:
            _point_to(root, f"edition-{max(before)}")
        else:
            (root / CURRENT).unlink()
        shutil.rmtree(folder, ignore_errors=True)

    def unpack(self, file: Path, folder: Path, trusted_key: bytes | None = None) -> None:
        """Write a bundle's files into a folder, to look at; nothing is installed.

        Without a trusted key the signature is not judged, only that the content is as its manifest
        lists it. Raises `broken`.
        """
        parts = self._unpacked(file)
        known = self._manifest(parts) if trusted_key is None else self._verified(parts, trusted_key)
        _write(folder, self._content(parts, known), parts[MANIFEST])

    def _unpacked(self, file: Path) -> dict[str, bytes]:
        try:
            with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
                entries = archive.infolist()
                size = sum(entry.file_size for entry in entries)
                if len(entries) > MOST_FILES or size > LARGEST:
                    raise self.broken(
                        f"{file.name} unpacks to {len(entries)} files of {size} bytes.",
                        f"A {self.noun} is far smaller; ask whoever sent it.",
                    )
                return {entry.filename: archive.read(entry) for entry in entries}
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise self.broken(
                f"{file.name} is not a {self.noun.replace(' ', '-')} bundle "
                f"({type(error).__name__}).",
                "Fetch the file again; it may be cut off.",
            ) from None

    def _verified(self, parts: Mapping[str, bytes], trusted_key: bytes) -> dict[str, object]:
        """The manifest, once its signature holds; it is not even read before."""
        signature, manifest = parts.get(SIGNATURE), parts.get(MANIFEST)
        if signature is not None and manifest is not None:
            try:
                self._public(trusted_key).verify(signature, manifest)
            except InvalidSignature:
                raise self.broken(
                    "The bundle was not signed with the key that is trusted here, or was changed "
                    "since.",
                    "Check which key you trust and fetch the bundle from its publisher again.",
                ) from None
        return self._manifest(parts)

    def _manifest(self, parts: Mapping[str, bytes]) -> dict[str, object]:
        if MANIFEST not in parts or SIGNATURE not in parts:
            raise self.broken(
                "The bundle has no manifest or no signature.", "Ask for a signed bundle."
            )
        try:
            manifest = cast("dict[str, object]", json.loads(parts[MANIFEST]))
        except ValueError:
            self._not_as_signed(MANIFEST)
        known = isinstance(manifest, dict) and manifest.get("format") == FORMAT
        if not known or not isinstance(manifest.get("edition"), int):
            raise self.broken(
                "The bundle is of a format that this version does not read.",
                "Update HighRoad first.",
            )
        return manifest

    def _content(
        self, parts: Mapping[str, bytes], manifest: Mapping[str, object]
    ) -> dict[str, bytes]:
        """The files as the manifest lists them, each with its hash, none beside them."""
        listed = cast("dict[str, str]", manifest["files"])
        content = {name: text for name, text in parts.items() if name not in (MANIFEST, SIGNATURE)}
        hashes = {name: hashlib.sha256(text).hexdigest() for name, text in content.items()}
        if hashes != listed:
            wrong = sorted(n for n in {*hashes, *listed} if hashes.get(n) != listed.get(n))
            self._not_as_signed(wrong[0])
        for name in content:
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or "\\" in name or path.suffix != ".toml":
                self._not_as_signed(name)
        return content

    def _not_as_signed(self, name: str) -> NoReturn:
        raise self.broken(
            f"The bundle is not as it was signed: {name[:80]}.",
            "Fetch it from its publisher again; do not use this copy.",
        )

    def _private(self, key: bytes) -> Ed25519PrivateKey:
        try:
            loaded = serialization.load_pem_private_key(key, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            loaded = None
        if not isinstance(loaded, Ed25519PrivateKey):
            raise self.broken(
                f"The key cannot sign a {self.noun}.",
                "Give an unencrypted Ed25519 private key as PEM.",
            )
        return loaded

    def _public(self, key: bytes) -> Ed25519PublicKey:
        try:
            loaded = serialization.load_pem_public_key(key)
        except (ValueError, UnsupportedAlgorithm):
            loaded = None
        if not isinstance(loaded, Ed25519PublicKey):
            raise self.broken(
                f"The trusted key is not one that signs a {self.noun}.",
                "Give the publisher's Ed25519 public key as PEM.",
            )
        return loaded


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
    Path(draft.name).replace(root / CURRENT)


def _number(folder: Path) -> int:
    return int(folder.name.rpartition("-")[2])

"""A register of institutions, read from a ROR dump and kept under the home folder.

Read are the dump as published (zip or JSON, schema 1 and 2) and JSON Lines of `id`, `name`,
`names`, `country`, `city`, `types`, `status`. Source of the shapes: ROR data, CC0.
"""

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.errors import EmptyFile, UnsupportedFile
from qualifications.institution_names import without_brackets
from qualifications.institution_registry import Institution, Registry
from qualifications.institution_status import with_status
from qualifications.taxonomy.snapshot import write_flushed

FILE: Final = "registry.npz"
_ENTRY = tuple[Institution, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionReport:
    """What an import took in: institutions, and lines or records that could not be read."""

    institutions: int
    names: int
    refused: int


def registry_path(home: Path) -> Path:
    """Where an imported register is kept."""
    return home / "institutions" / FILE


def import_institutions(source: Path, home: Path) -> InstitutionReport:
    """Replace the register in use by that of a file; the one in use stays where this fails.

    Raises UnsupportedFile for a file that is no such register, and EmptyFile for one without
    institutions.
    """
    entries, refused = [], 0
    for raw in _objects(source):
        if isinstance(raw, Mapping) and raw.get("status") == "withdrawn":
            continue
        entry = _entry(raw)
        if entry is None:
            refused += 1
        else:
            entries.append(entry)
    if not entries:
        raise EmptyFile(
            f"{source.name} holds no institution that can be read.",
            "Give a ROR dump (zip or JSON), or JSON Lines with id and name.",
        )
    registry = Registry.build(entries)
    target = registry_path(home)
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_suffix(".new")
    write_flushed(new, registry.content())
    new.replace(target)
    return InstitutionReport(institutions=len(registry), names=len(registry.keys), refused=refused)


def _objects(source: Path) -> Iterator[object]:
    try:
        content = _content(source)
        if content.lstrip()[:1] == b"[":
            yield from json.loads(content)
            return
        for line in io.BytesIO(content):
            if line.strip():
                yield json.loads(line)
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise UnsupportedFile(
            f"{source.name} is no register of institutions: {error}.",
            "Give a ROR dump (zip or JSON), or JSON Lines with id and name.",
        ) from error


def _content(source: Path) -> bytes:
    content = source.read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = sorted(n for n in archive.namelist() if n.endswith((".json", ".jsonl")))
            if not inside:
                raise ValueError("the zip holds no JSON")
            # A dump holds schema 1 and 2 side by side; the later schema is marked so.
            return archive.read(next((n for n in inside if "schema_v2" in n), inside[0]))
    return content


def _entry(raw: object) -> _ENTRY | None:
    """The institution of one record, with its names; None for a record without id or name."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("id"), str):
        return None
    listed = [n for n in _names(raw) if isinstance(n, str) and n.strip()]
    # A register writes 'Acme (Ghana)' to tell branches apart; people write 'Acme'.
    names = list(dict.fromkeys([*listed, *filter(None, map(without_brackets, listed))]))
    if not names:
        return None
    country, cities = _places(raw)
    types = {str(t).casefold() for t in raw.get("types") or ()}
    institution = Institution(
        id=raw["id"],
        name=names[0],
        country=country,
        cities=cities,
        status="unlisted" if raw.get("status", "active") == "active" else "historic",
        is_open=raw.get("status", "active") == "active",
        teaches="education" in types,
    )
    return with_status(institution, names)


def _names(raw: Mapping[str, Any]) -> Iterator[Any]:
    listed = raw.get("names") or ()
    if raw.get("name"):
        yield raw["name"]
    shown = [n for n in listed if isinstance(n, Mapping)]
    yield from (n.get("value") for n in shown if "ror_display" in n.get("types", ()))
    yield from (n.get("value") for n in shown)
    yield from (n for n in listed if isinstance(n, str))
    for key in ("aliases", "acronyms"):
        yield from raw.get(key) or ()
    yield from (label.get("label") for label in raw.get("labels") or ())


def _places(raw: Mapping[str, Any]) -> tuple[str | None, tuple[str, ...]]:
    """Country and cities, as schema 2, schema 1 or plain lines have them."""
    details = [p.get("geonames_details") or {} for p in raw.get("locations") or ()]
    if details:
        return details[0].get("country_code"), _texts(d.get("name") for d in details)
    country = raw.get("country")
    if isinstance(country, Mapping):
        cities = _texts(a.get("city") for a in raw.get("addresses") or ())
        return country.get("country_code"), cities
    codes = [country] if isinstance(country, str) else list(country or ())
    city = raw.get("city") or ()
    return (codes[0] if codes else None), _texts([city] if isinstance(city, str) else city)


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(v) for v in values if v))

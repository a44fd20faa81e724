"""Who works here: a key of their own for each member of staff, kept as a digest alone.

A key proves a staff id and a role. While an installation has made none, ids and roles are stated by
whoever holds its token; from the first key on, nothing is decided, answered or recorded under a
staff id that no key has proved. The keys stand in `staff.json` in the home folder: an id, a role,
dates, and the SHA-256 of the key, which is random and too long to be guessed from it.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.exports import write_text
from models.decisions import Role, check_staff
from models.errors import FieldRefused, RoleRefused, SettingsRefused, UnknownRecord

FILE = "staff.json"
_PREFIX = "hrk_"  # so that whoever finds a key in a file knows what it is
_KEYED = (Role.OFFICER, Role.REVIEWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One holder of a key: staff id, role, when the key was made and its last day."""

    id: str
    role: Role
    made_on: date
    until: date | None = None

    def may_enter(self, on: date) -> bool:
        """Whether the key opens on a day."""
        return self.until is None or on <= self.until


class StaffKeys:
    """The keys of an installation: make, remove, list, and tell whose a key is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[object, Mapping[str, StaffMember]] = (None, {})

    @property
    def in_use(self) -> bool:
        """Whether this installation has ever made a key; then staff ids are proved."""
        return self.path.exists()

    def members(self) -> tuple[StaffMember, ...]:
        """Whoever has a key, by id; raises SettingsRefused for a file that cannot be trusted."""
        return tuple(sorted(self._known().values(), key=lambda member: member.id))

    def holder(self, key: str, on: date) -> StaffMember | None:
        """Whose key this is, if it opens on the day."""
        member = self._known().get(_digest(key))
        return member if member is not None and member.may_enter(on) else None

    def make(self, id: str, role: Role, *, on: date, until: date | None = None) -> str:
        """A new key for a staff id, in place of any before; shown once and kept nowhere.

        Raises FieldRefused for an id that is a name, a role that takes no key, a day gone by.
        """
        check_staff(id)
        if role not in _KEYED:
            raise _refused(
                "role",
                f"'{role}' takes no key: it would open every person's record.",
                "Give officer or reviewer; an officer records what an employer decides.",
            )
        if until is not None and until < on:
            raise _refused("until", "The last day of the key has gone by.", "Give a later day.")
        key = _PREFIX + secrets.token_urlsafe(32)
        made = StaffMember(id=id, role=role, made_on=on, until=until)
        self._write({**self._others(id), _digest(key): made})
        return key

    def remove(self, id: str) -> None:
        """End a member's key at once; raises UnknownRecord."""
        others = self._others(id)
        if len(others) == len(self._known()):
            raise UnknownRecord(f"Nobody has a key under '{id}'.", "See: highroad staff list.")
        self._write(others)

    def _others(self, id: str) -> dict[str, StaffMember]:
        return {digest: m for digest, m in self._known().items() if m.id != id}

    def _known(self) -> Mapping[str, StaffMember]:
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return {}
        seen = (state.st_mtime_ns, state.st_size, state.st_ino)
        if self._read[0] != seen:
            if os.name == "posix" and state.st_mode & 0o022:
                raise SettingsRefused(
                    f"Other users of this computer may write {self.path}, and make keys.",
                    f"Run: chmod 600 {self.path}",
                )
            self._read = (seen, _members(self.path))
        return self._read[1]

    def _write(self, known: Mapping[str, StaffMember]) -> None:
        rows = [
            {
                "id": member.id,
                "role": member.role.value,
                "made_on": member.made_on.isoformat(),
                "until": member.until.isoformat() if member.until else None,
                "sha256": digest,
            }
            for digest, member in sorted(known.items(), key=lambda item: item[1].id)
        ]
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_text(self.path, [json.dumps({"keys": rows}, indent=1) + "\n"], private=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whoever asks, as far as it is proved: by a key of staff, or by a token that many may hold.

    `through` is how they came where no key was shown; `reviews` says whether they may act as a
    reviewer, `keyed` whether staff have keys here.
    """

    member: StaffMember | None = None
    reviews: bool = False
    keyed: bool = False
    through: str = "token"

    @property
    def name(self) -> str:
        """Under what the log knows them."""
        return self.member.id if self.member else self.through

    def prove(self, by: str, role: Role | None = None) -> None:
        """Accept the id and the role that a request states; raises RoleRefused."""
        if self.keyed and self.member is None:
            raise RoleRefused(
                "Staff have keys of their own here, and what was shown proves nobody's id.",
                "Show your own key: over HTTP instead of the token, on the command line in "
                "HIGHROAD_STAFF_KEY. 'highroad staff add' makes one.",
            )
        if self.member is not None and self.member.id != by:
            raise RoleRefused(
                f"This key proves {self.member.id}, and the request is in another id.",
                f"Give {self.member.id} as 'by', or show the other's key.",
            )
        if role is Role.REVIEWER and not self.reviews:
            raise RoleRefused(
                "What was shown does not prove a reviewer.",
                "Show a reviewer's key or token, or act in your own role.",
            )


def caller_by_key(keys: StaffKeys, key: str | None, on: date) -> Caller:
    """Whoever uses the command line: anybody while there are no keys, else the key's holder."""
    if not keys.in_use:
        return Caller(reviews=True, through="command line")
    member = keys.holder(key, on) if key else None
    reviews = member is not None and member.role is Role.REVIEWER
    return Caller(member=member, reviews=reviews, keyed=True, through="command line")


def _digest(key: str) -> str:
    return hashlib.sha256(key.strip().encode()).hexdigest()


def _members(path: Path) -> dict[str, StaffMember]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["keys"]
        return {str(row["sha256"]): _member(row) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsRefused(
            f"The keys of staff in {path} cannot be read.",
            "Put the file back as it was, or move it away and make the keys anew.",
        ) from error


def _member(row: Mapping[str, str]) -> StaffMember:
    until = date.fromisoformat(row["until"]) if row["until"] else None
    made_on = date.fromisoformat(row["made_on"])
    return StaffMember(id=row["id"], role=Role(row["role"]), made_on=made_on, until=until)


def _refused(field: str, problem: str, what_to_do: str) -> FieldRefused:
    return FieldRefused(problem, what_to_do, field=field, value="")

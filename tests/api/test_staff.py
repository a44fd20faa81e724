"""Keys of staff: whose they are, that nothing kept gives them away, and what they prove."""

import os
from datetime import date
from pathlib import Path

import pytest

from api.staff import Caller, StaffKeys, caller_by_key
from models.decisions import Role
from models.errors import FieldRefused, RoleRefused, SettingsRefused, UnknownRecord

ON = date(2026, 11, 1)


@pytest.fixture
def keys(tmp_path: Path) -> StaffKeys:
    return StaffKeys(tmp_path / "staff.json")


def test_a_key_is_its_holders_until_its_last_day_and_no_longer(keys: StaffKeys) -> None:
    key = keys.make("officer-17", Role.OFFICER, on=ON, until=date(2026, 12, 31))
    holder = keys.holder(key, date(2026, 12, 31))
    assert holder is not None and (holder.id, holder.role) == ("officer-17", Role.OFFICER)
    assert keys.holder(key, date(2027, 1, 1)) is None
    assert keys.holder(key[:-1], ON) is None
    assert keys.holder("", ON) is None


def test_the_file_holds_no_key_and_is_for_its_owner_alone(keys: StaffKeys) -> None:
    key = keys.make("officer-17", Role.OFFICER, on=ON)
    assert key not in keys.path.read_text() and key[4:] not in keys.path.read_text()
    if os.name == "posix":
        assert keys.path.stat().st_mode & 0o777 == 0o600


def test_a_new_key_takes_the_place_of_the_old(keys: StaffKeys) -> None:
    old = keys.make("officer-17", Role.OFFICER, on=ON)
    new = keys.make("officer-17", Role.REVIEWER, on=ON)
    assert keys.holder(old, ON) is None
    assert [member.role for member in keys.members()] == [Role.REVIEWER]
    assert keys.holder(new, ON) == keys.members()[0]


def test_another_process_that_removes_a_key_is_heeded_at_once(keys: StaffKeys) -> None:
    key = keys.make("officer-17", Role.OFFICER, on=ON)
    running = StaffKeys(keys.path)
    assert running.holder(key, ON) is not None
    keys.remove("officer-17")
    assert running.holder(key, ON) is None
    assert running.in_use  # ids stay proved when the last key is gone
    with pytest.raises(UnknownRecord):
        keys.remove("officer-17")


@pytest.mark.parametrize(
    ("id", "role", "until"),
    [
        ("Anna Berg", Role.OFFICER, None),
        ("anna@agency.example", Role.OFFICER, None),
        ("employer-1", Role.EMPLOYER, None),
        ("officer-17", Role.OFFICER, date(2026, 10, 31)),
    ],
)
def test_a_key_that_would_be_wrong_is_not_made(
    keys: StaffKeys, id: str, role: Role, until: date | None
) -> None:
    with pytest.raises(FieldRefused) as refused:
        keys.make(id, role, on=ON, until=until)
    assert refused.value.what_to_do
    assert not keys.in_use


@pytest.mark.parametrize("text", ["", "{", "[]", '{"keys": [{"id": "x"}]}', '{"keys": 3}'])
def test_a_file_that_cannot_be_read_opens_nothing(keys: StaffKeys, text: str) -> None:
    keys.path.write_text(text)
    keys.path.chmod(0o600)
    with pytest.raises(SettingsRefused, match=r"staff\.json"):
        keys.holder("hrk_anything", ON)


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_a_file_that_others_may_write_opens_nothing(keys: StaffKeys) -> None:
    key = keys.make("officer-17", Role.OFFICER, on=ON)
    keys.path.chmod(0o622)
    with pytest.raises(SettingsRefused, match="chmod 600"):
        StaffKeys(keys.path).holder(key, ON)


def test_without_keys_an_id_is_stated_and_with_keys_it_is_proved(keys: StaffKeys) -> None:
    caller_by_key(keys, None, ON).prove("officer-17", Role.REVIEWER)
    officer = keys.make("officer-17", Role.OFFICER, on=ON)
    reviewer = keys.make("rev-2", Role.REVIEWER, on=ON)
    by_officer, by_reviewer = (caller_by_key(keys, key, ON) for key in (officer, reviewer))
    by_officer.prove("officer-17")
    by_officer.prove("officer-17", Role.EMPLOYER)  # what an employer decided, an officer records
    by_reviewer.prove("rev-2", Role.REVIEWER)
    for caller, by, role in (
        (by_officer, "rev-2", None),
        (by_officer, "officer-17", Role.REVIEWER),
        (by_reviewer, "officer-17", Role.OFFICER),
        (caller_by_key(keys, None, ON), "officer-17", None),
        (caller_by_key(keys, "hrk_wrong", ON), "officer-17", None),
        (Caller(reviews=True, keyed=True), "officer-17", None),
    ):
        with pytest.raises(RoleRefused) as refused:
            caller.prove(by, role)
        assert refused.value.what_to_do
    assert (by_officer.name, caller_by_key(keys, None, ON).name) == ("officer-17", "command line")

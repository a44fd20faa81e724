"""The wheel holds everything the program needs, and nothing shadows its packages."""

import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("api", "fixtures", "matching", "models", "qualifications")


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_name_belongs_to_this_distribution_alone(package: str) -> None:
    owners = set(packages_distributions().get(package, ["highroad"]))
    assert owners == {"highroad"}, "another installed package has this name; use an own environment"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT]
    subprocess.run(command, check=True, timeout=300)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as opened:
        yield opened


def test_the_wheel_has_the_five_packages_and_no_other(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_carries_every_data_file(wheel: zipfile.ZipFile) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert set(tracked) <= set(wheel.namelist())


def test_the_wheel_carries_licence_and_attribution(wheel: zipfile.ZipFile) -> None:
    names = {Path(name).name for name in wheel.namelist()}
    assert {"LICENSE", "NOTICE"} <= names


def test_modules_are_named_for_the_field() -> None:
    empty_words = {"utils", "util", "helpers", "helper", "manager", "service", "misc"}
    named = {path.stem for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    assert not named & empty_words

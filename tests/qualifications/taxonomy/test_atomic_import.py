"""An import killed half way leaves the old taxonomy working, whatever the moment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualifications.taxonomy.concepts import OCCUPATION_BASE
from qualifications.taxonomy.esco import import_release
from qualifications.taxonomy.snapshot import imported_folder, load_taxonomy, read_snapshot

IMPORT = """
import sys
from pathlib import Path
from qualifications.taxonomy.esco import import_release
home, *paths = (Path(argument) for argument in sys.argv[1:])
print("ready", flush=True)
sys.stdin.readline()
while True:
    import_release(paths, home)
"""


def _importing(home: Path, paths: list[Path]) -> subprocess.Popen[str]:
    """A process that imports over and over, stopped just before its first import."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(home), *map(str, paths)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def _kill_when_writing(process: subprocess.Popen[str], root: Path, before: set[Path]) -> None:
    """Start the import and kill the process as soon as it has begun to write."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and set(root.iterdir()) == before:
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def test_a_process_killed_while_writing_leaves_the_old_taxonomy(release, tmp_path: Path) -> None:
    home, root = tmp_path / "home", tmp_path / "home" / "taxonomy"
    old = import_release(release.zips(tmp_path), home).folder
    release.languages = ("en", "fr", "el")
    paths = release.zips(tmp_path)
    for _ in range(20):  # the import may win the race; then the old one is its release
        before = set(root.iterdir())
        _kill_when_writing(_importing(home, paths), root, before)
        torn = set(root.glob("esco-*")) - before
        if torn and imported_folder(home) not in torn:
            break
        old = imported_folder(home) or old
    else:
        pytest.fail("the import was never caught writing")
    assert imported_folder(home) == old
    assert load_taxonomy(home).label(f"{OCCUPATION_BASE}baker") == "baker"
    import_release(paths, home)
    assert load_taxonomy(home).languages == ("en", "el", "fr")


@pytest.mark.parametrize("wait", [0.003, 0.01, 0.02, 0.035, 0.06])
def test_whenever_it_is_killed_a_whole_taxonomy_is_current(
    release, tmp_path: Path, wait: float
) -> None:
    home = tmp_path / "home"
    import_release(release.zips(tmp_path), home)
    release.languages = ("en", "fr", "el")
    process = _importing(home, release.zips(tmp_path))
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    current = imported_folder(home)
    assert current is not None
    left = read_snapshot(current)
    assert left.languages in (("en",), ("en", "el", "fr"))
    for language in left.languages:
        assert list(left.names("occupation", language))

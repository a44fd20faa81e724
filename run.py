#!/usr/bin/env python3
"""Set up and run HighRoad with nothing but Python 3.11.

python3 run.py demo          the main job on a demonstration list
python3 run.py test          every check and test, with all they need
python3 run.py match ...     any other command of `highroad`, with its options
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

CHECKS = (
    ("format", "ruff", "format", "--check", "."),
    ("lint", "ruff", "check", "."),
    ("types", "mypy"),
    ("import contracts", "lint-imports"),
    ("tests", "pytest", "-q"),
)


def install(extra: str = "") -> None:
    """Build the environment and install HighRoad with an extra, unless that is already done."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes() + extra.encode()).hexdigest()
    stamp = ENVIRONMENT / f"installed{extra or '-core'}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not BIN.exists():
        print("· Building the environment in .venv", file=sys.stderr)
        venv.create(ENVIRONMENT, with_pip=True)
    print("· Installing what HighRoad needs (a few minutes the first time)", file=sys.stderr)
    target = f"{HERE}[{extra}]" if extra else str(HERE)
    pip = (BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run([*pip, "--editable", target], check=True)
    stamp.write_text(wanted)


def browser() -> None:
    """Make sure that Chromium is there for the browser tests."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit("The browser tests need Chromium. Install it (package chromium), then run again.")
    print("· Installing Chromium for the browser tests", file=sys.stderr)
    quiet = {"stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "-q", "update"], check=True, **quiet)
    command = ["apt-get", "-q", "install", "-y", "--no-install-recommends", "chromium"]
    subprocess.run(command, check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def test(arguments: list[str]) -> int:
    """Run every check; further arguments go to pytest alone."""
    install("test")
    browser()
    for name, tool, *options in CHECKS if not arguments else (("tests", "pytest", *arguments),):
        print(f"· {name}", flush=True)
        code = subprocess.run([BIN / tool, *options], cwd=HERE).returncode
        if code:
            print(f"{name}: failed", file=sys.stderr)
            return code
    return 0


def main(arguments: list[str]) -> int:
    """Run one command."""
    if sys.version_info < (3, 11):
        sys.exit(f"HighRoad needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    if arguments[0] == "test":
        return test(arguments[1:])
    install()
    return subprocess.run([BIN / "highroad", *arguments]).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        sys.exit(f"Setting up failed at: {' '.join(map(str, error.cmd))}")
    except KeyboardInterrupt:
        sys.exit(130)

"""Text for people, to a file or to standard output."""

import sys
from pathlib import Path

from models.errors import FileRefused


def write_text(target: str, text: str) -> None:
    """Write a text where the caller asked; raises FileRefused."""
    if target == "-":
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(text)
        return
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileRefused(
            f"{target} cannot be written: {error.strerror}.", "Check the name and the rights."
        ) from error

"""Train the linker: ``python -m qualifications.taxonomy.train_linker --labels DIR``.

Two passes for each kind. The first hides a fifth of the alternative labels, and the evidence is
weighed, calibrated and measured on those; the second learns from every label and is what ships.
Seeded: the same label files give the same weights on the same machine.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from qualifications.taxonomy.concepts import Kind
from qualifications.taxonomy.labels import data_version
from qualifications.taxonomy.snapshot import load_taxonomy
from qualifications.taxonomy.training_kinds import train_kind
from qualifications.taxonomy.training_languages import train_languages

WEIGHTS = Path(__file__).parent / "weights"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train what is asked for and write it beside its figures."""
    parser = argparse.ArgumentParser(description="Train the linker on label files.")
    parser.add_argument("--labels", type=Path, required=True, help="folder of the label files")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    parser.add_argument("--only", choices=["languages", *get_args(Kind)], help="train a part")
    options = parser.parse_args(arguments)
    start = time.perf_counter()

    def report(line: str) -> None:
        print(f"{time.perf_counter() - start:6.0f} s  {line}", file=sys.stderr, flush=True)

    taxonomy = load_taxonomy()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.only in (None, "languages"):
        figures = train_languages(options.labels, taxonomy, options.out, report)
        _note(options.out, languages=figures)
    for kind in get_args(Kind):
        if options.only in (None, kind):
            _note(
                options.out,
                **{kind: train_kind(kind, options.labels, taxonomy, options.out, report)},
            )
    _note(options.out, data=data_version(options.labels), taxonomy=taxonomy.version)
    return 0


def _note(folder: Path, **facts: object) -> None:
    """Add facts to the card that stands beside the weights."""
    path = folder / "linker.json"
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps(known | facts, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""Training the linker, all of it or a part: languages, meaning, occupations, skills.

Two passes for each kind. The first hides a fifth of the alternative labels, and the evidence is
weighed, calibrated and measured on those; the second learns from every label and is what ships.
Seeded: the same label files give the same weights on the same machine.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from models.errors import FileRefused
from qualifications.taxonomy.concepts import Kind, Taxonomy
from qualifications.taxonomy.labels import data_version, read_labels
from qualifications.taxonomy.training_kinds import train_kind
from qualifications.taxonomy.training_languages import train_languages
from qualifications.taxonomy.training_meaning import teacher_installed, train_meaning

__all__ = ["SEED", "WEIGHTS", "Part", "train_linker"]

WEIGHTS = Path(__file__).parent / "weights"
SEED = 20261123
Part = Literal["languages", "meaning", "occupation", "skill"]
Report = Callable[[str], None]


def train_linker(
    labels: Path,
    taxonomy: Taxonomy,
    out: Path,
    report: Report,
    *,
    only: Part | None = None,
    seed: int = SEED,
    curve: bool = False,
) -> Path:
    """Train what is asked for, write it, and return the path of the card with its figures.

    What is not trained is taken from `out`, or else from the weights that the package carries.
    Raises FileRefused where the label files are not there.
    """
    _check(labels)
    out.mkdir(parents=True, exist_ok=True)
    _keep_the_rest(out)
    if only in (None, "languages"):
        _note(out, languages=train_languages(labels, taxonomy, out, report))
    if only == "meaning" or (only is None and teacher_installed()):
        _note(out, meaning=train_meaning(labels, out, report, seed, _hidden(labels)))
    for kind in get_args(Kind):
        if only in (None, kind):
            figures = train_kind(kind, labels, taxonomy, out, report, seed=seed, curve=curve)
            _note(out, **{kind: figures})
    return _note(out, data=data_version(labels), taxonomy=taxonomy.version, seed=seed)


def _check(folder: Path) -> None:
    """Say which label file is missing before an hour is spent."""
    for name in ("occupation_labels.tsv.gz", "skill_labels.tsv.gz", "isco08_labels.tsv.gz"):
        if not (folder / name).is_file():
            raise FileRefused(
                f"{folder} holds no {name}.",
                "Name the folder of the three label files; docs/linking.md says what is in them.",
            )


def _keep_the_rest(out: Path) -> None:
    for name in ("language.npz", "meaning.npz", "occupation.npz", "skill.npz", "linker.json"):
        if not (out / name).exists() and (WEIGHTS / name).exists():
            shutil.copy(WEIGHTS / name, out / name)


def _hidden(folder: Path) -> frozenset[str]:
    """The English labels that the figures are measured on."""
    return frozenset(
        label.key
        for kind in get_args(Kind)
        for label in read_labels(folder, kind)
        if label.language == "en" and label.hidden
    )


def _note(folder: Path, **facts: object) -> Path:
    """Add facts to the card that stands beside the weights."""
    path = folder / "linker.json"
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps(known | facts, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path

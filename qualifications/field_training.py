"""Trains the model of `qualifications.field_model`; run once, its weights ship with the package.

`python -m qualifications.field_training FOLDER` reads ISCED-F 2013 titles in many languages (the
PO files and isced-2013.ttl of the European Learning Model vocabularies) and our own word lists.
Only the weights are kept.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from models.rules import load_toml
from qualifications.field_model import BUCKETS, FieldModel, buckets

_CONCEPT: Final = re.compile(r':n(\d+) a skos:Concept.*?prefLabel "([^"]+)"@en', re.S)
_ENTRY: Final = re.compile(r'msgid "([^"]+)"\nmsgstr "([^"]+)"')
_FORESTRY: Final = {"082": "0821"}  # the vocabulary names this detailed field by its narrow code
_STEPS: Final = 127  # levels on either side of zero that a stored weight can take

Lesson = tuple[str, str]


def lessons(folder: Path, without: Sequence[str] = ()) -> Iterator[Lesson]:
    """Texts and their codes: titles of the vocabularies, less some languages, and our words."""
    concepts = _CONCEPT.findall((folder / "isced-2013.ttl").read_text(encoding="utf-8"))
    codes = {title.lower(): _FORESTRY.get(code, code) for code, title in concepts}
    for path in sorted(folder.glob("isced_*.po")):
        if path.stem.removeprefix("isced_") not in without:
            for english, title in _ENTRY.findall(path.read_text(encoding="utf-8")):
                if len(code := codes.get(english.lower(), "")) == 4:
                    yield title, code
    raw: dict[str, Any] = load_toml(files("qualifications") / "fields.toml")
    for code, entry in raw["fields"].items():
        yield from ((word, code) for word in entry["words"])


def _matrix(texts: Sequence[str]) -> sparse.csr_matrix:
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for text in texts:
        counts = buckets(text)
        length = sum(n * n for n in counts.values()) ** 0.5 or 1.0
        columns.extend(counts)
        values.extend(n / length for n in counts.values())
        starts.append(len(columns))
    return sparse.csr_matrix((values, columns, starts), shape=(len(texts), BUCKETS))


def train(taught: Sequence[Lesson]) -> tuple[FieldModel, dict[str, Any]]:
    """The model learned from lessons, and the arrays to store: weights in 255 steps."""
    texts, codes = zip(*taught, strict=True)
    learned = LogisticRegression(C=30, max_iter=200).fit(_matrix(texts), codes)
    scale = float(np.abs(learned.coef_).max()) / _STEPS
    steps = np.round(learned.coef_.T / scale).astype(np.int8)
    arrays = {
        "codes": np.array(learned.classes_),
        "weights": steps,
        "scale": np.float32(scale),
        "bias": learned.intercept_.astype(np.float32),
    }
    weights = (steps * scale).astype(np.float32)
    return FieldModel(tuple(learned.classes_), weights, arrays["bias"]), arrays


def main(folder: Path, out: Path) -> None:
    """Train on everything in a folder and write the weights."""
    _, arrays = train(list(lessons(folder)))
    np.savez_compressed(out, **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).with_name("field_model.npz"))

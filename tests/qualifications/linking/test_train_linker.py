import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from models.errors import FileRefused
from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.evaluation import evaluated, hidden_questions, study_linker
from qualifications.taxonomy.labels import own_labels
from qualifications.taxonomy.learned import write_arrays
from qualifications.taxonomy.meaning import MeaningModel
from qualifications.taxonomy.ngrams import hashed_words
from qualifications.taxonomy.train_linker import train_linker
from qualifications.taxonomy.training_questions import held_out
from qualifications.taxonomy.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def small(taxonomy: Taxonomy) -> Taxonomy:
    """The occupations of our own tables, with their groups."""
    wanted = {label.uri for label in own_labels(taxonomy, "occupation")}
    return Taxonomy(
        version=taxonomy.version,
        origin="small",
        fingerprint="small",
        occupations=tuple(o for o in taxonomy.occupations if o.uri in wanted),
        skills=(),
        isco_groups=taxonomy.isco_groups[::20],
    )


@pytest.fixture(scope="module")
def labels(small: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("labels")
    rows = []
    for uri, preferred, others in small.names("occupation"):
        for language in ("en", "eo"):
            told = [name if language == "en" else f"{name}isto" for name in (preferred, *others)]
            rows.append("\t".join([uri, language, told[0], "|".join(told[1:]), "test"]))
    groups = [f"{group.code}\teo\t{group.title}oj" for group in small.isco_groups]
    for name, lines in (
        ("occupation_labels", rows),
        ("skill_labels", rows[:5]),
        ("isco08_labels", groups),
    ):
        with gzip.open(folder / f"{name}.tsv.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(lines))
    return folder


@pytest.fixture(scope="module")
def trained(small: Taxonomy, labels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("weights")
    # The teacher of meanings is no dependency of the tests; any vectors will do.
    words = Vocabulary.fit(["nurse care", "cook food"], 9, fewest=1, extract=hashed_words)
    rng = np.random.default_rng(1)
    model = MeaningModel.packed(
        words,
        rng.normal(size=(len(words), 192)).astype(np.float32),
        rng.normal(size=(513, 192)).astype(np.float32),
    )
    write_arrays(out / "meaning.npz", **model.arrays())
    train_linker(labels, small, out, lambda line: None, only="occupation", curve=True)
    return out


def test_what_training_writes_says_how_good_it_is(trained: Path) -> None:
    card = json.loads((trained / "linker.json").read_text("utf-8"))
    assert card["seed"] and card["data"]
    figures = card["occupation"]
    assert 0.3 < figures["all"]["mrr"] <= 1
    points = figures["learning_curve"]
    assert [point["labels"] for point in points] == sorted(point["labels"] for point in points)
    assert points[-1]["mrr"] > points[0]["mrr"]


def test_the_study_weights_answer_what_was_hidden_from_them(
    trained: Path, labels: Path, small: Taxonomy
) -> None:
    asked, shown = hidden_questions("occupation", labels, small, sample=20, seed=20261123)
    linker = study_linker("occupation", trained, small, shown)
    figures = evaluated(asked, linker, shown, lambda line: None, 1)
    own = next(row for row in figures if (row.method, row.language) == ("this linker", "all"))
    assert own.mrr[0] > 0.3


def test_hidden_labels_are_in_no_other_part(taxonomy: Taxonomy) -> None:
    labels = own_labels(taxonomy, "occupation")
    parts = held_out(labels, taxonomy, 3)
    shown = {(label.uri, label.key) for label in parts.shown}
    for part in (parts.testing, parts.far, parts.tuning):
        assert not shown & {(label.uri, label.key) for label in part}
    tuned = {id(label) for label in parts.tuning}
    assert not tuned & {id(label) for label in (*parts.testing, *parts.far, *parts.untaught)}


def test_missing_label_files_are_named_at_once(small: Taxonomy, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="occupation_labels"):
        train_linker(tmp_path, small, tmp_path / "out", lambda line: None)

import gzip
import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.encoder import EncoderHead
from qualifications.taxonomy.fitting import rank_of
from qualifications.taxonomy.labels import own_labels, read_labels
from qualifications.taxonomy.learned import Fingerprints, TextModel
from qualifications.taxonomy.learning import Plan, learn
from qualifications.taxonomy.vocabulary import Vocabulary

EVEN = [f"tischler {word}" for word in ("holz", "moebel", "fenster", "dach", "bau", "boden")]
ODD = [f"koch {word}" for word in ("suppe", "fleisch", "kueche", "gemuese", "hotel", "fisch")]


def taught(seed: int = 1) -> tuple[Vocabulary, TextModel]:
    texts = EVEN + ODD
    truth = np.array([0] * len(EVEN) + [1] * len(ODD))
    vocabulary = Vocabulary.fit(texts, 500, fewest=1)
    plan = Plan(dimensions=8, epochs=30, batch=4, seed=seed)
    weight = np.ones(len(texts), np.float32)
    model = learn(vocabulary.rows(texts), truth, weight, 2, plan, lambda line: None)
    return vocabulary, TextModel.packed(vocabulary, model)


def test_the_model_learns_a_world_whose_answer_is_known() -> None:
    vocabulary, model = taught()
    scores = model.logits(vocabulary.rows(["tischler garten", "koch garten"]))
    assert scores.argmax(1).tolist() == [0, 1]


def test_the_same_seed_gives_the_same_weights() -> None:
    first, second = taught()[1], taught()[1]
    assert np.array_equal(first.features, second.features)
    assert np.array_equal(first.concepts, second.concepts)


def test_a_model_survives_its_file_form() -> None:
    vocabulary, model = taught()
    again = TextModel.from_arrays(model.arrays())
    rows = vocabulary.rows(EVEN)
    assert np.allclose(model.logits(rows), again.logits(rows), atol=0.05)


def test_a_fingerprint_gives_the_share_of_its_votes() -> None:
    votes = np.array([[3, 1], [1, 0], [5, 5]])
    known = Fingerprints.of(["nurse", "nurse", "cook"], np.array([0, 1, 1]), votes)
    shares = known.shares(["nurse", "pilot"], np.array([0, 1]), 2)
    assert shares[0].tolist() == [[0.75, 1.0], [0.25, 0.0]]
    assert not shares[1].any()
    assert known.met(["cook", "pilot"]) == [True, False]


def test_the_encoder_head_puts_vectors_with_their_kin() -> None:
    rng = np.random.default_rng(3)
    centres = rng.normal(size=(4, 512))
    truth = np.repeat(np.arange(4), 20)
    vectors = (centres[truth] + rng.normal(size=(80, 512))).astype(np.float32)
    head = EncoderHead.fit(vectors, truth, 5)
    assert (head.logits(vectors).argmax(1) == truth).mean() > 0.95
    again = EncoderHead.from_arrays(head.arrays())
    assert (again.logits(vectors).argmax(1) == truth).mean() > 0.95


def test_equal_scores_are_ranked_by_place() -> None:
    scores = np.array([[1.0, 2.0, 2.0], [0.0, 0.0, 0.0]], np.float32)
    assert rank_of(scores, np.array([2, 0])).tolist() == [2, 1]


@pytest.mark.parametrize("kind", ["occupation", "skill"])
def test_every_own_wording_names_a_concept(taxonomy: Taxonomy, kind: str) -> None:
    labels = own_labels(taxonomy, kind)  # type: ignore[arg-type]
    assert len(labels) > 500
    assert all(label.uri in taxonomy and label.key for label in labels)


def test_label_files_are_read_without_their_stray_lines(tmp_path: Path) -> None:
    lines = [
        "uri\tlang\tpreferred\talts\tsource",
        "http://x/1\tde\tKoch/Köchin\tKoch|Küchenchef\tv1",
        "stray line",
        "http://x/1\tde\tKoch/Köchin\t\tv1",
    ]
    with gzip.open(tmp_path / "skill_labels.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines))
    found = read_labels(tmp_path, "skill")
    assert [(label.text, label.preferred) for label in found] == [
        ("Koch/Köchin", True),
        ("Koch", False),
        ("Küchenchef", False),
    ]


def test_the_weights_are_small_and_say_what_they_are() -> None:
    folder = files("qualifications.taxonomy").joinpath("weights")
    sizes = [len(folder.joinpath(f"{name}.npz").read_bytes()) for name in NAMES]
    assert sum(sizes) < 66_000_000
    card = json.loads(folder.joinpath("linker.json").read_text("utf-8"))
    assert {"data", "taxonomy", "occupation", "skill", "languages"} <= set(card)
    for kind in ("occupation", "skill"):
        assert card[kind]["all"]["mrr"] > card[kind]["baselines"]["character TF-IDF"]["mrr"] + 0.1


NAMES = ("occupation", "skill", "language", "meaning")

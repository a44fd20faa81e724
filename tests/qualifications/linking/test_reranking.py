import numpy as np
import pytest

from qualifications.taxonomy.fitting_reranker import fit_reranker
from qualifications.taxonomy.fusion import confidence
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.reranking import CANDIDATES, Reranker, candidates

RNG = np.random.default_rng(4)


def lesson(questions: int = 600, rivals: int = 8) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The right answer is where exactly one of two opinions speaks: no weighed sum finds it."""
    speaks = RNG.random((questions, rivals)) < 0.5
    right = np.zeros((questions, rivals), bool)
    right[np.arange(questions), RNG.integers(rivals, size=questions)] = True
    other = np.where(right, ~speaks, speaks)
    noise = RNG.normal(size=(questions, rivals)) * 0.01
    facts = np.stack([speaks, other, noise], axis=2).astype(np.float32)
    return facts, right, np.ones(questions, np.float32)


def test_the_network_finds_what_no_weighed_sum_can() -> None:
    facts, right, weight = lesson(8000)
    taught = fit_reranker([(facts, right, weight)], seed=1)
    asked, truth, _ = lesson()
    assert (taught.scores(asked).argmax(1) == truth.argmax(1)).mean() > 0.9


def test_the_same_seed_teaches_the_same_network() -> None:
    given = lesson(100)
    first, second = (fit_reranker([given], seed=7) for _ in range(2))
    assert np.array_equal(first.inner, second.inner)
    assert first.of_sum == second.of_sum


def test_a_network_survives_its_file_form() -> None:
    taught = fit_reranker([lesson(100)], seed=7)
    again = Reranker.from_arrays(taught.arrays("reranker"), "reranker")
    facts, _, _ = lesson(20)
    assert np.allclose(again.scores(facts), taught.scores(facts), atol=1e-5)


def test_no_network_leaves_the_weighed_sum_as_it_is() -> None:
    facts, _, _ = lesson(5)
    assert np.array_equal(Reranker.none().scores(facts), facts[:, :, -1])


def test_candidates_are_the_best_by_the_weighed_sum_among_those_allowed(linker: Linker) -> None:
    asked = linker.of_kind("occupation")
    evidence = asked.scorer.evidence(["ward nurse", "bus driver"])
    fusion = asked.weights.coefficients.fusion
    columns, facts = candidates(evidence, fusion)
    assert columns.shape == facts.shape[:2] == (2, CANDIDATES)
    assert (np.diff(facts[:, :, -1]) <= 0).all()
    few, _ = candidates(evidence, fusion, np.array([3, 5, 8]))
    assert set(few.ravel().tolist()) == {3, 5, 8}


def test_what_was_observed_mends_what_is_said() -> None:
    facts = np.array([[0.0], [10.0], [-10.0]], np.float32)
    said = confidence(facts, np.ones(1, np.float32))
    mended = confidence(facts, np.ones(1, np.float32), np.array([0.0, 0.8, 1.0], np.float32))
    assert said == pytest.approx([0.5, 1, 0], abs=1e-3)
    assert mended == pytest.approx([0.8, 1, 0], abs=1e-3)


@pytest.mark.parametrize("kind", ["occupation", "skill"])
def test_the_confidence_of_the_shipped_weights_never_falls(linker: Linker, kind: str) -> None:
    weights = linker.of_kind(kind).weights  # type: ignore[arg-type]
    for fitted in (
        weights.coefficients,
        weights.coefficients_with_encoder,
        weights.coefficients_english,
    ):
        assert (np.diff(fitted.curve) > 0).all()
        assert 0 <= fitted.curve[0] <= fitted.curve[-1] <= 1
    assert weights.coefficients.reranker.of_sum > 0

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualifications.taxonomy.known_names import KnownNames
from qualifications.taxonomy.ngrams import hashed_parts

KEYS = ["krankenpfleger", "nurse", "ward nurse", "head chef", "altenpfleger", "nurse"]
CONCEPTS = np.array([0, 0, 0, 1, 2, 0])
SPOKEN = ["de", "en", "en", "en", "de", "fr"]
NAMES = KnownNames.of(KEYS, CONCEPTS, SPOKEN)


def test_a_known_name_is_wholly_like_its_concept() -> None:
    likeness = NAMES.likeness(["head chef"], ["en"], 3)
    assert likeness[0, 1] == pytest.approx([1, 1, 1], abs=1e-3)
    assert likeness[0, 0].max() < 0.5


def test_the_end_of_a_compound_word_counts() -> None:
    likeness = NAMES.likeness(["fachpfleger"], ["de"], 3)
    assert likeness[0, 0, 0] > 0.2
    assert likeness[0, 1, 0] == 0


def test_only_names_of_the_text_s_own_language_count_as_its_own() -> None:
    german, french, untold = NAMES.likeness(["nurse"] * 3, ["de", "fr", None], 3)
    assert french[0, 1] == pytest.approx(1, abs=1e-3)
    assert german[0, 0] == french[0, 0]
    assert german[0, 1] == untold[0, 1] == 0


def test_many_near_names_count_more_than_one() -> None:
    likeness = NAMES.likeness(["nurse"], ["en"], 3)
    assert likeness[0, 0, 2] > likeness[0, 0, 0]


def test_names_survive_their_file_form() -> None:
    again = KnownNames.from_arrays(NAMES.arrays())
    asked = (["nurse", "chef", "pfleger"], ["en", None, "de"], 3)
    assert np.allclose(again.likeness(*asked), NAMES.likeness(*asked), atol=1e-2)
    assert again.languages == ("de", "en", "fr")


def test_a_concept_that_the_taxonomy_lacks_is_left_out() -> None:
    fewer = NAMES.reordered(np.array([1, -1, 0]))
    likeness = fewer.likeness(["head chef", "nurse"], ["en", "en"], 2)
    assert likeness[0].max() < 0.5
    assert likeness[1, 1, 0] == pytest.approx(1, abs=1e-3)


@given(st.lists(st.text("abc de", max_size=20), min_size=1, max_size=5))
def test_likeness_lies_between_nothing_and_the_sum_of_all(texts: list[str]) -> None:
    likeness = NAMES.likeness(texts, [None] * len(texts), 3)
    assert likeness.shape == (len(texts), 3, 3)
    assert (likeness >= 0).all()
    assert (likeness[:, :, 0] <= 1 + 1e-5).all()
    assert (likeness[:, :, 1] == 0).all()


def test_the_last_letters_of_each_word_are_a_feature() -> None:
    parts = [set(hashed_parts([text]).features.tolist()) for text in ("altpfleger", "neupfleger")]
    assert len(parts[0] & parts[1]) == 1

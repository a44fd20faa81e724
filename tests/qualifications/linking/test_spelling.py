import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualifications.taxonomy.spelling import KnownWords

WORDS = ["plumber", "nurse", "bricklayer", "schweisser", "koch"]


@pytest.fixture(scope="module")
def known() -> KnownWords:
    return KnownWords.of([" ".join(WORDS)] * 5)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("plubmer", "plumber"),
        ("plumer", "plumber"),
        ("plummber", "plumber"),
        ("plumbet", "plumber"),
        ("senior plubmer", "senior plumber"),
        ("schweiser nurse", "schweisser nurse"),
    ],
)
def test_one_slip_is_mended(known: KnownWords, slip: str, meant: str) -> None:
    assert known.corrected(slip) == meant


@pytest.mark.parametrize("text", ["plumber", "kch", "zzqqx", "", "12345", "plumber 12"])
def test_known_short_and_hopeless_words_are_left_alone(known: KnownWords, text: str) -> None:
    assert known.corrected(text) is None


def test_a_word_met_once_is_no_correction() -> None:
    assert KnownWords.of(["plumber"]).corrected("plubmer") is None


def test_known_words_survive_their_file_form(known: KnownWords) -> None:
    again = KnownWords.from_arrays(known.arrays())
    assert again.often(WORDS).tolist() == [5] * len(WORDS)
    assert again.often(["pilot"]).tolist() == [0]


@given(st.integers(0, 10_000))
def test_every_single_slip_in_a_long_word_is_mended(seed: int) -> None:
    known = KnownWords.of(["bricklayer"] * 5)
    draw = random.Random(seed)
    at = draw.randrange(1, 9)
    letter = draw.choice(string.ascii_lowercase)
    word = "bricklayer"
    slip = draw.choice([word[:at] + letter + word[at + 1 :], word[:at] + word[at + 1 :]])
    assert known.corrected(slip) in ("bricklayer", None if slip == word else "bricklayer")


@given(st.text(alphabet=string.ascii_lowercase + " ", max_size=120))
def test_any_folded_text_is_taken(text: str) -> None:
    known = KnownWords.of([" ".join(WORDS)] * 5)
    mended = known.corrected(" ".join(text.split()))
    assert mended is None or len(mended.split()) == len(text.split())

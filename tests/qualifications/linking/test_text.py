import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualifications.taxonomy.ngrams import hashed_ngrams, hashed_words
from qualifications.taxonomy.text import clean, fold, script_of, variants

CLEANED = {
    "Krankenpfleger/in (m/w/d)": "krankenpfleger",
    "Krankenpfleger*in": "krankenpfleger",
    "KrankenpflegerIn, Vollzeit": "krankenpfleger",
    "Verkäufer(in)": "verkaufer",
    "infirmier/ère H/F": "infirmier",
    "vendeur-euse": "vendeur",
    "enfermero(a)": "enfermero",
    "SENIOR WELDER": "welder",
    "welder - 5 years experience": "welder",
    "Cook (night)": "cook night",
    "C++ developer": "cplusplus developer",
}


@pytest.mark.parametrize(("written", "key"), CLEANED.items())
def test_what_says_nothing_about_the_work_is_taken_off(written: str, key: str) -> None:
    assert fold(clean(written)) == key


@pytest.mark.parametrize("written", ["sage-femme", "porte-conteneurs", "DJ", "in", "(m/w/d)"])
def test_a_title_is_never_cleaned_away(written: str) -> None:
    assert fold(clean(written))


def test_several_titles_in_one_field_are_told_apart() -> None:
    assert list(variants("Cook / kitchen porter"))[1:] == ["Cook", "kitchen porter"]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("nurse", "latin"),
        ("повар", "cyrillic"),
        ("ممرضة", "arabic"),
        ("看護師", "han"),
        ("12", None),
    ],
)
def test_the_script_of_most_letters_is_known(text: str, script: str | None) -> None:
    assert script_of(text) == script


@given(st.text(max_size=60))
def test_folding_gives_lower_case_ascii_words_and_is_stable(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == " ".join(folded.split()).lower()
    assert fold(folded) == folded


@given(st.lists(st.text(alphabet="abcde fghij", max_size=20), min_size=1, max_size=6))
def test_a_batch_has_the_features_of_its_texts_one_by_one(texts: list[str]) -> None:
    for extract in (hashed_ngrams, hashed_words):
        batch = extract(texts)
        for number, text in enumerate(texts):
            alone = extract([text])
            mine = batch.owners == number
            assert batch.features[mine].tolist() == alone.features.tolist()
            assert batch.counts[mine].tolist() == alone.counts.tolist()

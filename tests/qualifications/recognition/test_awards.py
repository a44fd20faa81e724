"""Award titles as they stand on papers, in their scripts, to the award and its level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outcomes import AwardMatchKind
from qualifications.awards import identify
from qualifications.titles import fold, words

EXACT, USUAL = AwardMatchKind.EXACT, AwardMatchKind.USUAL
AMBIGUOUS, UNLISTED = AwardMatchKind.AMBIGUOUS, AwardMatchKind.UNLISTED


@pytest.mark.parametrize(
    ("title", "country", "year", "years", "award", "level", "match"),
    [
        ("Диплом спеціаліста", "UA", 2009, 5, "ua-spec", 7, EXACT),
        ("диплом бакалавра, економіка", "UA", 2016, None, "ua-bak", 6, USUAL),
        ("Диплом о высшем образовании", "RU", 2010, 4, "ru-bak", 6, EXACT),
        ("Диплом о высшем образовании", "RU", 2010, 5, "ru-spec", 7, EXACT),
        ("Диплом о высшем образовании", "RU", 1985, None, "ru-vysh", 7, EXACT),
        ("Bachelor of Science in Nursing", "PH", 2015, None, "ph-bsn", 6, EXACT),
        ("High School Diploma", "PH", 2008, None, "ph-hs4", 2, EXACT),
        ("Senior High School", "PH", 2020, None, "ph-shs", 3, EXACT),
        ("B.Tech. (Computer Science)", "IN", 2012, None, "in-btech", 6, USUAL),
        ("BA (Pass)", "IN", 2001, None, "in-bacpg", 6, EXACT),
        ("B.Sc. (Hons)", "IN", 2001, None, "in-bachh", 6, EXACT),
        ("GNM", "IN", 2011, None, "in-gnm", 4, EXACT),
        ("HND", "NG", 2005, None, "ng-hnd", 5, EXACT),
        ("Nigeria Certificate in Education (NCE)", "NG", 2005, None, "ng-nce", 5, USUAL),
        ("إجازة في الهندسة المدنية", "SY", 2012, 5, "sy-eng", 6, USUAL),
        ("البكالوريا", "SY", 2011, None, "sy-bac", 3, EXACT),
        ("ليسانس حقوق", "EG", 1999, None, "eg-lis", 6, EXACT),
        ("فوق‌لیسانس", "IR", 2014, None, "ir-arsh", 7, EXACT),
        ("大专", "CN", 2010, None, "cn-dz", 5, EXACT),
        ("本科 土木工程", "CN", 2010, None, "cn-bk", 6, USUAL),
        ("Laurea", "IT", 1995, None, "it-laureavo", 7, EXACT),
        ("Laurea", "IT", 2010, None, "it-laurea", 6, EXACT),
        ("Dipl.-Ing. (FH) Maschinenbau", "DE", 1998, None, "de-dipfh", 6, USUAL),
        ("Dipl.-Ing. Maschinenbau", "DE", 1998, None, "de-dipl", 7, USUAL),
        ("Gesellenbrief als Elektroniker", "DE", 2004, None, "de-ausb", 3, USUAL),
        ("Staatlich geprüfter Techniker", "DE", 2004, None, "de-tech", 6, EXACT),
        ("Título de Licenciado en Derecho", "ES", 2001, None, "es-lic", 7, USUAL),
        ("Grado en Enfermería", "ES", 2015, None, "es-grado", 6, EXACT),
        ("A/L", "LK", 2009, None, "lk-al", 3, EXACT),
        ("S1 Akuntansi", "ID", 2013, None, "id-s1", 6, USUAL),
        ("Lisans Diploması", "TR", 2017, None, "tr-lis", 6, EXACT),
        ("ბაკალავრის დიპლომი", "GE", 2017, None, "ge-bak", 6, EXACT),
        ("ዲፕሎማ", "ET", 2015, None, "et-tvet4", 4, EXACT),
        ("Batchelor of Sience", "GH", 2010, None, "gh-bach", 6, USUAL),
    ],
)
def test_a_title_names_the_award_of_its_country_and_year(
    title: str,
    country: str,
    year: int | None,
    years: float | None,
    award: str,
    level: int,
    match: AwardMatchKind,
) -> None:
    found = identify(title, country, year, years)
    assert found.award is not None
    assert (found.award.id, found.level, found.match) == (award, level, match)


@pytest.mark.parametrize(
    ("title", "level", "match"),
    [
        ("B.Tech", 6, USUAL),
        ("M. Sc. in physics", 7, USUAL),
        ("Ph. D.", 8, USUAL),
        ("бакалавр", 6, USUAL),
        ("ماجستير في الكيمياء", 7, USUAL),
        ("yüksek lisans", 7, USUAL),
        ("硕士", 7, USUAL),
        ("Gesellenbrief", 3, USUAL),
        ("masters in busines administration", 7, USUAL),
        ("diploma", 5, AMBIGUOUS),
        ("licence", 6, AMBIGUOUS),
    ],
)
def test_a_degree_word_gives_a_level_without_a_country(
    title: str, level: int, match: AwardMatchKind
) -> None:
    found = identify(title)
    assert (found.award, found.level, found.match) == (None, level, match)
    assert "country_missing" in found.notes


@pytest.mark.parametrize("title", ["?", "my kitchen", "12345", "زيتون", "🙂"])
def test_a_title_that_names_nothing_is_unlisted_rather_than_guessed(title: str) -> None:
    found = identify(title, "PH")
    assert (found.match, found.award, found.level) == (UNLISTED, None, None)


def test_a_code_that_is_no_country_identifies_nothing() -> None:
    assert identify("Bachelor", "XX").level is None


def test_a_name_of_two_levels_is_ambiguous_until_the_year_is_known() -> None:
    open_ = identify("Laurea", "IT")
    assert (open_.match, open_.level, open_.notes) == (AMBIGUOUS, 6, ("year_missing",))
    assert [award.id for award in open_.alternatives] == ["it-laureavo"]


def test_a_year_in_which_an_award_did_not_exist_is_said_to_contradict() -> None:
    found = identify("Bachelor", "DE", 1950)
    assert "year_contradicts" in found.notes
    assert found.level == 6


def test_what_stands_beside_the_award_is_its_subject() -> None:
    assert identify("Licence en informatique", "FR").subject == "en informatique"


def test_unfinished_studies_are_noted() -> None:
    assert "not_completed" in identify("Master of Science (pursuing)", "IN").notes


def test_an_award_of_a_country_without_a_file_has_a_level_that_is_not_sure() -> None:
    found = identify("Bachelor of Arts", "TV")
    assert (found.level, found.level_is_sure) == (6, False)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("B.Tech.", "btech"),
        ("Diplôme d’État", "diplome d'etat"),
        ("كارشناسي ارشد", "کارشناسی‌ارشد"),
        ("الدكتوراة", "الدكتوراه"),
        ("YÜKSEK LİSANS", "yuksek lisans"),
        ("صنف ۱۲", "صنف 12"),
    ],
)
def test_spellings_of_one_title_fold_to_one(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text(max_size=60), st.sampled_from([None, "PH", "SY", "DE", "XX", "TV"]))
def test_any_text_is_answered(text: str, country: str | None) -> None:
    found = identify(text, country)
    assert found.level is None or 0 <= found.level <= 8
    assert 0 <= found.confidence <= 1
    assert len(words(found.subject)) <= len(words(text))

"""Awards that look alike on paper: stages of one system, one word in two countries, old and new."""

import pytest

from models.outcomes import AwardMatchKind
from qualifications.awards import identify

CASES = """
IN|B.A. (Pass)|2001|6|in-bacpg
IN|B.A. (Hons.) English|2001|6|in-bachh
BD|BA (Pass)|1999|6|bd-pass
BD|BA (Hons)|2010|6|bd-hons
IE|Ordinary Bachelor Degree (Level 7)|2010|6|ie-ord
IE|Honours Bachelor Degree Level 8|2010|6|ie-hons
DE|Ausbildung zum Koch|2010|3|de-ausb
DE|Staatlich geprüfter Techniker (Fachschule)|2010|6|de-tech
DE|Fachoberschulreife|2010|2|de-real
DE|Fachhochschulreife|2010|3|de-fhr
DE|Diplom (FH)|2002|6|de-dipfh
DE|Diplom (Universität)|2002|7|de-dipl
DE|Magister Artium|1999|7|de-magart
DE|Technischer Betriebswirt|2012|6|de-meister
DE|Habilitation|2005|8|de-habil
NG|OND|2010|5|ng-nd
NG|HND|2010|5|ng-hnd
GB|OND Engineering|1995|3|gb-btec3
GB|HND Computing|2010|5|gb-hnd
KE|Higher National Diploma|2010|6|ke-hd
FR|Baccalauréat|2000|3|fr-bac
FR|bac +2|2010|5|fr-deug
FR|bac+3|2010|6|fr-lic
FR|Bac+5|2010|7|fr-mast
FR|Bac pro|2010|3|fr-bacp
FR|HDR|2005|8|fr-habil
RU|специалист|2005|7|ru-spec
RU|бакалавр|2015|6|ru-bak
UA|молодший спеціаліст|2010|5|ua-molspec
UA|спеціаліст|2010|7|ua-spec
ES|Licenciatura en Biología|1998|7|es-lic
ES|Diplomatura en Magisterio|1998|6|es-dipl
ES|Grado en Biología|2015|6|es-grado
PT|Licenciatura em Direito|1995|6|pt-licp
PT|Licenciatura em Direito|2015|6|pt-lic
MX|Licenciatura en Derecho|2000|6|mx-lic
BE|Licentiaat in de rechten|1995|7|be-lic
CH|Lizentiat|1999|7|ch-liz
CM|Licence en droit|2005|6|cm-lic
CD|Licence en droit|2005|7|cd-lic
AO|Bacharelato|2000|5|ao-bach
LK|G.C.E. (A/L) Examination|2009|3|lk-al
SG|A level|2010|4|sg-al
CN|中专|2000|3|cn-zz
CN|专科|2010|5|cn-dz
CN|本科|2010|6|cn-bk
CN|专升本|2012|6|cn-zxbk
IR|دیپلم|2010|3|ir-diplom
IR|فوق دیپلم|2010|5|ir-kard
IR|لیسانس|2010|6|ir-kars
IR|فوق لیسانس|2010|7|ir-arsh
EG|ليسانس آداب|2005|6|eg-lis
EG|دبلوم فني صناعي|2010|3|eg-dipf
IQ|دبلوم عالي|2010|6|iq-hd
PL|magister|1992|7|pl-mag
AT|Magister|1999|7|at-mag
ID|Magister Manajemen|2012|7|id-s2
CO|Magíster en Educación|2012|7|co-mast
SI|magister znanosti|1999|8|si-mr
RS|magistar nauka|1999|7|rs-mr
IT|Laurea|1995|7|it-laureavo
IT|Laurea in Ingegneria (V.O.)|2010|7|it-laureavo
IT|Laurea triennale|2010|6|it-laurea
SE|kandidatexamen|2012|6|se-kand
BR|Técnico subsequente em Enfermagem|2018|4|br-sub
SA|دبلوم مشارك|2020|4|sa-mush
SA|الدبلوم العالي في الإدارة|2018|6|sa-hdip
TD|Maîtrise en droit|2005|6|td-mait
GY|Diploma in Agriculture|2012|4|gy-dagr
DK|kandidat|2012|7|dk-kand
NO|candidatus magisterii|1995|6|no-cmag
RU|кандидат наук|2005|8|ru-kand
BG|кандидат на науките|1985|8|bg-kand
UA|доктор наук|2005|8|ua-dnauk
NG|B.Ed. after NCE|2010|6|ng-bach
GH|B.Ed. (post-diploma)|2012|6|gh-bach
GB|PGDE|2010|7|gb-pgce
NG|PGDE|2010|6|ng-pgd
SG|PGDE|2010|6|sg-pgde
CO|Tecnólogo|2010|5|co-tec
BR|Tecnólogo|2010|6|br-tecn
CL|Tecnólogo Médico|2010|6|cl-tprof
JP|専門士|2010|5|jp-sen
JP|高度専門士|2012|6|jp-ksen
US|High School Diploma|2010|3|us-hs
PH|High School Diploma|2010|2|ph-hs4
SE|YH-utbildning, 400 yhp|2015|5|se-kvyh
UY|Doctor en Derecho|2010|7|uy-larga
CR|Licenciatura en Derecho|2010|7|cr-lice
KG|Жогорку билим жөнүндө диплом, бакалавр|2012|6|kg-bak
UZ|Oliy ma'lumot to'g'risidagi diplom: bakalavr|2015|6|uz-bak
RU|Диплом о высшем образовании, степень магистра|2012|7|ru-mag
BY|Diploma of engineer, Minsk Radio Engineering Institute|1999|7|by-vys
GE|Diploma of Tbilisi State Medical Institute, qualification physician|1986|7|ge-spec
RU|Diploma of secondary vocational education, nurse|2015|5|ru-spo
RO|Diplomă de inginer, Universitatea Politehnica București|2001|7|ro-ingv
RO|Diplomă de inginer, Universitatea Politehnica București|2012|6|ro-ing
AL|Diplomë e Masterit të Shkencave|2015|7|al-msc
XK|Diplomë e Bachelorit|2015|6|xk-bach
CZ|diplom bakaláře|2015|6|cz-bc
HR|diploma sveučilišnog prvostupnika|2015|6|hr-prv
BA|Svjedočanstvo o završenoj višoj školi|1999|5|ba-vss1
PL|Dyplom potwierdzający kwalifikacje zawodowe, szkoła policealna|2015|4|pl-polic
LA|ໃບປະກາດສະນີຍະບັດມັດທະຍົມສຶກສາຕອນຕົ້ນ|2015|2|la-low
LA|ໃບປະກາດສະນີຍະບັດມັດທະຍົມສຶກສາຕອນປາຍ|2015|3|la-upp
AE|شهادة الثانوية العامة، مدرسة الشارقة|2015|3|ae-than
UG|Grade III Teacher Certificate, PTC|2010|3|ug-g3
NE|Instituteur adjoint, école normale de Zinder|2010|3|ne-ia
"""


@pytest.mark.parametrize("case", CASES.split("\n")[1:-1])
def test_what_looks_alike_is_told_apart(case: str) -> None:
    country, title, year, level, award = case.split("|")
    found = identify(title, country, int(year))
    assert found.award is not None
    assert (found.level, found.award.id) == (int(level), award)
    assert found.level_is_sure


@pytest.mark.parametrize(
    ("title", "country"),
    [
        ("ACCA", "GB"),
        ("CPA", "US"),
        ("Certified Public Accountant", "PH"),
        ("CPA (K)", "KE"),
        ("Chartered Accountant (ICAI)", "IN"),
        ("Chartered Engineer (CEng)", "GB"),
        ("CA(SA)", "ZA"),
        ("driving licence", "MA"),
        ("Permis de conduire B", "FR"),
        ("RN license to practice nursing", "PH"),
        ("Faculté des sciences", "MA"),
    ],
)
def test_membership_of_a_body_or_leave_to_practise_is_no_award(title: str, country: str) -> None:
    found = identify(title, country)
    assert (found.match, found.level) == (AwardMatchKind.UNLISTED, None)


@pytest.mark.parametrize(
    "title",
    [
        "ACCA qualified",
        "CFA Level II",
        "Chartered Financial Analyst, level II",
        "PMP",
        "Certified Scrum Master",
        "Chartered Engineer (CEng)",
        "Admitted to the New York Bar",
        "Rechtsanwältin",
        "注册会计师",
    ],
)
@pytest.mark.parametrize("country", ["GB", "KE", None])
def test_a_professional_title_is_told_apart_from_what_is_not_known(
    title: str, country: str | None
) -> None:
    found = identify(title, country)
    assert (found.match, found.level) == (AwardMatchKind.UNLISTED, None)
    assert found.notes == ("professional_title",)


@pytest.mark.parametrize(
    ("title", "country", "year"),
    [
        ("Diploma of higher education", "UA", 2010),  # of any of three degrees
        ("Secondary technical education", "VN", None),  # a translation used at levels 3 to 5
        ("Diploma of higher education", "VN", None),
        ("Instituteur adjoint", "TG", None),  # below the teacher that the country file has
    ],
)
def test_words_of_a_translation_are_asked_about(title: str, country: str, year: int | None) -> None:
    found = identify(title, country, year)
    assert not found.level_is_sure
    assert found.confidence <= 0.5


def test_an_award_before_its_time_is_said_with_less_confidence_and_asked_about() -> None:
    found = identify("Diplomă de licență", "MD", 1998)
    assert "year_contradicts" in found.notes
    assert found.confidence <= 0.5


def test_a_year_in_the_title_decides_where_none_is_stated() -> None:
    assert identify("Diplomă de inginer 2001", "RO").level == 7
    assert identify("Diplomă de inginer 2014", "RO").level == 6


def test_another_word_is_no_slip_of_spelling() -> None:
    assert identify("Svjedodžba o završenoj glazbenoj školi", "HR").level != 2


def test_an_award_beside_a_membership_still_counts() -> None:
    assert identify("BS Accountancy, CPA", "PH").level == 6


@pytest.mark.parametrize(
    ("title", "country", "level"),
    [
        ("Lic. en Educación Básica", "DO", 6),
        ("Lehramt an Realschulen, 1. Staatsexamen", "DE", 7),
        ("دبلوم سنتين بعد الثانوية", "YE", 5),
        ("BTS deux ans après le bac", "FR", 5),
    ],
)
def test_a_school_stage_that_is_taught_or_came_before_is_not_the_award(
    title: str, country: str, level: int
) -> None:
    assert identify(title, country).level == level


@pytest.mark.parametrize(
    ("title", "country", "level"),
    [
        ("okleveles gyógymasszőr (OKJ)", "HU", 4),
        ("Sairaanhoitaja (YAMK)", "FI", 7),
        ("Diplomă de licență — medic dentist", "RO", 7),
    ],
)
def test_what_says_more_exactly_decides(title: str, country: str, level: int) -> None:
    assert identify(title, country).level == level


@pytest.mark.parametrize(
    ("title", "country", "level"),
    [
        ("Dip. in Business Administration", "UG", 5),
        ("BSc.CSIT", "NP", 6),
        ("Bachilerato academico", "CO", 3),
        ("magistr inżynier", "PL", 7),
        ("ingeniera civil", "PE", 6),
        ("к.э.н.", "RU", 8),
        ("ბაკალავრის ხარისხი სამართალში", "GE", 6),
    ],
)
def test_short_forms_slips_and_endings_are_read(title: str, country: str, level: int) -> None:
    assert identify(title, country).level == level


def test_a_teacher_s_stage_is_never_read_as_a_master() -> None:
    assert identify("Maestra normal", "PE").level != 7

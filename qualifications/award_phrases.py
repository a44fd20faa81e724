"""Which of the award names in a title is the award, and which only say more of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from qualifications.alike import romanised
from qualifications.countries import Award
from qualifications.degrees import DegreeFound, Degrees
from qualifications.phrases import Found
from qualifications.titles import words

PLAIN: Final = frozenset(
    {
        "certificate",
        "degree",
        "diploma",
        "diplome",
        "certificat",
        "دبلوم",
        "диплом",
        "диплома",
        "διπλωμα",
        "diplom",
        "dyplom",
    }
)
_DIPLOMA: Final = ("dipl", "dypl", "дипл", "дыпл", "διπλ", "դիպլ", "დიპლ")
# How words for higher education begin: a diploma of it may be of any degree.
_HIGHER: Final = (
    "higher", "высш", "вищ", "вышэйш", "висш", "oliy", "ali", "жогорку", "жоғары", "yokary", "оли",
    "олӣ", "дээд", "բարձրագույն", "უმაღლეს", "visok", "висок", "augstak", "aukst", "lart",
)  # fmt: skip
# Abbreviations of awards that are also little words of their language: they count in capitals.
_LITTLE: Final = frozenset({"as", "da", "des", "di", "do", "ed", "em", "is", "me", "se", "si"})
_IN_BRACKETS: Final = re.compile(r"[(（\[]([^()（）\[\]]+)[)）\]]\s*$")
_OF_MEN: Final = re.compile(
    r"\b((?:abogad|arquitect|cirujan|enfermer|farmacéutic|ingenier|licenciad|maestr|médic|odontólog"
    r"|psicólog|químic|técnic|veterinari|advogad|arquitet|engenheir|enfermeir))o\b",
    re.IGNORECASE,
)
_ANY_BRACKETS: Final = re.compile(r"[(（\[]([^()（）\[\]]+)[)）\]]")
_SHORT_FORMS: Final = {
    "abogado": "abog",
    "arquitecto": "arq",
    "engenheiro": "eng",
    "ingeniero": "ing",
    "ingeniería": "ing",
    "técnico": "téc",
}
_LONG_FORM: Final = re.compile(rf"\b(?:{'|'.join(_SHORT_FORMS)})\b", re.IGNORECASE)
_QUALIFIED: Final = re.compile(r"^(.+) \((\w+)\)$")
_SCHOOL: Final = 3  # ISCED level up to which an award is of a school
_FIRST_DEGREE: Final = 6
_TELLING: Final = 3  # letters; a shorter degree word is too easily another word
_LONG: Final = 5  # years from which a first degree stands at the second cycle


def spelt(awards: Iterable[Award], country: str) -> Iterator[tuple[str, Award]]:
    """Every spelling of the awards, of women who hold them, in short and in Latin letters."""
    for award in awards:
        for text in award.spellings:
            yield text, award
            for other in (_OF_MEN.sub(r"\1a", text), _short(text)):
                if other != text:
                    yield other, award
            latin = romanised(text, country)
            if latin is not None:
                yield latin, award


def meant(
    found: Sequence[Found[Award]], parts: Sequence[str], title: str, degrees: Degrees
) -> Found[Award] | None:
    """The award that a title names, of all the awards whose names stand in it.

    A school stage beside a word such as teacher is what is taught, and an award behind a word
    such as after came before. Of two names the longer is meant, but brackets at the end, and a
    profession whose first degree is long, say more exactly what a general name stands for.
    """
    teaching, earlier = degrees.teaching(parts), degrees.earlier(parts)
    counted = [
        f
        for f in found
        if _counts(f, parts, title) and f.start not in earlier and not taught(f, teaching)
    ]
    if not counted:
        return None
    best = max(counted, key=lambda f: weight(f, parts))
    others = [f for f in counted if f is not best]
    if _is_general(best, parts):
        degrees_named = [f for f in others if _is_degree(f)] or [best]
        best = max(degrees_named, key=lambda f: weight(f, parts))
        others = [f for f in counted if f is not best]
    bracketed = next((f for f in others if _is_bracketed(f, parts, title)), None)
    if best.length == 1 and bracketed:
        return bracketed
    return next((f for f in others if _specifies(f, best)), _narrowed(best, others))


def qualified(found: Found[Award], awards: Iterable[Award], title: str) -> Found[Award]:
    """The award that brackets make of a name: 'Diplom-Informatiker (FH)' is a 'Diplom (FH)'."""
    in_brackets = {words(text) for text in _ANY_BRACKETS.findall(title)}
    for award in awards if in_brackets else ():
        name = _QUALIFIED.match(award.name)
        if name is None or words(name[2]) not in in_brackets or award in found.meanings:
            continue
        if any(words(meant.name)[:1] == words(name[1])[:1] for meant in found.meanings):
            return Found(found.start, found.end, (award,))
    return found


def weight(found: Found[Award], title: Sequence[str]) -> tuple[int, bool, int, int]:
    """How much a name found in a title says: its length, then its level."""
    telling = found.length > 1 or title[found.start] not in PLAIN
    return found.length, telling, max(award.level for award in found.meanings), -found.start


def is_subject(found: Found[Award], degree: DegreeFound | None) -> bool:
    """Whether a school award is what a degree named before it is about: Lic. en primaria."""
    if degree is None or not degree.degree.sure or degree.end > found.start:
        return False
    above = degree.degree.level >= _FIRST_DEGREE and len(degree.written) >= _TELLING
    return above and all(award.level <= _SCHOOL for award in found.meanings)


def agrees(found: Found[Award], degree: DegreeFound) -> bool:
    """Whether an award stands at the level of a degree word."""
    return any(award.level == degree.degree.level for award in found.meanings)


def covers(found: Found[Award], degree: DegreeFound) -> bool:
    """Whether a country has an award by the very words of a degree."""
    return found.start <= degree.start and degree.end <= found.end


def outranks(found: Found[Award], degree: DegreeFound) -> bool:
    """Without a country, an award counts where it says more than a degree word, not otherwise."""
    levels = {award.level for award in found.meanings}
    return found.length > degree.end - degree.start and levels == {degree.degree.level}


def taught(found: Found[Award], teaching: frozenset[int]) -> bool:
    """Whether a school award is only the stage that a teacher teaches."""
    apart = teaching.difference(range(found.start, found.end))
    return bool(apart) and all(award.level <= _SCHOOL for award in found.meanings)


def _short(text: str) -> str:
    return _LONG_FORM.sub(lambda found: _SHORT_FORMS[found[0].lower()], text)


def _counts(found: Found[Award], parts: Sequence[str], title: str) -> bool:
    word = parts[found.start]
    if found.length > 1 or word not in _LITTLE or len(parts) == 1:
        return True
    return re.search(rf"\b{word.upper()}\b", title) is not None


def _is_bracketed(found: Found[Award], parts: Sequence[str], title: str) -> bool:
    last = _IN_BRACKETS.search(title)
    return last is not None and words(last[1]) == tuple(parts[found.start : found.end])


def _specifies(found: Found[Award], best: Found[Award]) -> bool:
    general = all(a.orientation == "academic" for a in best.meanings)
    general = general and min(a.level for a in best.meanings) == _FIRST_DEGREE
    return general and all(_is_long(award) for award in found.meanings)


def _narrowed(best: Found[Award], others: Sequence[Found[Award]]) -> Found[Award]:
    """A name of several awards, as those of them that the rest of the title names too."""
    for other in others:
        common = tuple(award for award in best.meanings if award in other.meanings)
        if common:
            return Found(best.start, best.end, common)
    return best


def _is_general(found: Found[Award], parts: Sequence[str]) -> bool:
    """Whether a name says no more than diploma of higher education."""
    name = parts[found.start : found.end]
    return any(w.startswith(_DIPLOMA) for w in name) and any(w.startswith(_HIGHER) for w in name)


def _is_degree(found: Found[Award]) -> bool:
    return all(award.level >= _FIRST_DEGREE for award in found.meanings)


def _is_long(award: Award) -> bool:
    professional = award.orientation == "professional" and award.level > _FIRST_DEGREE
    from_school = award.entry_level is not None and award.entry_level <= _SCHOOL
    return professional and from_school and (award.years or 0) >= _LONG

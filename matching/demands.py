"""What people must meet to stand on a list at all: their own wish always, the rest when asked.

A vacancy asks for much that a person may still reach; so its languages, licences and start keep
nobody off a list unless whoever asks for the list says that they must.
"""

from collections.abc import Collection, Iterable

from matching.profiles import VacancyProfile
from matching.retrieval.eligibility import Needs
from models.errors import FieldRefused
from models.levels import CEFR
from models.work import Vacancy

DEMANDS = ("languages", "licences", "availability")


def checked_demands(words: Iterable[str]) -> frozenset[str]:
    """These words, each one of `DEMANDS`; raises FieldRefused for any other."""
    demanded = frozenset(word.strip() for word in words if word.strip())
    if unknown := sorted(demanded - set(DEMANDS)):
        raise FieldRefused(
            f"'{unknown[0]}' is nothing that a list can demand.",
            f"Choose among {', '.join(DEMANDS)}.",
            field="must",
            value=unknown[0],
        )
    return demanded


def needs_of(vacancy: Vacancy, asked: VacancyProfile, demanded: Collection[str] = ()) -> Needs:
    """What the people of a vacancy's list must meet, in so far as it is known of them.

    A language asked for without a level must be held at B1, the least called speaking it.
    """
    spoken = tuple((one.code, int(one.cefr or CEFR.B1)) for one in asked.languages)
    return Needs(
        country=vacancy.country or "",
        languages=spoken if "languages" in demanded else (),
        licences=asked.licences if "licences" in demanded else (),
        isco08=asked.isco08 or "",
        start=asked.start if "availability" in demanded else None,
    )

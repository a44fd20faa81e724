"""One verdict for each class of people that rules tell apart, not for each pair."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from matching.recruitment.check import blocked_for_everyone, check
from matching.recruitment.dossier import Dossier, dossier_of
from matching.recruitment.precedents import Precedents
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.wording import Wording
from models.outcomes import Verdict, VerdictLevel
from models.places import Corridor
from models.protected import Protected
from models.work import Vacancy

_MOST_KEPT = 4  # so many callers at once find what was found before


@dataclass(frozen=True, slots=True)
class Concerned:
    """What rules ask of a person; people alike in all of it share one verdict."""

    residence: str | None = None
    citizenship: tuple[str, ...] = ()
    birth_year: int | None = None
    languages: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, residence: str | None, protected: Protected, languages: Iterable[str]
    ) -> "Concerned":
        """The class of a person; gender and first language are in no rule."""
        return cls(residence, protected.citizenship, protected.birth_year, tuple(sorted(languages)))


class Lending:
    """Precedents lent to one caller at a time, since threads must not share them."""

    def __init__(self) -> None:
        self._free: list[Precedents] = []

    @contextmanager
    def lent(self) -> Iterator[Precedents]:
        """What was found before, for as long as the caller needs it."""
        try:
            mine = self._free.pop()
        except IndexError:
            mine = Precedents()
        yield mine
        if len(self._free) < _MOST_KEPT:  # after an error they are not used again
            self._free.append(mine)


class Verdicts:
    """The verdicts of one offer, one for each class of people that rules tell apart.

    Their sentences are in the reader's language, English where the rule book has no other.
    """

    def __init__(
        self,
        vacancy: Vacancy,
        isco08: str | None,
        book: RuleBook,
        profile: str,
        on: date,
        language: str = "en",
        precedents: Precedents | None = None,
    ) -> None:
        self._vacancy = vacancy
        self._isco08 = isco08
        self._book = book
        self._profile = profile
        self._on = on
        self._wording = Wording(book, language)
        self._known: dict[Concerned, Verdict] = {}
        # The classes of one offer differ in the person's facts alone; most rules look at none.
        self._precedents = precedents or Precedents()

    def block_for_everyone(self) -> Verdict | None:
        """The verdict if the offer is blocked whoever the person is."""
        dossier = self._dossier(Concerned())
        verdict = blocked_for_everyone(
            dossier,
            on=self._on,
            profile=self._profile,
            rulebook=self._book,
            precedents=self._precedents,
        )
        return verdict and self._wording.verdict(verdict)

    def block_from(self, residence: str | None) -> bool:
        """Whether the offer is blocked for everyone who lives there."""
        if residence is None:
            return False
        return self.of(Concerned(residence)).level is VerdictLevel.BLOCK

    def of(self, person: Concerned) -> Verdict:
        """The verdict in the corridor of a person of this class."""
        if person not in self._known:
            verdict = check(
                self._dossier(person),
                on=self._on,
                profile=self._profile,
                rulebook=self._book,
                precedents=self._precedents,
            )
            self._known[person] = self._wording.verdict(verdict)
        return self._known[person]

    def _dossier(self, person: Concerned) -> Dossier:
        # A list says where people live; until an offer says otherwise they are recruited there.
        corridor = Corridor(
            destination=self._vacancy.country, origin=person.residence, residence=person.residence
        )
        return dossier_of(
            self._vacancy,
            corridor,
            isco08=self._isco08,
            citizenship=person.citizenship,
            birth_year=person.birth_year,
            languages=person.languages,
        )

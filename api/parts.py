"""The parts of one installation, each loaded when first asked for."""

import threading
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from api.normalising import StoredCorrections, normalised
from api.rates import read_rates_file
from api.settings import Settings
from matching.engine import Engine
from matching.knowledge import Knowledge
from matching.learning.shelf import Shelf
from matching.pay_levels import NO_WORTH, Worth
from matching.recruitment.rulebook import RuleBook
from models.store import LinkKind, NounKind, Store, open_store
from qualifications.competence_lines import Asking
from qualifications.competences import Competences
from qualifications.normalise import Normaliser
from qualifications.recognition import Recogniser
from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.relatedness import Relation
from qualifications.taxonomy.snapshot import load_taxonomy


class Parts:
    """What an installation is made of."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.RLock()
        self._engine: Engine | None = None

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The common taxonomy: imported if there is one, else the embedded one."""
        return load_taxonomy(self.settings.home)

    @cached_property
    def linker(self) -> Linker:
        """The linker from text to concepts."""
        return Linker.load(self.taxonomy)

    @cached_property
    def recogniser(self) -> Recogniser:
        """The recogniser of credentials, over all country files."""
        return Recogniser.load(self.settings.home)

    @cached_property
    def rulebook(self) -> RuleBook:
        """The ethical-recruitment rule book."""
        return RuleBook.load(home=self.settings.home)

    @cached_property
    def implied(self) -> ImpliedSkills:
        """The skills that each occupation uses."""
        return ImpliedSkills.load(self.taxonomy, self.settings.home)

    @cached_property
    def asking(self) -> Asking:
        """What answers which competences a credential makes likely, and what an occupation asks."""
        return Asking(
            taxonomy=self.taxonomy,
            implied=self.implied,
            competences=Competences(self.taxonomy, self.implied),
            find=self._occupation_called,
        )

    def _occupation_called(self, text: str) -> str | None:
        found = self.linker.link(text, "occupation", top=1)
        return found[0].uri if found else None

    @property
    def engine(self) -> Engine:
        """The matching engine with the model in use, which may be another than a moment ago."""
        with self._lock:
            name = self.models.name_in_use()
            if self._engine is None or self._engine.model.name != name:
                self._engine = Engine(self.knowledge, self.models.model(name), self.rulebook)
            return self._engine

    @cached_property
    def knowledge(self) -> Knowledge:
        """What the matcher knows of work itself."""
        return Knowledge.of(self.taxonomy, self.implied)

    def relate(self, held: str, asked: str) -> Relation:
        """How a held concept stands to an asked one; raises UnknownConcept."""
        return self.knowledge.relatedness.between(held, asked)

    @cached_property
    def worth(self) -> Worth:
        """The exchange rates that this installation vouches for; none where it names no file."""
        if self.settings.rates is None:
            return NO_WORTH
        of, on = read_rates_file(self.settings.rates)
        return Worth(on=on, of=of)

    @cached_property
    def models(self) -> Shelf:
        """The rankers of this installation, one of them in use."""
        return Shelf(self.settings.home)

    @cached_property
    def store(self) -> Store:
        """The database, migrated to the present version."""
        self.settings.home.mkdir(parents=True, exist_ok=True)
        return open_store(self.settings.database_url)

    def load(self) -> None:
        """Load every part now, so that what is broken shows at the start, not in an answer."""
        with self._lock:
            self.normaliser()
            _ = self.engine

    def normaliser(self) -> Normaliser:
        """A normaliser that heeds every correction a person has stored."""
        kinds: tuple[LinkKind, ...] = ("occupation", "skill")
        chosen = {
            (kind, key): uri
            for kind in kinds
            for key, uri in self.store.link_corrections(kind).items()
        }
        correction = StoredCorrections(chosen)
        return Normaliser(
            self.taxonomy, self.linker, self.recogniser, correction, lambda: self.implied
        )

    def normalised(self, nouns: Iterable[Any], kind: NounKind) -> Iterator[list[Any]]:
        """Nouns of a list brought into the taxonomy, in order, chunk by chunk."""
        return normalised(nouns, kind, self.normaliser(), home=self.settings.home)

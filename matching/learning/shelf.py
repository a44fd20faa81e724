"""The models of this installation: kept by name, one in use, every change of mind written down."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from matching.features import FEATURES
from matching.model import Model
from models.errors import ModelRefused

FOLDER = "models"
SHIPPED = "expert-1"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A model on the shelf: its name, whether it is in use, and what its training measured."""

    name: str
    in_use: bool
    measures: Mapping[str, Any]


class Shelf:
    """The learnt models in a home folder, beside the one that ships."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER
        self._log = self._folder / "in_use.json"

    def names(self) -> tuple[str, ...]:
        """Every model by name, the one that ships first."""
        if not self._folder.is_dir():
            return (SHIPPED,)
        learnt = sorted(p.parent.name for p in self._folder.glob("*/model.json"))
        return (SHIPPED, *sorted(learnt, key=_by_number))

    def entries(self) -> tuple[Entry, ...]:
        """Every model with what is known of it."""
        used = self.name_in_use()
        return tuple(
            Entry(name=name, in_use=name == used, measures=self._measures(name))
            for name in self.names()
        )

    def next_name(self) -> str:
        """A name that no model has: outcomes-1, outcomes-2 and so on."""
        numbers = (_by_number(name)[1] for name in self.names() if name.startswith("outcomes-"))
        return f"outcomes-{max(numbers, default=0) + 1}"

    def free_name(self, name: str | None = None) -> str:
        """The name if a new model can have it, else (None) the next; raises ModelRefused."""
        if name is not None and (not _NAME.fullmatch(name) or name in self.names()):
            raise ModelRefused(
                f"A model cannot be kept as '{name}': the name is taken or not plain.",
                "Choose another, of small letters, figures, '-', '_' and '.'.",
            )
        return name or self.next_name()

    def keep(self, model: Model, measures: Mapping[str, Any], card: str) -> Path:
        """Keep a model with its measures and its card; gives back the path of the card.

        The model is not put to use by this. Raises ModelRefused for a name that is taken.
        """
        self.free_name(model.name)
        folder = self._folder / model.name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "card.html").write_text(card, encoding="utf-8")
        (folder / "measures.json").write_text(json.dumps(measures, indent=1) + "\n", "utf-8")
        # Last, because this file is what makes the folder a model.
        model.save(folder / "model.json")
        return folder / "card.html"

    def card(self, name: str) -> Path:
        """The path of a model's card; raises ModelRefused where there is none."""
        self._known(name)
        path = self._folder / name / "card.html"
        if not path.is_file():
            raise ModelRefused(
                f"The model '{name}' has no card.",
                "The model that ships is described in docs/matching.md; cards are written by: "
                "highroad train ranker",
            )
        return path

    def model(self, name: str | None = None) -> Model:
        """A model by name, else the one in use; raises ModelRefused where it cannot score here."""
        name = self._known(name or self.name_in_use())
        if name == SHIPPED:
            return Model.expert()
        model = Model.load(self._folder / name / "model.json")
        if model.features != FEATURES:
            raise ModelRefused(
                f"The model '{name}' was learnt with other features than this version has.",
                f"Train it again, or go back with: highroad models use {SHIPPED}",
            )
        return model

    def name_in_use(self) -> str:
        """The name of the model in use."""
        return self.history()[-1]["model"]

    def history(self) -> list[dict[str, str]]:
        """Every model that was put to use, oldest first: model, on, and what was done."""
        begun = [{"model": SHIPPED, "on": "", "done": "shipped"}]
        if not self._log.is_file():
            return begun
        try:
            lines = json.loads(self._log.read_text(encoding="utf-8"))
            return begun + [
                {key: str(line[key]) for key in ("model", "on", "done")} for line in lines
            ]
        except (ValueError, KeyError, TypeError) as error:
            raise ModelRefused(
                f"The file {self._log.name}, which says which model is in use, cannot be read.",
                f"Remove it to go back to {SHIPPED}, or restore it from a backup.",
            ) from error

    def use(self, name: str, on: date) -> None:
        """Put a model to use; raises ModelRefused where it cannot score here."""
        self.model(name)
        self._write(name, on, "used")

    def revert(self, on: date) -> str:
        """Go back to the model used before this one and give back its name."""
        lines = self.history()
        # What was gone back from is not gone back to: reverting twice goes back two models.
        steps: list[str] = []
        for line in lines:
            if line["done"] == "reverted":
                steps.pop()
            elif not steps or steps[-1] != line["model"]:
                steps.append(line["model"])
        if len(steps) < 2:
            raise ModelRefused(
                f"There is nothing to go back to: {steps[-1]} is the first model used here.",
                "See every model with: highroad models list",
            )
        self.model(steps[-2])
        self._write(steps[-2], on, "reverted")
        return steps[-2]

    def _write(self, name: str, on: date, done: str) -> None:
        lines = [*self.history()[1:], {"model": name, "on": on.isoformat(), "done": done}]
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._log.with_suffix(".new")
        unfinished.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(self._log)

    def _known(self, name: str) -> str:
        if name not in self.names():
            raise ModelRefused(
                f"There is no model called '{name}' here.",
                f"There are: {', '.join(self.names())}.",
            )
        return name

    def _measures(self, name: str) -> Mapping[str, Any]:
        path = self._folder / name / "measures.json"
        try:
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found


def _by_number(name: str) -> tuple[str, int, str]:
    """The order in which a person counts: outcomes-2 before outcomes-10."""
    stem, _, number = name.rpartition("-")
    return (stem, int(number), "") if number.isdecimal() else (name, 0, name)

"""Something to mend in a rule book."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Something to mend in a rule book: where, what, and what to do.

    `grave` complaints must be mended before the book is used; the others are for the curator.
    """

    where: str
    problem: str
    what_to_do: str
    grave: bool = True

    @property
    def text(self) -> str:
        """The complaint as a line."""
        return f"{self.where}: {self.problem} {self.what_to_do}"

"""Lists as people have them, read into vacancies and candidates, with every bad row reported."""

from api.imports.reading import ListReading, ReadRow, read_list
from api.imports.refusals import Note, Refusal

__all__ = ["ListReading", "Note", "ReadRow", "Refusal", "read_list"]

"""Exchange rates in a file that somebody vouches for, with their day."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from matching.recruitment.rates import read_rates
from models.errors import FileRefused


def read_rates_file(path: Path) -> tuple[Mapping[str, float], date]:
    """The worth of one unit of each currency in one common unit, and the day of the rates.

    Raises FileRefused for a file that is no JSON, FieldRefused for what it states wrongly.
    """
    try:
        stated = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise FileRefused(
            f"The rates file {path} cannot be read as JSON.",
            'Write {"on": "2026-11-01", "rates": {"USD": 1.0, "QAR": 0.27}}.',
        ) from error
    return read_rates(stated)

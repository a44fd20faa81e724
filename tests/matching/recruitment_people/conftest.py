"""Verdicts on offers that people really get."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from matching.recruitment.check import check
from matching.recruitment.dossier import Dossier
from models.outcomes import Verdict

ON = date(2026, 11, 1)
Judge = Callable[[Mapping[str, Any]], Verdict]


@pytest.fixture
def judge() -> Judge:
    """The verdict on nested facts, on 1 November 2026."""
    return lambda facts: check(Dossier.parse(facts), on=ON)


@pytest.fixture
def fee_and_passport() -> dict[str, Any]:
    """A mason from Nepal for Qatar: a fee, and an employer who keeps the passport."""
    return {
        "dossier": {"origin_country": "NP", "residence_country": "NP", "destination": "QA"},
        "vacancy": {"isco08": "7112"},
        "contract": {"document_custody": "employer"},
        "costs": {
            "costs": [
                {"item": "service_fee", "amount": 1500, "currency": "USD", "payer": "worker"},
                {"item": "medical", "amount": 40.5, "currency": "USD", "payer": "worker"},
                {"item": "insurance", "amount": 90, "currency": "USD", "payer": "employer"},
            ]
        },
    }

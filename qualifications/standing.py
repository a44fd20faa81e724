"""How far an answer goes for its holder, so that two answers can be held against each other.

What counts first is the level in the host that the credential stands for, then how wholly: a lower
level that is fully recognised (alternative recognition) is that level, and a part of a programme
lies between the level below and its own.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.outcomes import Outcome, Recognition

# What waits for a fact or for papers has no place in the order.
FAVOUR: Final[Mapping[Outcome, int]] = MappingProxyType(
    {
        Outcome.NO_COMPARABILITY: 0,
        Outcome.PARTIAL_RECOGNITION: 1,
        Outcome.CONDITIONAL_COMPENSATION: 2,
        Outcome.LEVEL_COMPARABILITY_ONLY: 3,
        Outcome.ALTERNATIVE_RECOGNITION: 4,
        Outcome.FULL_COMPARABILITY: 4,
        Outcome.AUTOMATIC_RECOGNITION: 4,
    }
)
_PART: Final = 0.5

Standing = tuple[float, int]


def standing(answer: Recognition) -> Standing | None:
    """The level in the host that an answer stands for, and how wholly; None where undecided."""
    if answer.outcome is None or answer.outcome not in FAVOUR:
        return None
    favour = FAVOUR[answer.outcome]
    if answer.outcome is Outcome.NO_COMPARABILITY or answer.host_isced_level is None:
        return 0.0, favour
    part = _PART if answer.outcome is Outcome.PARTIAL_RECOGNITION else 0.0
    return answer.host_isced_level - part, favour

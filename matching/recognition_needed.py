"""Whether a country lets somebody trained elsewhere begin such work only after recognition."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.people import Credential
from qualifications.professions import Profession, load_professions
from qualifications.regulation import REGULATED, Regulation, regulation_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionNeed:
    """A regulated profession, its rules in a host, and whether the person is trained for it."""

    profession: Profession
    regulation: Regulation
    host: str
    trained: bool


def recognition_need(
    isco08: str | None, host: str | None, credentials: Sequence[Credential]
) -> RecognitionNeed | None:
    """What must be recognised before this work begins in this country; None where nothing is known.

    Nothing is needed of somebody whose training for the profession is the host's own. A profession
    that no source calls regulated there is left out: that is unknown, never unregulated.
    """
    profession = load_professions().of_occupation(isco08) if isco08 else None
    if profession is None or host is None:
        return None
    regulation = regulation_of(profession, host)
    if regulation.regulated != REGULATED:
        return None
    own = [held for held in credentials if _trains_for(held, profession)]
    if any(held.country == host for held in own):
        return None
    return RecognitionNeed(
        profession=profession, regulation=regulation, host=host, trained=bool(own)
    )


def _trains_for(held: Credential, profession: Profession) -> bool:
    level = held.isced_level
    return (
        held.isced_f is not None
        and len(held.isced_f) >= 3
        and profession.is_field(held.isced_f)
        and level is not None
        and level >= profession.isced_level
    )

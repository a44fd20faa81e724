"""What a paper is, before anybody is asked: its award, its level and its field.

Equal papers are identified once, whatever the process asks of them.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from models.outcomes import FieldAnswer
from models.people import Credential
from qualifications.awards import identify
from qualifications.countries import countries_in_use
from qualifications.doubts import length_of
from qualifications.fields import field_of, load_fields
from qualifications.identified import Identified
from qualifications.lookalikes import unmixed

Paper = tuple[str, str | None, str | None, int | None, float | None]
Identity = tuple[str | None, int | None, str | None]


def identified_of(credential: Credential) -> Identified:
    """The award that a credential's title names, by its country, year and length."""
    title, years = unmixed(credential.title), length_of(credential)
    return identify(title, credential.country, credential.year, years)


def subject_of(credential: Credential) -> str:
    """What a credential's title says beside its award; empty where it says nothing."""
    return identified_of(credential).subject


def field_as_named(credential: Credential, identified: Identified) -> FieldAnswer | None:
    """The field as stated, else as the title names it beside or within the award."""
    named = load_fields().classify
    if credential.field and (field := field_of(credential.field)):
        return field
    subject = identified.subject
    title = unmixed(credential.title)
    return named(subject) or named(title) or (field_of(subject) if subject else None)


def paper_of(credential: Credential) -> Paper:
    """What of a credential decides its identity: title, field, country, year, years of study."""
    return (
        credential.title,
        credential.field,
        credential.country,
        credential.year,
        length_of(credential),
    )


def with_identity(credential: Credential, identity: Identity) -> Credential:
    """The credential with its award, ISCED 2011 level and ISCED-F 2013 field."""
    award, level, field = identity
    return replace(credential, award=award, isced_level=level, isced_f=field)


def identity_of(paper: Paper) -> Identity:
    """Award, ISCED 2011 level and ISCED-F 2013 field of a paper; None where not identified."""
    return _identity(countries_in_use(), paper)


@lru_cache(maxsize=262144)
def _identity(folder: Path | None, paper: Paper) -> Identity:
    title, field, country, year, years = paper
    credential = Credential(
        title=title, field=field, country=country, year=year, duration_years=years
    )
    identified = identified_of(credential)
    found = field_as_named(credential, identified)
    name = identified.award.name if identified.award else None
    if name is None and identified.degree is not None:
        name = identified.degree.name
    return name, identified.level, found.code if found else None

"""What a person knows better than the linker or the reader of lists, kept and applied at once."""

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from api.imports.headings import fields_of
from models.errors import FieldRefused
from models.slips import did_you_mean
from models.store import NounKind, Store
from qualifications.normalise import Normaliser
from qualifications.taxonomy.concepts import Kind, Skill, Taxonomy

Noun = TypeVar("Noun")
_AT_ONCE = 2_000


def check_kind(taxonomy: Taxonomy, kind: Kind, uri: str) -> None:
    """Raises UnknownConcept, and FieldRefused for a skill where an occupation is meant."""
    if isinstance(taxonomy.concept(uri), Skill) != (kind == "skill"):
        raise FieldRefused(
            f"{uri} is not a concept of the kind {kind}.",
            f"Look one up with: highroad link --kind {kind}",
            field="uri",
            value=uri,
        )


def relinked(store: Store, normaliser: Normaliser) -> int:
    """Link what is stored anew, part by part; gives back how many people and vacancies changed."""
    vacancies = _in_parts(normaliser.vacancies(store.vacancies()))
    people = _in_parts(normaliser.candidates(store.candidates()))
    changed = sum(store.put_vacancies(part).changed for part in vacancies)
    return changed + sum(store.put_candidates(part).changed for part in people)


def _in_parts(nouns: Iterator[Noun]) -> Iterator[list[Noun]]:
    """So many at a time that a million people never stand in memory together."""
    while part := list(islice(nouns, _AT_ONCE)):
        yield part


def check_field(list_kind: NounKind, field: str) -> None:
    """Raises FieldRefused for a field that such a list does not have; empty is no field."""
    known = fields_of(list_kind)
    if field and field not in known:
        raise FieldRefused(
            f"'{field}' is not a field of a {list_kind} list.",
            f"{did_you_mean(field, sorted(known))}Known: {', '.join(sorted(known))}.",
            field="field",
            value=field,
        )

"""What a person knows better than the linker or the reader of lists, kept and applied at once."""

from collections.abc import Iterator

from rapidfuzz import process

from api.imports.headings import fields_of
from models.errors import FieldRefused
from models.store import NounKind, Store
from qualifications.normalise import Normaliser
from qualifications.taxonomy.concepts import Kind, Skill, Taxonomy


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
    """Link what is stored anew; gives back how many people and vacancies changed."""
    return sum(_relinked(store, normaliser))


def _relinked(store: Store, normaliser: Normaliser) -> Iterator[int]:
    vacancies = list(normaliser.vacancies(store.vacancies()))
    yield store.put_vacancies(vacancies).changed
    people = list(normaliser.candidates(store.candidates()))
    yield store.put_candidates(people).changed


def check_field(list_kind: NounKind, field: str) -> None:
    """Raises FieldRefused for a field that such a list does not have; empty is no field."""
    known = fields_of(list_kind)
    if field and field not in known:
        near = process.extractOne(field, sorted(known))[0]
        raise FieldRefused(
            f"'{field}' is not a field of a {list_kind} list.",
            f"Did you mean '{near}'? Known: {', '.join(sorted(known))}.",
            field="field",
            value=field,
        )

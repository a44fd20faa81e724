"""The true facts of this installation that notices and assessments are written from."""

from dataclasses import dataclass, fields
from importlib.metadata import version

from api.settings import Settings
from matching.model import Model
from matching.recruitment.rulebook import RuleBook
from models.decisions import Versions
from models.protected import Protected
from qualifications.taxonomy.concepts import Taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """What ranks and checks here: features in use, what never counts, versions, retention.

    `operator` and `contact` are None until the settings name them.
    """

    operator: str | None
    contact: str | None
    features: tuple[str, ...]
    protected: tuple[str, ...]
    learned: bool
    profile: str
    rules: int
    log_months: int
    database: str
    versions: Versions

    @classmethod
    def of(
        cls, settings: Settings, model: Model, book: RuleBook, taxonomy: Taxonomy
    ) -> "ProductFacts":
        """The facts of an installation with these parts."""
        return cls(
            operator=settings.operator,
            contact=settings.operator_contact,
            features=model.features,
            protected=tuple(field.name for field in fields(Protected)),
            learned=model.calibrated,
            profile=settings.profile,
            rules=len(book.rules),
            log_months=settings.log_months,
            database="SQLite" if settings.database_url.startswith("sqlite") else "PostgreSQL",
            versions=Versions(
                model=model.name,
                rulebook=book.version,
                taxonomy=f"{taxonomy.version} {taxonomy.fingerprint}",
                program=version("highroad"),
            ),
        )

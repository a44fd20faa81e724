"""The tables of the store, as SQLModel declares them; nothing outside `models.store` sees a row.

`vacancy` and `candidate` hold the noun of today, `history` every version there has been.
`touched` is the revision of the store that last changed what matching reads of a row.
What is protected about a candidate lies in a table of its own, so that reading candidates for
matching never touches it. Nouns are kept as JSON text: it reads back the same on every database.
"""

from datetime import date, datetime

from sqlalchemy import DateTime, Integer, String, Table, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

# Ids sort and compare by code point on every database, whatever its locale.
_Id = String().with_variant(String(collation="C"), "postgresql")
_Moment = DateTime(timezone=True)


class ImportRow(SQLModel, table=True):
    """One reading of one file; `finished` stays empty where the import was cut off."""

    __tablename__ = "import_run"

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    kind: str
    file_name: str
    sha256: str
    started: datetime = Field(sa_type=_Moment)
    finished: datetime | None = Field(default=None, sa_type=_Moment)
    accepted: int | None = None
    refused: int | None = None


class VacancyRow(SQLModel, table=True):
    """A vacancy as it stands today.

    `status` is where it stands, `listed_status` what its list last said: they differ once it has
    been closed here.
    """

    __tablename__ = "vacancy"

    id: str = Field(primary_key=True, sa_type=_Id)
    list_name: str | None = None
    version: int
    digest: str
    status: str = Field(index=True)
    listed_status: str
    data: str = Field(sa_type=Text)
    touched: int = Field(default=0, sa_type=Integer, index=True)


class CandidateRow(SQLModel, table=True):
    """A candidate without anything protected; erased ones keep the id alone, `data` is empty."""

    __tablename__ = "candidate"

    id: str = Field(primary_key=True, sa_type=_Id)
    list_name: str | None = None
    version: int
    digest: str
    data: str | None = Field(default=None, sa_type=Text)
    erased_at: datetime | None = Field(default=None, sa_type=_Moment)
    touched: int = Field(default=0, sa_type=Integer, index=True)


class RevisionRow(SQLModel, table=True):
    """One change of who or what can be matched; `mark` tells apart stores that share a past."""

    __tablename__ = "revision"

    number: int = Field(
        primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False}
    )
    mark: str


class ProtectedRow(SQLModel, table=True):
    """The protected attributes of a candidate, apart from everything a score may see."""

    __tablename__ = "candidate_protected"

    candidate_id: str = Field(
        primary_key=True,
        sa_type=_Id,
        foreign_key="candidate.id",
        ondelete="CASCADE",
    )
    digest: str
    data: str = Field(sa_type=Text)


class HistoryRow(SQLModel, table=True):
    """One version of a vacancy or candidate, never changed once written; erasure empties it."""

    __tablename__ = "history"

    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True, sa_type=_Id)
    version: int = Field(primary_key=True)
    action: str
    data: str | None = Field(default=None, sa_type=Text)
    recorded_at: datetime = Field(sa_type=_Moment)
    import_id: int | None = Field(default=None, foreign_key="import_run.id")


class LinkCorrectionRow(SQLModel, table=True):
    """The concept a person chose for a text."""

    __tablename__ = "link_correction"

    kind: str = Field(primary_key=True)
    text_key: str = Field(primary_key=True)
    uri: str
    recorded_at: datetime = Field(sa_type=_Moment)


class ColumnMappingRow(SQLModel, table=True):
    """The field a person chose for a heading."""

    __tablename__ = "column_mapping"

    list_kind: str = Field(primary_key=True)
    heading_key: str = Field(primary_key=True)
    heading: str
    field: str
    recorded_at: datetime = Field(sa_type=_Moment)


class CandidateKeyRow(SQLModel, table=True):
    """The key that alone links a person to their pseudonym in the log; erasure destroys it."""

    __tablename__ = "candidate_key"

    candidate_id: str = Field(primary_key=True, sa_type=_Id, foreign_key="candidate.id")
    key: str


class ProposalRow(SQLModel, table=True):
    """A match in the queue, once a pair; the versions say what it was made of."""

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("vacancy_id", "candidate_id", name="one_proposal_a_pair"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    vacancy_id: str = Field(sa_type=_Id, foreign_key="vacancy.id")
    candidate_id: str = Field(sa_type=_Id, foreign_key="candidate.id", index=True)
    state: str = Field(index=True)
    vacancy_version: int
    candidate_version: int
    seq: int
    data: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=_Moment)


class DecisionRow(SQLModel, table=True):
    """A person's decision with its sentence; what must outlast the person is in the log."""

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    proposal_id: int = Field(foreign_key="proposal.id", ondelete="CASCADE", index=True)
    seq: int
    data: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=_Moment)


class DecisionLogRow(SQLModel, table=True):
    """One entry of the chained log; `at` and `body` are the very texts that were digested."""

    __tablename__ = "decision_log"

    seq: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    at: str
    kind: str
    body: str = Field(sa_type=Text)
    previous: str
    digest: str


class ConsentRow(SQLModel, table=True):
    """A use of a person's data that is allowed, and until when it was."""

    __tablename__ = "consent"

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    candidate_id: str = Field(sa_type=_Id, foreign_key="candidate.id", index=True)
    purpose: str = Field(index=True)
    data: str = Field(sa_type=Text)
    given_at: datetime = Field(sa_type=_Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=_Moment)


class IdentityRow(SQLModel, table=True):
    """Who a person is; here only while their consent holds."""

    __tablename__ = "identity"

    candidate_id: str = Field(primary_key=True, sa_type=_Id, foreign_key="candidate.id")
    data: str = Field(sa_type=Text)


class DisputeRow(SQLModel, table=True):
    """A person's objection, and a person's answer to it."""

    __tablename__ = "dispute"

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    candidate_id: str = Field(sa_type=_Id, foreign_key="candidate.id", index=True)
    about: str
    subject: str
    text: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=_Moment)
    due: date
    answer: str | None = Field(default=None, sa_type=Text)
    answered_at: datetime | None = Field(default=None, sa_type=_Moment)


class LegalHoldRow(SQLModel, table=True):
    """Why a person's data must be kept, and until when."""

    __tablename__ = "legal_hold"

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    candidate_id: str = Field(sa_type=_Id, foreign_key="candidate.id", index=True)
    reason: str = Field(sa_type=Text)
    until: date | None = None
    placed_at: datetime = Field(sa_type=_Moment)
    by: str
    released_at: datetime | None = Field(default=None, sa_type=_Moment)


def _table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]


METADATA = SQLModel.metadata
IMPORT_RUN = _table(ImportRow)
VACANCY = _table(VacancyRow)
CANDIDATE = _table(CandidateRow)
REVISION = _table(RevisionRow)
PROTECTED = _table(ProtectedRow)
HISTORY = _table(HistoryRow)
LINK_CORRECTION = _table(LinkCorrectionRow)
COLUMN_MAPPING = _table(ColumnMappingRow)
CANDIDATE_KEY = _table(CandidateKeyRow)
PROPOSAL = _table(ProposalRow)
DECISION = _table(DecisionRow)
DECISION_LOG = _table(DecisionLogRow)
CONSENT = _table(ConsentRow)
IDENTITY = _table(IdentityRow)
DISPUTE = _table(DisputeRow)
LEGAL_HOLD = _table(LegalHoldRow)

"""What is owed to people: proposals, decisions and their log, consents, disputes, holds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _decisions()
    _log()
    _rights()
    _disputes()


def _person(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "candidate_id",
        _ID,
        sa.ForeignKey("candidate.id"),
        primary_key=primary_key,
        nullable=False,
    )


def _decisions() -> None:
    op.create_table(
        "candidate_key",
        _person(primary_key=True),
        sa.Column("key", sa.String(), nullable=False),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("vacancy_id", _ID, sa.ForeignKey("vacancy.id"), nullable=False),
        _person(),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("vacancy_version", sa.Integer(), nullable=False),
        sa.Column("candidate_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.UniqueConstraint("vacancy_id", "candidate_id", name="one_proposal_a_pair"),
    )
    for column in ("candidate_id", "state"):
        op.create_index(f"ix_proposal_{column}", "proposal", [column])
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "proposal_id",
            sa.Integer(),
            sa.ForeignKey("proposal.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_decision_proposal_id", "decision", ["proposal_id"])


def _log() -> None:
    op.create_table(
        "decision_log",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
    )
    # The chain shows a change; this makes it harder to make one by mistake.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER decision_log_kept BEFORE UPDATE ON decision_log "
            "BEGIN SELECT RAISE(ABORT, 'the decision log is never changed'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION decision_log_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the decision log is never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER decision_log_kept BEFORE UPDATE ON decision_log "
        "FOR EACH ROW EXECUTE FUNCTION decision_log_kept()"
    )


def _rights() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person(),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("given_at", _MOMENT, nullable=False),
        sa.Column("withdrawn_at", _MOMENT),
    )
    for column in ("candidate_id", "purpose"):
        op.create_index(f"ix_consent_{column}", "consent", [column])
    op.create_table(
        "identity",
        _person(primary_key=True),
        sa.Column("data", sa.Text(), nullable=False),
    )


def _disputes() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person(),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_at", _MOMENT),
    )
    op.create_index("ix_dispute_candidate_id", "dispute", ["candidate_id"])
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person(),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("placed_at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("released_at", _MOMENT),
    )
    op.create_index("ix_legal_hold_candidate_id", "legal_hold", ["candidate_id"])


def downgrade() -> None:
    for table in ("legal_hold", "dispute", "identity", "consent", "decision_log"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION decision_log_kept()")
    for table in ("decision", "proposal", "candidate_key"):
        op.drop_table(table)

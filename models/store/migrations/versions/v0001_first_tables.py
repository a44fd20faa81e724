"""The first tables: nouns, what is protected of them, history, imports, corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _imports()
    _nouns()
    _history()
    _corrections()


def _imports() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("started", _MOMENT, nullable=False),
        sa.Column("finished", _MOMENT),
        sa.Column("accepted", sa.Integer()),
        sa.Column("refused", sa.Integer()),
    )


def _nouns() -> None:
    op.create_table(
        "vacancy",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("list_name", sa.String()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("listed_status", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_index("ix_vacancy_status", "vacancy", ["status"])
    op.create_table(
        "candidate",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("list_name", sa.String()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("data", sa.Text()),
        sa.Column("erased_at", _MOMENT),
    )
    op.create_table(
        "candidate_protected",
        sa.Column(
            "candidate_id",
            _ID,
            sa.ForeignKey("candidate.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
    )


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("id", _ID, primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("data", sa.Text()),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("import_run.id")),
    )


def _corrections() -> None:
    op.create_table(
        "link_correction",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("text_key", sa.String(), primary_key=True),
        sa.Column("uri", sa.String(), nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "column_mapping",
        sa.Column("list_kind", sa.String(), primary_key=True),
        sa.Column("heading_key", sa.String(), primary_key=True),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "column_mapping",
        "link_correction",
        "history",
        "candidate_protected",
        "candidate",
        "vacancy",
        "import_run",
    ):
        op.drop_table(table)

"""Which revision of the store last changed what matching reads of a person or a vacancy."""

from secrets import token_hex

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MATCHED = ("vacancy", "candidate")


def upgrade() -> None:
    revisions = op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("mark", sa.String(), nullable=False),
    )
    op.bulk_insert(revisions, [{"number": 0, "mark": token_hex(16)}])
    for table in _MATCHED:
        # What was stored before counts as there from the start.
        column = sa.Column("touched", sa.Integer(), nullable=False, server_default="0")
        op.add_column(table, column)
        op.create_index(f"ix_{table}_touched", table, ["touched"])


def downgrade() -> None:
    for table in _MATCHED:
        op.drop_index(f"ix_{table}_touched", table)
        op.drop_column(table, "touched")
    op.drop_table("revision")

"""Submissions say which agent entered them, and how the customer agreed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, which the release before need not write, and whose leads they are."""
    op.add_column("submissions", sa.Column("agent_id", sa.BigInteger()))
    op.add_column("submissions", sa.Column("agreed", sa.String(16)))
    entered = sa.text("agent_id IS NOT NULL")
    op.create_index(
        "ix_submissions_agent_id_created_at",
        "submissions",
        ["agent_id", "created_at"],
        postgresql_where=entered,
        sqlite_where=entered,
    )

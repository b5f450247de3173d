"""Operators are let in by links and sessions, and leaf through submissions, newest first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_moment = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Make both tables, which hold the same, and the index of the list."""
    for table in ("operator_links", "operator_sessions"):
        op.create_table(
            table,
            sa.Column("token_hash", sa.LargeBinary(), nullable=False),
            sa.Column("operator_id", sa.BigInteger(), nullable=False),
            sa.Column("expires_at", _moment, nullable=False),
            sa.PrimaryKeyConstraint("token_hash", name=f"pk_{table}"),
        )
    columns = ["status", "created_at", "id"]
    op.create_index("ix_submissions_status_created_at_id", "submissions", columns)

"""Submissions are found by phone and by e-mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index both, where they are not erased."""
    for column in ("phone_index", "email_index"):
        filled = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_submissions_{column}",
            "submissions",
            [column],
            postgresql_where=filled,
            sqlite_where=filled,
        )

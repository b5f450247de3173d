"""Submissions may be taken back, chats be reminded of once and known as out of reach."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_moment = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Add the columns, and an index on those rows alone that have them filled."""
    op.add_column("chats", sa.Column("remind_at", _moment))
    op.add_column("chats", sa.Column("blocked_at", _moment))
    op.add_column("submissions", sa.Column("taken_back_at", _moment))
    _index("chats", "remind_at")
    _index("submissions", "taken_back_at")


def _index(table: str, column: str) -> None:
    filled = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        f"ix_{table}_{column}", table, [column], postgresql_where=filled, sqlite_where=filled
    )

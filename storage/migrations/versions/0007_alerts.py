"""Operators are told of troubles, by one process for all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_moment = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "leases",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("until", _moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "alerts",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("operator_id", sa.BigInteger(), nullable=False),
        sa.Column("since", _moment, nullable=False),
        sa.Column("due_at", _moment, nullable=False),
        sa.Column("shown", sa.Integer()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("quiet_since", _moment),
        sa.PrimaryKeyConstraint("kind", "operator_id", name="pk_alerts"),
    )

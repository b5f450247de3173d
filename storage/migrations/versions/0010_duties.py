"""What is done once for all processes is noted: the audit, and a configuration that was tried."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_moment = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "duties",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("done_at", _moment, nullable=False),
        sa.Column("found", sa.Integer()),
        sa.PrimaryKeyConstraint("name", name="pk_duties"),
    )

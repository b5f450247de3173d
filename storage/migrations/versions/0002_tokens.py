"""The tokens of a sign-in at Flextell are stored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_moment = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "tokens",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("access", sa.LargeBinary(), nullable=False),
        sa.Column("refresh", sa.LargeBinary(), nullable=False),
        sa.Column("previous_refresh", sa.LargeBinary()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("granted_at", _moment, nullable=False),
        sa.Column("expires_at", _moment),
        sa.Column("lease_until", _moment),
        sa.Column("needs_consent_since", _moment),
        sa.PrimaryKeyConstraint("tenant", name="pk_tokens"),
    )

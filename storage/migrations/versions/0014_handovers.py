"""Leads are handed over to the customers themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_moment = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Create the table; name and draft are sealed, and of a link's token only the hash is kept."""
    op.create_table(
        "handovers",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("agent_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("draft", sa.LargeBinary()),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("handed_at", _moment, nullable=False),
        sa.Column("expires_at", _moment, nullable=False),
        sa.Column("taken_by", sa.BigInteger()),
        sa.Column("submission_id", sa.String(36)),
        sa.Column("notice_due_at", _moment),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
        sa.UniqueConstraint("token_hash", name="uq_handovers_token_hash"),
    )
    op.create_index("ix_handovers_agent_id_handed_at", "handovers", ["agent_id", "handed_at"])
    for column in ("state", "taken_by", "notice_due_at"):
        op.create_index(f"ix_handovers_{column}", "handovers", [column])

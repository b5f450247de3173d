"""It is noted which menu of commands an agent's chat shows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; empty where the chat shows what every chat does."""
    op.add_column("agents", sa.Column("menu", sa.String(16)))

"""Each submission says what is done about existing customers, and who was found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, which the release before need not write, and whose a customer is."""
    on_existing = sa.Column("on_existing", sa.String(8), nullable=False, server_default="review")
    op.add_column("submissions", on_existing)
    op.add_column("submissions", sa.Column("found", sa.Text()))
    op.add_column("submissions", sa.Column("is_discreet", sa.Boolean()))
    owned = sa.text("customer_id IS NOT NULL")
    op.create_index(
        "ix_submissions_customer_id",
        "submissions",
        ["customer_id"],
        postgresql_where=owned,
        sqlite_where=owned,
    )

"""Where Alembic begins: it runs the steps on the connection, in the transaction, it was handed."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()

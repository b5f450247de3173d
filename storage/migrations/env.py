"""Where Alembic begins: it runs the steps on the connection it was handed."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite can undo DDL too; without this Alembic would take it for a database that cannot.
    transactional_ddl=True,
)
context.run_migrations()

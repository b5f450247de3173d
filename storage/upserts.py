"""Insert rows where others may be already: what each database says instead, from one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Table

INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def inserts(table: Table, then: Callable[[Any], Any]) -> Mapping[str, Any]:
    """Return an insert into the table by the name of its dialect; `then` adds what else is done.

    The two dialects spell `ON CONFLICT` alike, and SQLAlchemy has a class for each.
    """
    return {dialect: then(insert(table)) for dialect, insert in INSERTS.items()}


def upserts(table: Table) -> Mapping[str, Any]:
    """Return what writes whole rows, over those of the same primary key where there are any."""
    return inserts(table, _overwriting)


def _overwriting(insert: Any) -> Any:
    table = insert.table
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={c.name: insert.excluded[c.name] for c in table.columns if not c.primary_key},
    )

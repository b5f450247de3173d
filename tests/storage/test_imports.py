"""A list is one import however often it is sent, and a row of it is decided once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from storage import Import, ImportRow, ImportState, Status
from tests.storage.rows import stored

if TYPE_CHECKING:
    from storage import Database

ADA = 2001
SECRET = b"Ada Lovelace;07700 900123"


def an_import(**fields: Any) -> Import:
    """Return an import whose columns are shown."""
    given: dict[str, Any] = {
        "id": "a" * 32,
        "agent_id": ADA,
        "state": ImportState.SHOWN,
        "content": SECRET,
        "document": {"name": "fair.csv"},
        "rows": 1,
    }
    return Import(**given | fields)


async def test_an_import_is_kept_as_it_is_and_changed(database: Database) -> None:
    """What was written comes back, and is written anew under the same id."""
    row = an_import()
    async with database.begin() as work:
        await work.imports.keep(row)
    async with database.begin() as work:
        assert await work.imports.load(row.id) == row
        assert await work.imports.load("b" * 32) is None
        assert await work.imports.is_in(row.id, ImportState.SHOWN)
        assert not await work.imports.is_in(row.id, ImportState.READING)
        assert not await work.imports.is_in("b" * 32, ImportState.SHOWN)
        read = replace(row, state=ImportState.TOLD, content=b"", message_id=7)
        await work.imports.keep(read)
        assert await work.imports.load(row.id) == read


async def test_those_in_a_state_come_in_the_order_they_changed(database: Database) -> None:
    """Who waits longest is first, and what was looked after goes behind."""
    one, two = an_import(id="1"), an_import(id="2")
    for row in (one, two, an_import(id="3", state=ImportState.READING)):
        async with database.begin() as work:
            await work.imports.keep(row)
    async with database.begin() as work:
        assert await work.imports.waiting(ImportState.SHOWN, 5) == ["1", "2"]
        assert await work.imports.waiting(ImportState.SHOWN, 1) == ["1"]
        await work.imports.keep(one)
        assert await work.imports.waiting(ImportState.SHOWN, 5) == ["2", "1"]


async def test_a_row_is_decided_once(database: Database) -> None:
    """Whoever comes later changes nothing; rows come back in order, with their submissions."""
    sent = await stored(database, Status.CREATED)
    first = ImportRow("a", 2, "ready", sent.id)
    second = ImportRow("a", 10, "open", None, ("Name: missing",))
    async with database.begin() as work:
        await work.imports.add([second, first])
        await work.imports.add([replace(first, state="refused"), ImportRow("b", 2, "ready")])
        await work.imports.add([])
    async with database.begin() as work:
        rows = await work.imports.rows("a")
        assert rows == [first, second]
        assert [row.status for row in rows] == [Status.CREATED, None]
        assert await work.imports.last("a") == 10
        assert await work.imports.last("c") == 0
        assert await work.imports.counts("a") == {"ready": 1, "open": 1}


async def test_submissions_are_found_by_their_drafts(database: Database) -> None:
    """Whether a row was submitted before is seen by the token of its draft."""
    row = await stored(database, Status.QUEUED)
    async with database.begin() as work:
        found = await work.imports.submitted([row.draft_token, "none"])
    assert found == {row.draft_token: row.id}


async def test_what_is_forgotten_is_gone_with_its_rows(database: Database) -> None:
    """An import is forgotten by its id or by its age, and no other with it."""
    for name in ("1", "2"):
        async with database.begin() as work:
            await work.imports.keep(an_import(id=name))
            await work.imports.add([ImportRow(name, 1, "ready")])
    async with database.begin() as work:
        await work.imports.remove("1")
        assert await work.imports.load("1") is None
        assert await work.imports.rows("1") == []
        assert await work.imports.forget_before(work.now - timedelta(days=1)) == 0
        assert len(await work.imports.rows("2")) == 1
        assert await work.imports.forget_before(work.now + timedelta(days=1)) == 1
        assert await work.imports.rows("2") == []


async def test_nothing_of_a_list_is_in_the_clear(database: Database) -> None:
    """Who reads the tables reads no customer."""
    async with database.begin() as work:
        await work.imports.keep(an_import())
        await work.imports.add([ImportRow("a", 1, "open", None, ("Name: Ada",))])
        rows = await work.imports._connection.execute(text("SELECT * FROM imports, import_rows"))
        held = b"".join(v if isinstance(v, bytes) else str(v).encode() for v in rows.one())
    assert b"Ada" not in held
    assert b"fair" not in held

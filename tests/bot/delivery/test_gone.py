"""What a person is told is deleted is in no row of any table any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Table, select

from bot.delivery.housekeeping import erase_records
from bot.turns.taking import TakeTurn
from bot.turns.turn import Turn
from conversations.events import Cancelled, Restarted
from storage import Status
from storage.columns import Sealed
from storage.sealed import columns_of
from storage.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy import Row

    from conversations.events import Event
    from storage import Keyring
    from tests.bot.delivery.road import Road


async def tables_with(road: Road, word: str) -> set[str]:
    """Return the tables in which a word stands, in the clear or sealed."""
    keyring = road.talk.submitting.keyring
    found = set()
    async with road.database.begin() as work:
        for table in metadata.sorted_tables:
            for row in await work.chats._connection.execute(select(table)):
                if any(word.encode() in text for text in texts_of(table, row, keyring)):
                    found.add(table.name)
    return found


def texts_of(table: Table, row: Row[Any], keyring: Keyring) -> Iterator[bytes]:
    """Return all that stands in a row, what is sealed opened."""
    sealed = columns_of(table, Sealed)
    for name, value in row._mapping.items():
        if name in sealed and value is not None:
            yield keyring.open(value, f"{table.name}/{row[0]}/{name}")
        else:
            yield value if isinstance(value, bytes) else str(value).encode()


@pytest.mark.parametrize("event", [Cancelled(), Restarted()])
async def test_refused_answers_that_are_deleted_are_gone(road: Road, event: Event) -> None:
    """They are with the chat once Flextell has refused them, and nowhere when it let them go."""
    road.flextell.post_faults.append("refuses email")
    row = await road.confirmed()
    canary = "ada1@example.org"
    assert await tables_with(road, canary) == {"submissions"}
    async with road.working():
        await road.ends(row.id, Status.REFUSED)
        assert await tables_with(road, canary) == {"chats"}
        await road.batches.decided(TakeTurn(road.talk, Turn(row.chat_id, event)))
    assert await tables_with(road, canary) == set()


async def test_delivered_answers_are_gone_when_their_time_is_over(road: Road) -> None:
    """The chat never had them again, and the submission is emptied."""
    row = await road.confirmed()
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    assert await tables_with(road, "+447700900001") == {"submissions"}
    road.database.clock_offset = road.rules.keep_record
    await erase_records(road.database)
    assert await tables_with(road, "+447700900001") == set()

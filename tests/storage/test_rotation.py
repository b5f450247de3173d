"""All that is sealed is sealed anew under the newest keys, whoever else is at it."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from storage import Database, DatabaseBusy, Keyring, Rotation, Status, new_keys
from storage.columns import BlindIndex, Blob, Sealed
from storage.rotation import PORTION
from storage.sealed import SEALED_TABLES, SealedRow
from storage.tables import metadata
from storage.tokens import SignIn
from tests.storage.rows import SECOND, THEN, Open, a_chat, a_submission, led, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OLD, NEW = new_keys(), new_keys()
BEFORE = Keyring.parse(*OLD)
MEANWHILE = Keyring.parse(f"{NEW[0]},{OLD[0]}", f"{NEW[1]},{OLD[1]}")
AFTER = Keyring.parse(*NEW)
BODY = b'{"first_name":"Ada"}'
NEWEST, OLDEST = MEANWHILE.key_ids

# What is binary and neither sealed nor an index, and why it may stand in the clear.
IN_THE_CLEAR = {
    "chats.seen_updates",  # numbers of Telegram's updates
    "operator_links.token_hash",  # hashes of random words
    "operator_sessions.token_hash",
}


def nobody(title: str, total: int) -> Callable[[int], None]:
    """Watch nothing."""
    assert title
    return lambda rows: None if rows <= total else pytest.fail("more rows than there are")


def indexed(keyring: Keyring) -> Callable[[Mapping[str, bytes]], dict[str, bytes | None]]:
    """Return how the rows of these tests are indexed."""
    return lambda plain: {
        "phone_index": keyring.index(plain["body"].decode(), "phone"),
        "email_index": None,
        "body_index": keyring.index(plain["body"].decode(), "body"),
    }


def rotation(
    database: Database, keyring: Keyring = MEANWHILE, watch: Any = nobody, **options: Any
) -> Rotation:
    """Return the rotation of a database."""
    return Rotation(database, keyring, {"submissions": indexed(keyring)}, watch, **options)


def content(body: bytes, keyring: Keyring = BEFORE) -> dict[str, Any]:
    """Return a submission's body, and the indexes it has under these keys."""
    return {"body": body, **indexed(keyring)({"body": body})}


async def filled(database: Database, chats: int = 3) -> str:
    """Put rows into every table that has something sealed; return the submission's id."""
    row = a_submission(**content(BODY))
    async with database.begin() as work:
        await work.chats.keep([a_chat(n) for n in range(chats)])
        await work.submissions.add([row])
        await work.quarantine.add(1, 7, "KeyError", b'{"text":"Ada"}')
        await work.tokens.put(SignIn("42", "access", "refresh", THEN, None))
    row_id: str = row.id
    return row_id


async def _sql(database: Database, statement: str) -> None:
    """Do what somebody with access to the database could do."""
    async with database.begin() as work:
        await work.chats._connection.execute(text(statement))


def test_every_binary_column_says_what_it_holds() -> None:
    """A new column cannot be forgotten: it is sealed, an index, or in the clear on purpose."""
    plain = {
        str(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Blob) and not isinstance(column.type, Sealed | BlindIndex)
    }
    assert plain == IN_THE_CLEAR
    assert set(SEALED_TABLES) == {
        "agents",
        "chats",
        "handovers",
        "import_rows",
        "imports",
        "invitations",
        "quarantine",
        "submissions",
        "tokens",
    }


async def test_everything_opens_with_the_new_keys_alone(database_url: str, opened: Open) -> None:
    """Afterwards the old keys are not needed by any row of any table."""
    row_id = await filled(opened(database_url, BEFORE))
    turning = rotation(opened(database_url, MEANWHILE))
    before = await turning.look()
    assert (before.rows, before.keys, before.old_indexes) == (6, Counter({OLDEST: 6}), 1)
    assert not turning.is_over(before)
    found = await turning.run()
    assert (found.rows, found.keys, found.old_indexes) == (6, Counter({NEWEST: 6}), 0)
    assert turning.is_over(found)
    after = opened(database_url, AFTER)
    await after.check_keys()
    async with after.begin() as work:
        chats = await work.chats.load(range(3))
        assert [chat.document for chat in chats.values()] == [a_chat().document] * 3
        row = (await work.submissions.load([row_id]))[row_id]
        assert (row.body, row.phone_index) == (BODY, AFTER.index(BODY.decode(), "phone"))
        assert [each.body for each in await work.quarantine.list(5)] == [b'{"text":"Ada"}']
        signed_in = await work.tokens.load("42")
    assert signed_in == SignIn("42", "access", "refresh", THEN, None)


async def test_what_was_emptied_stays_empty(database_url: str, opened: Open) -> None:
    """A row without its content gets no indexes back, and its emptiness is sealed anew."""
    before = opened(database_url, BEFORE)
    row = await stored(before, Status.CREATED, **content(BODY))
    async with before.begin() as work:
        rows = await work.submissions.load([row.id])
        await work.submissions.keep([each.emptied() for each in rows.values()])
    turning = rotation(opened(database_url, MEANWHILE))
    assert turning.is_over(await turning.run())
    after = await led(opened(database_url, AFTER), row.id)
    assert (after.is_readable, after.body, after.phone_index, after.body_index) == (
        True,
        b"",
        None,
        b"",
    )


async def test_it_may_be_broken_off_and_begun_again(database_url: str, opened: Open) -> None:
    """Rows under either key are read meanwhile, and a second run does the rest."""
    await filled(opened(database_url, BEFORE), chats=PORTION + 5)

    class PulledPlugError(Exception):
        """The process is gone."""

    def until_first_portion(title: str, total: int) -> Callable[[int], None]:
        def advance(rows: int) -> None:
            if rows:
                raise PulledPlugError(title, total, rows)

        return advance

    database = opened(database_url, MEANWHILE)
    with pytest.raises(PulledPlugError):
        await rotation(database, watch=until_first_portion).run()
    halfway = await rotation(database).look()
    assert halfway.keys == {NEWEST: PORTION, OLDEST: 8}
    assert halfway.unreadable == ()
    assert (await rotation(database).run()).keys == {NEWEST: PORTION + 8}


async def test_what_is_new_already_is_not_written_again(database: Database) -> None:
    """A second run changes no row, so that running it too often costs nothing but reading."""
    turning = rotation(database)
    await filled(database)
    await turning.run()

    async def sealed() -> list[SealedRow]:
        async with database.begin() as work:
            return [row for each in SEALED_TABLES for row in await work.sealed.look(each, None, 9)]

    first = await sealed()
    await turning.run()
    assert await sealed() == first


@pytest.mark.parametrize(
    ("harm", "where"),
    [
        (
            "UPDATE chats SET document = CAST(token AS {binary}) WHERE chat_id = 1",
            ["chats/1/document"],
        ),
        (
            "UPDATE chats SET document = (SELECT document FROM chats WHERE chat_id = 0)",
            ["chats/1/document", "chats/2/document"],
        ),
        ("UPDATE submissions SET body = draft, draft = body", ["submissions/{id}/body"]),
        ("UPDATE tokens SET access = refresh, refresh = access", ["tokens/42/access"]),
        ("UPDATE tokens SET previous_refresh = refresh", ["tokens/42/previous_refresh"]),
    ],
    ids=["noise", "one chat's in all", "columns swapped", "tokens swapped", "a token twice"],
)
async def test_what_does_not_open_is_named_and_left_alone(
    database_url: str, opened: Open, harm: str, where: list[str]
) -> None:
    """Ciphertexts moved between rows or columns are noticed, and the rest is sealed anew."""
    row_id = await filled(opened(database_url, BEFORE))
    database = opened(database_url, MEANWHILE)
    binary = "BLOB" if database.dialect == "sqlite" else "bytea"
    await _sql(database, harm.format(binary=binary))
    turning = rotation(database)
    found = await turning.run()
    named = [each.partition(": ")[0] for each in found.unreadable]
    assert named == [each.format(id=row_id) for each in where]
    assert found.keys == {NEWEST: 6 - len(named)}
    assert not turning.is_over(found)


async def test_two_ciphertexts_swapped_between_rows_are_noticed(
    database_url: str, opened: Open
) -> None:
    """Each is whole, and neither opens where the other belongs."""
    database = opened(database_url, BEFORE)
    await filled(database)
    async with database.begin() as work:
        one, other = await work.sealed.hold("chats", None, 2)
        swapped = [replace(one, sealed=other.sealed), replace(other, sealed=one.sealed)]
        assert await work.sealed.write("chats", swapped) == []
    found = await rotation(opened(database_url, MEANWHILE)).run()
    assert found.unreadable == tuple(
        f"chats/{n}/document: damaged, or sealed for another place" for n in (0, 1)
    )


async def test_a_key_that_is_missing_is_named(database_url: str, opened: Open) -> None:
    """Who took the old key away too early is told which rows want it back."""
    await filled(opened(database_url, BEFORE), chats=1)
    found = await rotation(opened(database_url, AFTER), AFTER).run()
    assert len(found.unreadable) == 4
    assert all(
        each.endswith("sealed with a key that is not in ENCRYPTION_KEYS")
        for each in found.unreadable
    )


async def _writes(database: Database, chat_id: int, turns: int) -> None:
    """Count up a chat's revision, as turns do, with a pool of one's own."""
    done = 0
    while done < turns:
        async with database.begin() as work:
            if await work.chats.lock([chat_id]):
                chat = (await work.chats.load([chat_id]))[chat_id]
                assert chat.is_readable
                document = {"count": chat.document.get("count", 0) + 1}
                await asyncio.sleep(0)
                await work.chats.keep([replace(chat, document=document)])
                done += 1


async def _moves(database: Database, row_id: str, turns: int) -> None:
    """Lead a submission to and fro, as a worker does."""
    for _ in range(turns):
        await led(database, row_id, Status.SENDING, Status.QUEUED, due_at=THEN + SECOND)


async def test_nothing_is_lost_while_others_write(database_url: str, opened: Open) -> None:
    """Chats and submissions that change all the time keep every change, and end up anew."""
    row_id = await filled(opened(database_url, BEFORE), chats=PORTION * 2)
    database = opened(database_url, MEANWHILE)
    turning = rotation(database)
    writers = [_writes(opened(database_url, MEANWHILE), chat_id, 30) for chat_id in (1, 399)]
    mover = _moves(opened(database_url, MEANWHILE), row_id, 10)
    await asyncio.gather(turning.run(), *writers, mover)
    assert turning.is_over(await turning.run())
    async with opened(database_url, AFTER).begin() as work:
        chats = await work.chats.load([1, 399])
    assert [chat.document for chat in chats.values()] == [{"count": 30}] * 2


async def test_what_somebody_holds_waits_for_the_next_round(
    postgres_url: str, opened: Open
) -> None:
    """On PostgreSQL a held row is passed over, and nobody waits for anybody."""
    row_id = await filled(opened(postgres_url, BEFORE))
    holder, database = opened(postgres_url, MEANWHILE), opened(postgres_url, MEANWHILE)
    async with holder.begin() as work:
        await work.submissions.load([row_id])
        found = await rotation(database).run()
        assert found.keys == {NEWEST: 5, OLDEST: 1}
    assert (await rotation(database).run()).keys == {NEWEST: 6}


async def test_a_phone_on_its_way_keeps_its_place(database_url: str, opened: Open) -> None:
    """Where another row has the new index already, the old one is named and stays as it is."""
    before, database = opened(database_url, BEFORE), opened(database_url, MEANWHILE)
    held = await stored(before, Status.SENDING, **content(b"1"))
    for _ in range(2):
        await stored(before, Status.QUEUED, **content(b"2"))
    await stored(database, Status.SENDING, **content(b"1", AFTER))
    turning = rotation(database)
    found = await turning.run()
    assert (found.taken, found.old_indexes) == ((f"submissions/{held.id}",), 1)
    assert not turning.is_over(found)
    await led(database, held.id, Status.CREATED)
    assert turning.is_over(await turning.run())


async def _held_from(began: asyncio.Event, holder: Database, seconds: float) -> None:
    """Hold the whole file for a while, once the walk has begun."""
    await began.wait()
    async with holder.begin():
        await asyncio.sleep(seconds)


@pytest.mark.parametrize(("seconds", "pauses"), [(0.3, (0.5,)), (1.0, (0.01,))])
async def test_a_busy_database_is_outlasted_for_a_while(
    sqlite_url: str, opened: Open, seconds: float, pauses: tuple[float, ...]
) -> None:
    """Somebody who holds the file does not end the rotation, unless that never ends."""
    await filled(opened(sqlite_url, BEFORE))
    began = asyncio.Event()

    def watch(title: str, total: int) -> Callable[[int], None]:
        began.set()
        return nobody(title, total)

    impatient = opened(sqlite_url, MEANWHILE, patience=0.05)
    turning = rotation(impatient, watch=watch, pauses=pauses)
    holding = asyncio.create_task(_held_from(began, opened(sqlite_url, MEANWHILE), seconds))
    if seconds < min(pauses):
        assert turning.is_over(await turning.run())
    else:
        with pytest.raises(DatabaseBusy):
            await turning.run()
    await holding


async def test_all_rows_are_counted(database: Database) -> None:
    """The bar knows its end."""
    await filled(database)
    async with database.begin() as work:
        assert await work.sealed.count() == 6


async def test_a_sample_is_the_first_portion_of_each_table(
    database_url: str, opened: Open
) -> None:
    """Whoever wants to know at once whether the keys fit need not wait for all."""
    database = opened(database_url, BEFORE)
    await filled(database, chats=PORTION + 50)
    found = await rotation(database, AFTER).sample()
    assert (found.rows, len(found.unreadable)) == (PORTION + 3, PORTION + 3)
    found = await rotation(database, BEFORE).sample()
    assert (found.rows, found.unreadable, found.old_indexes) == (PORTION + 3, (), 0)
    unseen = Rotation(database, BEFORE, {"submissions": indexed(BEFORE)})
    assert (await unseen.look()).rows == PORTION + 53

"""Fills a database with open drafts, each of somebody who has agreed and is half through."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import asyncpg  # type: ignore[import-untyped]  # it ships no types

from bench import people
from bench.people import Person
from conversations.answers import Answer
from conversations.conversation import Consent as Agreement
from conversations.conversation import Conversation
from conversations.documents import conversation_document
from conversations.draft import Draft
from storage import Chat, Consent, Database, Keyring

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.rounds import Progress

AT_ONCE = 1000
# The people of the benchmark have numbers in the midst of these, in a room left free for them.
FIRST_CHAT = 10_000_000
APART = 1_400
ROOM = 10_000_000
UPDATES = 6
TEXT_ID, TEXT_HASH = "made-up", "0" * 64


async def fill(url: str, keys: tuple[str, str], count: int, progress: Progress) -> None:
    """Store so many open drafts, and have the database look at what it holds then."""
    title = f"filling {count:,} drafts"
    each = progress.begin(title, count)
    database = Database(url, Keyring.parse(*keys))
    for first in range(0, count, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count))
        async with database.begin() as work:
            await work.chats.keep([_chat(number, work.now) for number in numbers])
            await work.consents.add([_consent(number, work.now) for number in numbers])
        for _ in numbers:
            each()
    await database.close()
    if url.startswith("postgres"):
        await _analyzed(url)
    progress.end(title)


def chat_id(number: int) -> int:
    """Return the Telegram id of somebody with an open draft."""
    place = FIRST_CHAT + number * APART
    return place if place < people.FIRST_CHAT else place + ROOM


def _chat(number: int, now: datetime) -> Chat:
    agreed = Agreement(TEXT_ID, TEXT_HASH, "en", now.isoformat())
    talk = Conversation("en", agreed, _draft(Person(number)))
    return Chat(
        chat_id(number),
        f"token{number:07}",
        UPDATES,
        conversation_document(talk),
        tuple(range(number * UPDATES, (number + 1) * UPDATES)),
        remind_at=now + timedelta(days=1),
    )


def _draft(person: Person) -> Draft:
    named = {"first_name": "Ada", "last_name": person.last_name}
    given = (
        ("name", named, f"Ada {person.last_name}"),
        ("phone", {"phone": person.phone}, ""),
        ("email", {"email": person.email}, person.email),
    )
    answers: Iterable[tuple[str, Answer]] = (
        (key, Answer(values, said, place)) for place, (key, values, said) in enumerate(given)
    )
    return Draft(dict(answers))


def _consent(number: int, now: datetime) -> Consent:
    return Consent(chat_id(number), TEXT_ID, TEXT_HASH, "en", now)


async def _analyzed(url: str) -> None:
    """Have PostgreSQL count its rows at once, as it does by itself some time soon."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()

"""The one checker: what must be so after any accident, told as a list of what is not."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from bot.delivery.notices import is_news
from storage import NEVER, Status
from tests.faults.replay import differs
from tests.road.searching import found_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.turns.taking import Talk
    from storage import Chat, Database, Submission
    from tests.faults.replay import Update

MOST_ROWS = 100_000
PHONE_TAIL = 7


@dataclass(frozen=True, slots=True)
class Memory:
    """What the database holds when all is over."""

    now: datetime
    submissions: Sequence[Submission]
    chats: Mapping[int, Chat]
    put_aside: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is left of a scenario: the memory, Flextell's customers, and what Telegram was told.

    `updates` are all that people did, by id, and `taken` those of them that must have been taken.
    `is_deaf` tells that Telegram has refused what was said: who was not told has to ask.
    """

    talk: Talk
    memory: Memory
    customers: Sequence[Mapping[str, Any]]
    updates: Mapping[int, Update] = field(default_factory=dict)
    taken: frozenset[int] = frozenset()
    is_deaf: bool = False


async def remembered(database: Database) -> Memory:
    """Return all rows of a database."""
    async with database.begin() as work:
        ids = (await work.chats._connection.execute(text("SELECT chat_id FROM chats"))).scalars()
        chats = await work.chats.load(list(ids))
        rows = await work.submissions.page(list(Status), MOST_ROWS)
        aside = await work.quarantine.list(MOST_ROWS)
        return Memory(work.now, rows, chats, len(aside))


def check(evidence: Evidence) -> None:
    """Raise AssertionError with everything that is not as it must be."""
    wrong = list(findings(evidence))
    assert not wrong, "\n".join(wrong)


def findings(evidence: Evidence) -> Iterator[str]:
    """Tell what is lost, doubled, reordered, or waits for nobody."""
    memory = evidence.memory
    for row in memory.submissions:
        yield from (f"submission {row.id} {what}" for what in _waits_for_nobody(row))
        if not evidence.is_deaf and _is_in_the_dark(row, memory):
            yield f"submission {row.id} is {row.status}, and its person is not told"
    yield from _wrong_customers(memory.submissions, evidence.customers)
    if memory.put_aside:
        yield f"{memory.put_aside} updates were put aside"
    for chat in memory.chats.values():
        yield from (f"chat {chat.chat_id} {what}" for what in _misheard(chat, evidence))
    heard = {each for chat in memory.chats.values() for each in chat.seen_updates}
    if lost := evidence.taken - heard:
        yield f"updates were acknowledged and not taken: {sorted(lost)[:9]}"


def _waits_for_nobody(row: Submission) -> Iterator[str]:
    if not row.is_readable:
        yield "does not open"
    if row.status is Status.SENDING and row.lease_until is None:
        yield "is on its way without a lease"
    if row.is_open and row.status is not Status.HUMAN and row.due_at >= NEVER:
        yield f"is {row.status} and never due"


def _is_in_the_dark(row: Submission, memory: Memory) -> bool:
    chat = memory.chats.get(row.chat_id)
    is_within_reach = chat is not None and chat.blocked_at is None
    # Who took back what had not been sent was told by the reply to that.
    was_answered = row.status is Status.WITHDRAWN and row.taken_back_at is None
    is_told = row.notice_due_at is not None or was_answered
    return is_news(row) and not is_told and is_within_reach


def _wrong_customers(
    rows: Sequence[Submission], customers: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Tell which customers are too many, and which submissions name a customer of others.

    What was emptied names its one customer still, and nobody can say more of the two.
    """
    emptied = {row.customer_id for row in rows if not row.body}
    tails = {str(each["id"]): _tail(each["phone_number"]) for each in customers}
    tails = {number: tail for number, tail in tails.items() if number not in emptied}
    rows = [row for row in rows if row.body]
    sent = Counter(_tail(json.loads(row.body)["phone_number"]) for row in rows)
    for tail, count in Counter(tails.values()).items():
        if count > sent[tail]:
            yield f"{count} customers come of {sent[tail]} submissions"
    named = [row for row in rows if row.customer_id is not None]
    if len({row.customer_id for row in named}) < len(named):
        yield "two submissions name one customer"
    for row in named:
        if tails.get(row.customer_id or "") != _tail(json.loads(row.body)["phone_number"]):
            yield f"submission {row.id} names a customer that is not its own"


def _tail(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-PHONE_TAIL:]


def _misheard(chat: Chat, evidence: Evidence) -> Iterator[str]:
    if not chat.is_readable:
        yield "does not open"
        return
    seen = chat.seen_updates
    if len(set(seen)) < len(seen):
        yield "knows an update twice"
    if not seen or not evidence.updates:
        return
    for line in ("message", "callback_query"):
        ids = [each for each in seen if line in evidence.updates[each]]
        if any(later < earlier for earlier, later in pairwise(ids)):
            yield f"heard its {line} updates out of order"
    mine = [row for row in evidence.memory.submissions if row.chat_id == chat.chat_id]
    if wrong := differs(evidence.talk, chat, evidence.updates, mine, evidence.memory.now):
        yield wrong


def leaks(folders: Iterable[Path], texts: Iterable[str], canaries: Iterable[str]) -> list[str]:
    """Return which canaries stand in which file of the bot's, or in the texts."""
    words = tuple(canaries)
    in_texts = [word for word in words for each in texts if word in each]
    in_files = found_in(folders, [word.encode() for word in words])
    return in_texts + [f"{path.name}: {word.decode()}" for path, word in in_files]

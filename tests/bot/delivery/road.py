"""The stage of the delivery's tests: people who have confirmed, a worker, who hears of it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.delivery.canary import PROVEN
from bot.delivery.notices import Done, Notice, Told
from bot.delivery.rules import Rules, rules_of
from bot.delivery.worker import Worker
from bot.turns.batches import Batches
from bot.turns.submitting import Submitting
from bot.turns.taking import Talk
from conversations.answers import VERIFIED, Answer
from conversations.conversation import Consent, Conversation, Registration, Standing
from conversations.documents import (
    conversation,
    conversation_document,
    with_agents_conversation,
)
from conversations.draft import Draft
from conversations.registration import registration
from flextell import Credentials, Flextell, StaticToken
from storage import OPEN, Chat, Database, Keyring, OnExisting, Status, Submission

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from bot.turns.turn import Said
    from tests.bot.delivery.fake_flextell import FakeFlextell

SETTLED = 0.012  # minutes
AGREED = Consent("made-up", "hash", "en", "2026-03-01T12:00:00+00:00")
QUICK = timedelta(seconds=1)


def quick_rules(talk: Talk) -> Rules:
    """Return rules under which an hour passes in a second."""
    return replace(
        rules_of(talk.flow, SETTLED),
        deadline=QUICK,
        margin=timedelta(seconds=0.2),
        tell_patience=QUICK,
        list_patience=timedelta(seconds=0.3),
        search_patience=QUICK,
        search_rest=timedelta(seconds=0.02),
        first_backoff=timedelta(seconds=0.02),
        longest_backoff=timedelta(seconds=0.2),
        unnamed_wait=timedelta(seconds=0.1),
        probe_pause=timedelta(seconds=0.3),
    )


def a_talk(keyring: Keyring) -> Talk:
    """Return the talk of a company that asks everything."""
    flow = registration(company="Example Ltd", languages=("en", "ar"), region="GB")
    submitting = Submitting(flow, keyring, "-", "date-time", {"user_id": 12})
    return Talk(flow, "en", ZoneInfo("UTC"), submitting)


def a_draft(number: int, *, is_own: bool = True) -> Draft:
    """Return the answers of one made-up person, who shared or typed the number."""
    marks = frozenset({VERIFIED}) if is_own else frozenset()
    return Draft(
        {
            "name": Answer({"first_name": "Ada", "last_name": f"Example {number}"}),
            "phone": Answer({"phone": f"+447700900{number:03}"}, marks=marks),
            "email": Answer({"email": f"ada{number}@example.org"}),
            "birth_date": Answer({"birth_date": "1990-12-10"}),
            "gender": Answer({"gender": "female"}),
        }
    )


@dataclass(slots=True)
class FakeTeller:
    """A messenger that keeps what was told; `answers` are given first, then Done."""

    notices: list[Notice] = field(default_factory=list)
    answers: list[Told | Exception] = field(default_factory=list)
    reminders: list[tuple[int, str]] = field(default_factory=list)
    seconds: float = 0.0

    async def tell(self, notice: Notice) -> Told:
        """Keep the notice."""
        await asyncio.sleep(self.seconds)
        self.notices.append(notice)
        return self._answer()

    async def remind(self, chat_id: int, said: Said) -> Told:
        """Keep the reminder, and answer later."""
        self.reminders.append((chat_id, said.reply.text))
        await asyncio.sleep(self.seconds)
        return self._answer()

    def texts(self, chat_id: int) -> list[str]:
        """Return what one person was told, in order."""
        return [notice.card.text for notice in self.notices if notice.chat_id == chat_id]

    def _answer(self) -> Told:
        answer = self.answers.pop(0) if self.answers else Done()
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass(slots=True)
class Road:
    """Everything a worker works with."""

    database: Database
    talk: Talk
    rules: Rules
    flextell: FakeFlextell
    teller: FakeTeller = field(default_factory=FakeTeller)
    credentials: Credentials = field(default_factory=lambda: StaticToken("made-up"))
    batches: Batches = field(init=False)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.batches = Batches(self.database)

    def client(self) -> Flextell:
        """Return the way to the company's Flextell."""
        return Flextell(
            "https://flextell.example/api/v1", "42", self.credentials, transport=self.flextell
        )

    def worker(self, database: Database | None = None, batches: Batches | None = None) -> Worker:
        """Return a worker, of another process if a database of its own is given."""
        return Worker(
            database=database or self.database,
            batches=batches or self.batches,
            flextell=self.client(),
            teller=self.teller,
            talk=self.talk,
            rules=self.rules,
        )

    @asynccontextmanager
    async def working(self) -> AsyncIterator[Worker]:
        """Run a worker meanwhile, and stop it."""
        worker = self.worker()
        serving = asyncio.create_task(self.batches.serve())
        running = asyncio.create_task(worker.run())
        try:
            yield worker
            worker.stop()
            await running
        finally:
            await gone(running)
            await gone(serving)

    async def confirmed(
        self,
        *,
        chat_id: int | None = None,
        phone: int | None = None,
        is_own: bool = True,
        on_existing: OnExisting = OnExisting.REVIEW,
    ) -> Submission:
        """Have a person confirm a draft; return the submission."""
        number = next(self._numbers)
        chat_id = chat_id or 1000 + number
        draft = a_draft(phone or number, is_own=is_own)
        talk = Conversation("en", AGREED, registration=Registration(Standing.ACCEPTED))
        chat = Chat(chat_id, f"token{number:05}", 7, conversation_document(talk), ())
        async with self.database.begin() as work:
            submitting = replace(self.talk.submitting, on_existing=on_existing)
            row = submitting.submission(replace(chat, revision=6), draft, 55, work.now)
            await work.chats.keep([chat])
            await work.submissions.add([row])
        return row

    async def is_tried(self) -> None:
        """Have a customer been delivered before, so that nobody goes alone."""
        async with self.database.begin() as work:
            await work.duties.done(f"{PROVEN}{self.rules.configuration}")

    async def entered(
        self, user_id: int, *, phone: int = 1, on_existing: OnExisting = OnExisting.REVIEW
    ) -> Submission:
        """Have an agent confirm a lead; return the submission."""
        chat_id = 2000 + next(self._numbers)
        draft = a_draft(phone, is_own=False)
        agents = with_agents_conversation(
            conversation_document(Conversation("en")), Conversation("en")
        )
        chat = Chat(chat_id, f"token{chat_id:05}", 7, agents)
        async with self.database.begin() as work:
            await work.agents.add(chat_id, "Grace Hopper", user_id)
            agent = (await work.agents.among([chat_id]))[chat_id]
            submitting = replace(self.talk.submitting, on_existing=on_existing)
            row = submitting.submission(replace(chat, revision=6), draft, 55, work.now, agent)
            await work.chats.keep([chat])
            await work.submissions.add([row])
        return row

    async def row(self, row_id: str) -> Submission:
        """Return a submission as it stands."""
        async with self.database.begin() as work:
            return (await work.submissions.load([row_id]))[row_id]

    async def talk_of(self, chat_id: int) -> Conversation:
        """Return a conversation as it stands."""
        async with self.database.begin() as work:
            return conversation((await work.chats.load([chat_id]))[chat_id].document)

    async def ends(self, row_id: str, *statuses: Status, seconds: float = 15) -> Submission:
        """Wait until a submission stands in one of the statuses and its person knows."""
        async with asyncio.timeout(seconds):
            while True:
                row = await self.row(row_id)
                if row.status in statuses and row.notice_due_at is None:
                    return row
                await asyncio.sleep(0.02)

    async def all_end(self, rows: Iterable[Submission], seconds: float = 120) -> list[Submission]:
        """Wait until nothing is open but what a person has to decide."""
        async with asyncio.timeout(seconds):
            while not await self._is_quiet():  # noqa: ASYNC110 - a database has no event
                await asyncio.sleep(0.05)
        async with self.database.begin() as work:
            return list((await work.submissions.load([row.id for row in rows])).values())

    async def _is_quiet(self) -> bool:
        """Tell whether nothing is due any more, now or later, and nobody waits for news."""
        async with self.database.begin() as work:
            counts = await work.submissions.counts()
            due = await work.submissions.next_due_at()
        return due is None and not counts.keys() & (OPEN - {Status.HUMAN})


async def gone(task: asyncio.Task[None]) -> None:
    """Cancel a task, and wait for it."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

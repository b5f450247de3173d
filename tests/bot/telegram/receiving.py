"""A reception with all that is behind it, on a real database, and a voice without a network."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from telegram.error import NetworkError

from bot.operators.entrance import Entrance
from bot.operators.inviting import Inviting
from bot.telegram.card_files import CardFiles
from bot.telegram.desk import Desk
from bot.telegram.knowing import Knowing
from bot.telegram.lanes import Lanes
from bot.telegram.list_desk import ListDesk
from bot.telegram.reception import Reception
from bot.turns.batches import Batches
from flextell import Flextell, StaticToken
from storage import Status
from tests.bot.delivery.fake_flextell import FakeFlextell
from tests.bot.telegram import made
from tests.bot.telegram.voice import Voice
from tests.bot.turns.talks import a_talk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.telegram.calls import Call
    from storage import Database, Keyring, Submission
    from storage.quarantine import Quarantined


OPERATOR = 1009
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class Wrist:
    """A clock that is set by hand."""

    seconds: float = 0

    def now(self) -> datetime:
        """Return the time of day, which nobody here looks at."""
        return datetime(2026, 11, 24, tzinfo=UTC)

    def monotonic(self) -> float:
        """Return what it was set to."""
        return self.seconds


@dataclass
class Receiving:
    """A reception, and what stands around it.

    `files` are those at the messenger by their ids, `fetched` the ids it was asked for, once the
    `gate` was open. `woken`, `alerts_woken` and `lists_woken` count how often delivery, alerts and
    lists were.
    """

    database: Database
    batches: Batches
    clock: Wrist = field(default_factory=Wrist)
    voice: Voice = field(default_factory=Voice)
    flextell: FakeFlextell = field(default_factory=lambda: FakeFlextell(lambda: NOON))
    knows_its_name: bool = True
    woken: int = 0
    alerts_woken: int = 0
    lists_woken: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    last: object = None
    _next_id: int = 1

    def __post_init__(self) -> None:
        self.gate.set()
        self.lanes = Lanes(self.voice)

    def open(self, keyring: Keyring, *extra: str) -> None:
        """Open the reception of a company that asks further questions perhaps."""
        talk = a_talk(keyring, *extra)
        token = StaticToken("made-up")
        address = "https://flextell.example/api/v1"
        client = Flextell(address, "42", token, transport=self.flextell)
        parts = (talk, self.database, self.batches, client, self.lanes)
        self.knowing = Knowing(*parts, head_start=0)
        self.reception = Reception(
            talk=talk,
            database=self.database,
            batches=self.batches,
            lanes=self.lanes,
            clock=self.clock,
            desk=Desk(
                self.database,
                company="Example Ltd",
                entrance=Entrance(self.database, [OPERATOR], "https://bot.example.org"),
                inviting=Inviting(self.database),
                own_name=self._own_name,
                wake_alerts=self._wake_alerts,
                lists=ListDesk(self.database, talk, self._wake_lists),
                time_zone=talk.time_zone,
            ),
            knowing=self.knowing,
            card_files=CardFiles(self._fetch, seconds=0.2),
            wake_delivery=self._wake,
        )

    async def receives(self, update: object) -> tuple[Call, ...]:
        """Receive an update."""
        self.last = update
        return await self.reception.receive(made.body(update))

    async def says(self, text: str, who: int = made.ADA, **fields: Any) -> tuple[Call, ...]:
        """Receive the next message of somebody."""
        return await self.receives(made.said(text, self.next_id(), who, **fields))

    async def presses(
        self, calls: tuple[Call, ...], label: str, who: int = made.ADA
    ) -> tuple[Call, ...]:
        """Receive the press of a button that was sent."""
        rows = calls[-1].params["reply_markup"]["inline_keyboard"]
        data = next(key["callback_data"] for row in rows for key in row if key["text"] == label)
        return await self.receives(made.pressed(data, self.next_id(), who))

    async def registers(self, who: int = made.ADA) -> tuple[Call, ...]:
        """Receive a whole registration; return what answers Confirm."""
        return await self.presses(await self.until_summary(who), "Confirm", who)

    async def until_summary(self, who: int = made.ADA) -> tuple[Call, ...]:
        """Receive a registration up to its summary, and return that."""
        card = await self.says("/start", who)
        await self.presses(card, "Agree", who)
        await self.says("Ada Byron", who)
        contact = {"phone_number": f"+447700900{who % 1000:03}", "user_id": who}
        await self.receives(made.said(None, self.next_id(), who, contact=contact))
        for _ in range(2):
            card = await self.says("/skip", who)
        return await self.presses(card, "Female", who)

    async def quarantined(self) -> list[Quarantined]:
        """Return what was put aside."""
        async with self.database.begin() as work:
            return await work.quarantine.list(100)

    async def submissions(self) -> list[Submission]:
        """Return what is due to be delivered."""
        async with self.database.begin() as work:
            return list(await work.submissions.due([Status.QUEUED], 100))

    def next_id(self) -> int:
        """Return an update id nobody has used."""
        self._next_id += 1
        return self._next_id

    async def _fetch(self, file_id: str) -> bytes | None:
        self.fetched.append(file_id)
        await self.gate.wait()
        return self.files.get(file_id)

    async def _own_name(self) -> str:
        if not self.knows_its_name:
            raise NetworkError("made up")
        return "ExampleBot"

    def _wake(self) -> None:
        self.woken += 1

    def _wake_lists(self) -> None:
        self.lists_woken += 1

    def _wake_alerts(self) -> None:
        self.alerts_woken += 1


@asynccontextmanager
async def receiving(
    database: Database, keyring: Keyring, *extra: str, **options: Any
) -> AsyncIterator[Receiving]:
    """Receive meanwhile."""
    batches = Batches(database, **options)
    task = asyncio.create_task(batches.serve())
    house = Receiving(database, batches)
    house.open(keyring, *extra)
    try:
        yield house
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await house.knowing.close()
        await house.lanes.close(1)

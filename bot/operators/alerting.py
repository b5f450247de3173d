"""Alerting: operators hear of what is wrong, from one process for all of them.

Whoever holds the lease looks at the database, writes down what there is to tell, tells it, and
notes what was told. A process that dies between the last two leaves the message to be sent again,
and so does Telegram where its answer is lost: an alert may be seen twice then, but is never lost
(decision 31).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.delivery.notices import Later, Unreachable
from bot.delivery.rounds import Taken
from bot.duties import ALERTS
from bot.leading import Leading
from bot.operators.alert_messages import message_of
from bot.operators.alerts import Pace, begun, is_due, seen, told
from bot.operators.troubles import TROUBLES, Kind, sight, wrong
from bot.unbroken import unbroken
from conversations.documents import conversation
from storage import DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import timedelta

    from bot.delivery.notices import Told
    from bot.operators.alert_messages import AlertMessage, Shows
    from bot.turns.taking import Talk
    from storage import Alert, Database, UnitOfWork

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Errand:
    """An alert to be told now; `count` is None once its trouble is over."""

    alert: Alert
    count: int | None
    message: AlertMessage

    @property
    def operator_id(self) -> int:
        return self.alert.operator_id


class Alerting:
    """The looking and telling of one process.

    `signs_in_as` is the tenant whose tokens come from a sign-in, None where none does.
    """

    def __init__(
        self,
        *,
        database: Database,
        talk: Talk,
        operator_ids: Collection[int],
        signs_in_as: str | None,
        settle: timedelta,
        shows: Shows,
        pace: Pace | None = None,
    ) -> None:
        self._database = database
        self._talk = talk
        self._operator_ids = frozenset(operator_ids)
        self._signs_in_as = signs_in_as
        self._settle = settle
        self._shows = shows
        self._pace = pace or Pace()
        self._leading = Leading(ALERTS, database, talk.time_zone, self._pace.lease)

    async def take(self, free: int) -> Taken:  # noqa: ARG002 - one telling at a time
        """Look at what is wrong; return the telling of what is news."""
        async with self._database.begin() as work:
            if not await self._leading.leads(work):
                return Taken(rest=self._pace.look)
            errands = await self._errands(work)
        return Taken([partial(self._tell_all, errands)] if errands else [], self._pace.look)

    async def _errands(self, work: UnitOfWork) -> list[_Errand]:
        """Write down what there is to tell; return what is due, operator by operator."""
        counts = wrong(await sight(work, self._signs_in_as, self._settle))
        rows = await self._looked_at(work, counts)
        due = [row for row in rows if is_due(row, counts, work.now, self._pace)]
        spoken = await self._languages(work, {row.operator_id for row in due})
        return [self._errand(row, counts, spoken[row.operator_id]) for row in due]

    async def _looked_at(self, work: UnitOfWork, counts: Mapping[Kind, int]) -> list[Alert]:
        """Return all alerts as they are after this look, and keep what has changed of them."""
        before = await work.alerts.all()
        concerned = [row for row in before if self._is_concerned(row)]
        after = {row: seen(row, counts, work.now) for row in concerned}
        rows = [row for row in after.values() if row is not None]
        new = begun(rows, self._operator_ids, counts, work.now)
        await work.alerts.remove([row for row in before if after.get(row) is None])
        await work.alerts.keep([row for row in (*rows, *new) if row not in after])
        return sorted((*rows, *new), key=attrgetter("operator_id"))

    def _is_concerned(self, row: Alert) -> bool:
        """Tell whether an alert is one of today's operators', and of a kind this version knows."""
        return row.operator_id in self._operator_ids and row.kind in TROUBLES

    async def _languages(self, work: UnitOfWork, operator_ids: set[int]) -> dict[int, str]:
        chats = await work.chats.load(operator_ids) if operator_ids else {}
        spoken = dict.fromkeys(operator_ids, self._talk.default_language)
        return spoken | {
            chat_id: conversation(chat.document).language
            for chat_id, chat in chats.items()
            if chat.is_readable
        }

    def _errand(self, alert: Alert, counts: Mapping[Kind, int], language: str) -> _Errand:
        count = counts[Kind(alert.kind)] if alert.quiet_since is None else None
        return _Errand(alert, count, message_of(alert, count, language, self._talk.time_zone))

    async def _tell_all(self, errands: Iterable[_Errand]) -> None:
        """Tell all operators at once, and each of them one thing after the other."""
        each = groupby(errands, attrgetter("operator_id"))
        await asyncio.gather(*(self._tell(list(of)) for _, of in each))

    async def _tell(self, errands: Iterable[_Errand]) -> None:
        for errand in errands:
            answer = await self._shown(errand.message)
            kind = errand.message.kind
            metrics.ALERTS.labels(kind.value, type(answer).__name__).inc()
            leads = await self._noted(errand, answer)
            if isinstance(answer, Unreachable):
                LOG.warning("operator cannot be written to", kind=kind, action="write to the bot")
                return
            if not leads:
                return

    async def _shown(self, message: AlertMessage) -> Told:
        try:
            async with asyncio.timeout(self._pace.patience.total_seconds()):
                return await self._shows.show(message)
        except Exception as error:  # noqa: BLE001 - whatever it was, the operator is to hear of it
            LOG.warning("alert failed", error=type(error).__name__)
            return Later()

    async def _noted(self, errand: _Errand, answer: Told) -> bool:
        """Note what was told, however long the database stays away: it was told once.

        Return whether there is time to tell more, or somebody else does meanwhile.
        """
        while True:
            try:
                return await unbroken(self._note(errand, answer))
            except DatabaseTrouble as trouble:
                LOG.warning("alert waits for the database", error=type(trouble).__name__)
            await asyncio.sleep(self._pace.retry.total_seconds())

    async def _note(self, errand: _Errand, answer: Told) -> bool:
        async with self._database.begin() as work:
            if isinstance(answer, Unreachable):
                await work.alerts.set_aside(errand.operator_id)
            elif after := told(errand.alert, errand.count, answer, work.now, self._pace):
                await work.alerts.keep([after])
            else:
                await work.alerts.remove([errand.alert])
            return await self._leading.leads(work)

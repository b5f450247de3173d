"""Telling: people hear of what became of their registration, tried again until they have."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.delivery.addressing import addressed
from bot.delivery.notices import (
    Done,
    Later,
    Notice,
    Teller,
    Told,
    Unreachable,
    is_news,
    news_of,
)
from bot.delivery.rounds import Rounds, Taken, rest_until
from bot.delivery.rules import Rules, backoff
from bot.turns.changes import Changes, Decision, Seen

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.delivery.means import Means
    from bot.delivery.outcomes import News
    from storage import Chat, Status, Submission

LOG = structlog.get_logger()

TRIES = 20


@dataclass(frozen=True, slots=True)
class NoteTold:
    """The job of noting that a person was told, or could not be; the result is always None.

    `status` is what the person was told of: if it is overtaken by then, the next notice is due.
    """

    rules: Rules
    chat_id: int
    submission_id: str
    status: Status
    told: Told
    chance: float

    def decide(self, seen: Seen) -> Decision[None]:
        """Return the submission with what it waits for next."""
        if seen.submission is None:
            return Decision(None)
        after = self._after(seen.submission, seen)
        return Decision(None, Changes(chat=self._out_of_reach(seen), submission=_cleared(after)))

    def _out_of_reach(self, seen: Seen) -> Chat | None:
        """Return the chat as one that is not written to, where that has just been found."""
        is_gone = isinstance(self.told, Unreachable) and self.told.is_gone
        chat = seen.chat
        if not is_gone or chat is None or not chat.is_readable or chat.blocked_at is not None:
            return None
        return replace(chat, blocked_at=seen.now)

    def _after(self, submission: Submission, seen: Seen) -> Submission:
        match self.told:
            case Done(card_message_id):
                told = replace(
                    submission,
                    told=news_of(self.status).value,
                    card_message_id=card_message_id or submission.card_message_id,
                )
                return replace(told, notice_due_at=seen.now if is_news(told) else None)
            case Later(seconds):
                wait = backoff(self.rules, submission.notice_tries, self.chance)
                if seconds is not None:
                    wait = timedelta(seconds=seconds)
                return replace(submission, notice_due_at=seen.now + wait)
        return replace(submission, notice_due_at=None)


class Telling:
    """The way of news to people."""

    def __init__(self, means: Means, teller: Teller) -> None:
        self._means = means
        self._teller = teller

    async def take(self, free: int) -> Taken:
        """Lease up to `free` notices that are due, and return the telling of each."""
        async with self._means.database.begin() as work:
            rows = await work.submissions.notices_due(free)
            if not rows:
                next_due_at = await work.submissions.next_due_at()
                return Taken(rest=rest_until(next_due_at, work.now))
            chats = await work.chats.load({row.chat_id for row in rows})
            agents = await work.agents.among({row.chat_id for row in rows if row.is_lead})
            now = work.now
            until = now + self._means.rules.tell_lease
            leased = [_leased(row, until) for row in rows]
            await work.submissions.keep(leased)
        talk = self._means.talk
        errands = []
        for row in leased:
            if row.notice_due_at is not None:
                chat, agent = chats.get(row.chat_id), agents.get(row.chat_id)
                notice = addressed(talk, row, chat, agent, now)
                errands.append(partial(self._tell, row, notice))
        return Taken(errands)

    async def tell_at_once(self, news: News) -> None:
        """Tell what this process has just noted, and leased to itself."""
        await asyncio.sleep(news.wait)
        await self._tell(news.submission, news.notice)

    async def _tell(self, submission: Submission, notice: Notice | None) -> None:
        told = await self._told(notice)
        means = self._means
        await means.noted(
            NoteTold(
                means.rules,
                submission.chat_id,
                submission.id,
                submission.status,
                told,
                means.chance(),
            )
        )
        if isinstance(told, Unreachable):
            LOG.warning("person not told", submission_id=submission.id, status=submission.status)

    async def _told(self, notice: Notice | None) -> Told:
        """Return how telling went."""
        if notice is None:
            return Done()
        if not notice.is_within_reach:
            return Unreachable()
        return await told_in_time(self._teller.tell(notice), self._means.rules)


@dataclass(frozen=True, slots=True)
class AtOnce:
    """The herald of what was just written down; other news is taken up in the rounds."""

    telling: Telling
    rounds: Rounds

    @property
    def has_room(self) -> bool:
        """Tell whether one more notice may be told now."""
        return self.rounds.has_room

    def tell(self, news: News) -> None:
        """Tell it beside what the rounds have taken up."""
        self.rounds.begin(partial(self.telling.tell_at_once, news))


async def told_in_time(telling: Awaitable[Told], rules: Rules) -> Told:
    """Return how telling went, well before its lease is over; where it breaks nobody knows."""
    try:
        async with asyncio.timeout(rules.tell_patience.total_seconds()):
            return await telling
    except Exception as error:  # noqa: BLE001 - whatever it was, the person waits for the news
        LOG.warning("notice failed", error=type(error).__name__)
        return Later()


def _cleared(row: Submission) -> Submission:
    """Return the row without what only its notice needed.

    What Flextell refused of a lead is in its agent's chat again, and ends there.
    """
    is_over = row.is_lead and row.is_back and row.notice_due_at is None
    return row.over() if is_over else row


def _leased(row: Submission, until: datetime) -> Submission:
    """Return the row while its person is being told; after too many tries it is given up."""
    if row.notice_tries >= TRIES:
        LOG.warning("person not told", submission_id=row.id, status=row.status)
        return _cleared(replace(row, notice_due_at=None))
    return replace(row, notice_due_at=until, notice_tries=row.notice_tries + 1)

"""Agents hear of what they handed over: that it was taken up, and that it was delivered."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.delivery.notices import Later
from bot.delivery.rounds import IDLE_SECONDS, Taken
from bot.delivery.telling import told_in_time
from bot.turns.roles import role_of
from bot.turns.turn import CardName, Said
from conversations.conversation import Registration, Standing
from conversations.documents import draft_of
from conversations.handed_cards import opened_notice
from conversations.lead_cards import status_card
from conversations.lines import lead_name
from storage import HandoverState

if TYPE_CHECKING:
    from bot.delivery.means import Means
    from bot.delivery.notices import Teller
    from bot.turns.taking import Talk
    from storage import Agent, Chat, Handover


# Of a chat whose row is gone: what stands on it is an old button.
_NO_CARD = CardName("", 0)


class HandoverNews:
    """The way of such news: durable, and told once, or not at all to who is an agent no more."""

    def __init__(self, means: Means, teller: Teller) -> None:
        self._means = means
        self._teller = teller

    async def take(self, free: int) -> Taken:
        """Note what has been delivered, and lease up to `free` pieces of news."""
        rules = self._means.rules
        async with self._means.database.begin() as work:
            await work.handovers.end(free, work.now + rules.keep_record)
            due = await work.handovers.notices_due(free, work.now + rules.tell_lease)
            ids = {row.agent_id for row in due}
            agents, chats = await work.agents.among(ids), await work.chats.load(ids)
        errands = [
            partial(self._tell, row, self._said(row, agents, chats.get(row.agent_id)))
            for row in due
        ]
        return Taken(errands, IDLE_SECONDS)

    def _said(self, row: Handover, agents: dict[int, Agent], chat: Chat | None) -> Said | None:
        agent = agents.get(row.agent_id)
        return None if agent is None else said(self._means.talk, row, agent, chat)

    async def _tell(self, row: Handover, said: Said | None) -> None:
        """Tell it; it is told again only where it surely was not."""
        wait: float | None = None
        if said is not None:
            telling = self._teller.remind(row.agent_id, said)
            told = await told_in_time(telling, self._means.rules)
            wait = told.seconds if isinstance(told, Later) else None
        async with self._means.database.begin() as work:
            again = None if wait is None else work.now + timedelta(seconds=wait)
            await work.handovers.told(row, again)


def said(talk: Talk, row: Handover, agent: Agent, chat: Chat | None) -> Said | None:
    """Return what an agent hears of one he handed over, None where he is to hear nothing.

    Where the chat's row is gone or does not open, it is said in the default language.
    """
    is_out_of_reach = chat is not None and chat.blocked_at is not None
    if is_out_of_reach or row.state is HandoverState.ENDED:
        return None
    role = role_of(talk.flow, agent)
    words = role.flow.wording(role.in_chat(chat, talk.default_language))
    name = lead_name(role.flow, draft_of(row.name), words)
    card = opened_notice(role.flow, name, words)
    if row.state is HandoverState.DELIVERED:
        registered = Registration(Standing.REGISTERED, row.number)
        card = status_card(role.flow, name, registered, words)
    return Said(card, _NO_CARD if chat is None else role.card(chat))

"""The desk: what the bot does beside the talk, for operators, for agents and who is to be one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.delivery.pausing import probe_soon
from bot.operators.entrance import LINK_LASTS
from bot.operators.inviting import INVITATION_LASTS, Invited, invited
from bot.operators.troubles import Offer
from bot.telegram.calls import Call
from conversations import notices

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import tzinfo

    from bot.operators.entrance import Entrance
    from bot.operators.inviting import Inviting
    from bot.operators.troubles import Kind
    from bot.telegram.inbound import Incoming
    from bot.telegram.list_desk import ListDesk
    from bot.turns.handing import Link
    from conversations.wording import Wording
    from storage import Database


class Desk:
    """Knows operators by the `entrance`; `wake_alerts` has their alerts looked after at once.

    `own_name` is what the bot is called; it may raise TelegramError. `time_zone` is the company's.
    """

    def __init__(
        self,
        database: Database,
        *,
        company: str,
        entrance: Entrance,
        inviting: Inviting,
        own_name: Callable[[], Awaitable[str]],
        wake_alerts: Callable[[], None],
        lists: ListDesk,
        time_zone: tzinfo,
    ) -> None:
        self._database = database
        self._company = company
        self._entrance = entrance
        self._inviting = inviting
        self._own_name = own_name
        self._wake_alerts = wake_alerts
        self._lists = lists
        self._time_zone = time_zone

    async def answered(self, incoming: Incoming, words: Wording) -> tuple[Call, ...] | None:
        """Return the calls that answer at the desk, None where anybody would be answered alike."""
        person_id = incoming.chat_id
        if incoming.file is not None or incoming.list_press is not None:
            return await self._lists.answered(incoming)
        if incoming.invitation is not None:
            if not await self._inviting.accept(incoming.invitation, person_id):
                return None
            return (_message(person_id, notices.is_agent(words, self._company)),)
        if not self._entrance.lets_in(person_id):
            return None
        return await self._answered_operator(incoming, words)

    async def linked(self, agent_id: int, link: Link) -> Call:
        """Return the message by which an agent gets a link that he is to send to a customer.

        Where the link cannot be made, another one can be asked for later.
        """
        try:
            own_name = await self._own_name()
        except TelegramError:
            return _message(agent_id, notices.handover_link_later(link.words))
        address = f"https://t.me/{own_name}?start={link.payload}"
        until = link.until.astimezone(self._time_zone).date()
        return _message(agent_id, notices.handover_link(link.words, link.name, address, until))

    async def _answered_operator(
        self, incoming: Incoming, words: Wording
    ) -> tuple[Call, ...] | None:
        operator_id, press = incoming.chat_id, incoming.alert
        async with self._database.begin() as work:
            await work.alerts.take_up(operator_id)
        if incoming.knocks or (press and press.offer is Offer.OPEN):
            return (await self._link(operator_id, words),)
        if incoming.invites is not None:
            text = await self._invited(operator_id, invited(incoming.invites), words)
            return (_message(operator_id, text),)
        if press is None:
            return None
        await self._look_again(operator_id, press.kind)
        return ()

    async def _link(self, operator_id: int, words: Wording) -> Call:
        link = await self._entrance.link(operator_id)
        minutes = LINK_LASTS // timedelta(minutes=1)
        return _message(operator_id, notices.operators_link(words, link, minutes))

    async def _invited(self, operator_id: int, who: Invited | None, words: Wording) -> str:
        """Return what to tell an operator who invites somebody: the link, or why there is none."""
        if who is None:
            return notices.how_to_invite(words)
        try:
            own_name = await self._own_name()
        except TelegramError:
            return notices.no_link_now(words)
        payload = await self._inviting.invite(operator_id, who)
        link = f"https://t.me/{own_name}?start={payload}"
        hours = INVITATION_LASTS // timedelta(hours=1)
        return notices.invitation(words, who.name, link, hours)

    async def _look_again(self, operator_id: int, kind: Kind) -> None:
        """Have the alert shown as it is now, and the queue tried, which may mend it."""
        async with self._database.begin() as work:
            await probe_soon(work)
            await work.alerts.ask(operator_id, kind)
        self._wake_alerts()


def _message(chat_id: int, text: str) -> Call:
    """Return the message; a preview would open the link that stands in it."""
    no_preview = {"is_disabled": True}
    params = {"chat_id": chat_id, "text": text, "link_preview_options": no_preview}
    return Call("sendMessage", params)

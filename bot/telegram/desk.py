"""The operators' desk: what the bot does for them alone, beside the talk they may have with it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.pausing import probe_soon
from bot.operators.entrance import LINK_LASTS
from bot.operators.troubles import Offer
from bot.telegram.calls import Call
from conversations import notices

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.operators.entrance import Entrance
    from bot.operators.troubles import Kind
    from bot.telegram.inbound import Incoming
    from conversations.wording import Wording
    from storage import Database


class Desk:
    """Knows operators by the `entrance`; `wake_alerts` has their alerts looked after at once."""

    def __init__(
        self, database: Database, entrance: Entrance, wake_alerts: Callable[[], None]
    ) -> None:
        self._database = database
        self._entrance = entrance
        self._wake_alerts = wake_alerts

    async def answered(self, incoming: Incoming, words: Wording) -> tuple[Call, ...] | None:
        """Return the calls that answer an operator, None where anybody would be answered alike."""
        operator_id = incoming.chat_id
        if not self._entrance.lets_in(operator_id):
            return None
        async with self._database.begin() as work:
            await work.alerts.take_up(operator_id)
        press = incoming.alert
        if incoming.knocks or (press and press.offer is Offer.OPEN):
            return (await self._link(operator_id, words),)
        if press is None:
            return None
        await self._look_again(operator_id, press.kind)
        return ()

    async def _link(self, operator_id: int, words: Wording) -> Call:
        link = await self._entrance.link(operator_id)
        text = notices.operators_link(words, link, LINK_LASTS // timedelta(minutes=1))
        no_preview = {"is_disabled": True}
        params = {"chat_id": operator_id, "text": text, "link_preview_options": no_preview}
        return Call("sendMessage", params)

    async def _look_again(self, operator_id: int, kind: Kind) -> None:
        """Have the alert shown as it is now, and the queue tried, which may mend it."""
        async with self._database.begin() as work:
            await probe_soon(work)
            await work.alerts.ask(operator_id, kind)
        self._wake_alerts()

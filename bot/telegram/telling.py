"""How a delivery's news reach a person: the status card is edited, a question is sent anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.notices import Done, Later, Told, Unreachable
from bot.telegram import outbound, sender

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.delivery.notices import Notice
    from bot.telegram.calls import Call
    from bot.telegram.lanes import Lanes
    from bot.telegram.sender import Sender, Sent
    from bot.turns.turn import Said


BEHIND_A_LANE_SECONDS = 1.0


class Telling:
    """Tells notices in Telegram; the delivery tries again what has to wait."""

    def __init__(self, sender: Sender, lanes: Lanes) -> None:
        self._sender = sender
        self._lanes = lanes

    async def tell(self, notice: Notice) -> Told:
        """Edit the status card (or send it where there is none), then ask what is open again."""
        chat_id, name = notice.chat_id, notice.card_name
        if self._lanes.is_waiting(chat_id):
            # What was said before still waits there; said later, it would take the news back.
            return Later(BEHIND_A_LANE_SECONDS)
        told = await self._said(outbound.calls(notice.card, chat_id, name, notice.card_message_id))
        if notice.question is None or not isinstance(told, Done):
            return told
        asked = await self._said(outbound.calls(notice.question, chat_id, name))
        return told if isinstance(asked, Done) else asked

    async def remind(self, chat_id: int, said: Said) -> Told:
        """Send a message; it is not sent again where it may have arrived."""
        if self._lanes.is_waiting(chat_id):
            return Later(BEHIND_A_LANE_SECONDS)
        (call,) = outbound.calls(said.reply, chat_id, said.card)
        return told_of_once(await self._sender.send(call))

    async def _said(self, calls: Iterable[Call]) -> Told:
        """Make the calls up to the first that fails; return what came of the last."""
        told: Told = Done()
        for call in calls:
            told = told_of(await self._sender.send(call))
            if not isinstance(told, Done):
                break
        return told


def told_of_once(sent: Sent) -> Told:
    """Return what came of what should not be said twice; seconds mean that it surely was not."""
    if isinstance(sent, sender.Later) and not sent.surely:
        return Later()
    return told_of(sent)


def told_of(sent: Sent) -> Told:
    """Return what came of a call, in the words of the delivery."""
    match sent:
        case sender.Done(message_id):
            return Done(message_id)
        case sender.Later(seconds):
            return Later(seconds)
        case sender.Unreachable():
            return Unreachable()
        case sender.Refused():
            return Unreachable(is_gone=False)

"""What an operator sees of an alert, and by whom it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.operators.troubles import TROUBLES, Kind, Offer
from conversations.alerts import lasting_text, over_text
from conversations.wording import wording

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.delivery.notices import Told
    from storage import Alert


@dataclass(frozen=True, slots=True)
class AlertMessage:
    """What an operator is to see of one trouble, in a message of its own.

    It replaces `message_id`, and is a new one where that is None or gone; the labels of its
    buttons are in `language`. Showing the same message twice must do no harm.
    """

    operator_id: int
    message_id: int | None
    kind: Kind
    text: str
    language: str
    offers: tuple[Offer, ...] = ()


class Shows(Protocol):
    """Whoever speaks to operators."""

    async def show(self, message: AlertMessage) -> Told:
        """Bring the message up to date; an exception counts as Later.

        Later without seconds means that nobody knows whether it was.
        """
        ...


def message_of(alert: Alert, count: int | None, language: str, zone: ZoneInfo) -> AlertMessage:
    """Return the message of a trouble that concerns so many, None once it is over."""
    kind = Kind(alert.kind)
    trouble, words = TROUBLES[kind], wording(language)
    since = alert.since.astimezone(zone)
    if count is not None:
        text = lasting_text(trouble.says, trouble.counted(count), since, words)
        offers = trouble.offers
    else:
        ended = alert.quiet_since or alert.since
        text = over_text(trouble.says, since, ended.astimezone(zone), words)
        offers = ()
    return AlertMessage(alert.operator_id, alert.message_id, kind, text, language, offers)

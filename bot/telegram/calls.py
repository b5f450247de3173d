"""A call of the Bot API, made two ways: inside the webhook's answer, or by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.replies import File

Method = Literal["sendMessage", "editMessageText", "deleteMessage", "sendDocument"]


@dataclass(frozen=True, slots=True)
class Call:
    """One method with its parameters, as Telegram spells them.

    One with a file is made by itself: a webhook's answer can carry none.
    """

    method: Method
    params: Mapping[str, Any]
    file: File | None = None

    @property
    def chat_id(self) -> int:
        """Return whom it goes to."""
        return int(self.params["chat_id"])

    def as_answer(self) -> bytes:
        """Return the webhook's answer that has Telegram make the call.

        https://core.telegram.org/bots/api#making-requests-when-getting-updates
        """
        return orjson.dumps({"method": self.method, **self.params})

    def as_body(self) -> bytes:
        """Return the parameters as the body of a request of our own."""
        return orjson.dumps(self.params)

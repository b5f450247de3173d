"""The `reply_markup` of a call: read, checked in Telegram's words, and named by what it does."""

from dataclasses import dataclass
from typing import Any, Literal

from simulator.telegram.errors import bad_request
from simulator.telegram.json_types import Json

CALLBACK_DATA_BYTES = 64
INLINE_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
)


@dataclass(frozen=True, slots=True)
class Markup:
    """What one message does to keyboards: it can carry a single kind."""

    kind: Literal["none", "inline", "reply", "remove", "force_reply"] = "none"
    body: Json | None = None

    @property
    def inline(self) -> Json | None:
        """The keyboard under the message itself, if that is what this is."""
        return self.body if self.kind == "inline" else None


def read_markup(raw: Any, *, private: bool) -> Markup:
    """Read a message's `reply_markup`; raises ApiError in Telegram's words.

    When a bot mixes keyboards in one markup Telegram keeps the reply keyboard and drops the rest
    without a word; so does this.
    """
    if raw is None:
        return Markup()
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if raw.get("keyboard"):
        return Markup("reply", _reply_keyboard(raw, private=private))
    if raw.get("inline_keyboard"):
        return Markup("inline", _inline_keyboard(raw))
    if raw.get("remove_keyboard"):
        return Markup("remove")
    return Markup("force_reply") if raw.get("force_reply") else Markup()


def read_inline_markup(raw: Any) -> Json | None:
    """Read the `reply_markup` of an edit: an inline keyboard or nothing, else ApiError."""
    markup = read_markup(raw, private=True)
    if markup.kind not in {"none", "inline"}:
        raise bad_request("inline keyboard expected")
    return markup.inline


def _rows(raw: Any) -> list[list[Any]]:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request("can't parse keyboard button rows: Array expected")
    return [row for row in raw if row]


def _inline_keyboard(raw: Json) -> Json:
    rows = _rows(raw["inline_keyboard"])
    return {"inline_keyboard": [[_inline_button(button) for button in row] for row in rows]}


def _inline_button(raw: Any) -> Json:
    if not isinstance(raw, dict) or not raw.get("text"):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be filled')
    if not any(action in raw for action in INLINE_ACTIONS):
        reason = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {reason}")
    data = raw.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return raw


def _reply_keyboard(raw: Json, *, private: bool) -> Json:
    rows = [[_key(key, private=private) for key in row] for row in _rows(raw["keyboard"])]
    return raw | {"keyboard": rows}


def _key(raw: Any, *, private: bool) -> Json:
    key = {"text": raw} if isinstance(raw, str) else raw
    if not isinstance(key, dict) or not key.get("text"):
        raise bad_request('can\'t parse keyboard button: Field "text" must be filled')
    if key.get("request_contact") and not private:
        raise bad_request("phone number can be requested in private chats only")
    return key

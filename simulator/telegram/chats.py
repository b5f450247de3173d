"""A chat between people and the bot: its messages, the keyboard under the input, the toasts."""

from dataclasses import dataclass, field, replace

from simulator.telegram.errors import BLOCKED, forbidden
from simulator.telegram.json_types import Json
from simulator.telegram.messages import Message


@dataclass(slots=True)
class Chat:
    """One chat; `info` is the Bot API's Chat, `refusal` why the bot may not write, or empty."""

    info: Json
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Json | None = None
    keyboard_from: int | None = None
    toasts: list[str] = field(default_factory=list)
    refusal: str = ""

    @property
    def id(self) -> int:
        """The chat's id: a person's own, or a negative one for a group."""
        return int(self.info["id"])

    @property
    def private(self) -> bool:
        """Whether the bot is alone with one person here."""
        return bool(self.info["type"] == "private")

    def open_to_bot(self) -> None:
        """Let the bot act here, or raise the ApiError that says why not."""
        if self.refusal:
            raise forbidden(self.refusal)

    def refuse_bot(self, *, blocked: bool) -> None:
        """Block the bot, or let it write again."""
        self.refusal = BLOCKED if blocked else ""

    def keep(self, message: Message) -> Message:
        """Add the message, or put it in the place of its older self."""
        self.messages[message.message_id] = message
        return message

    def find(self, message_id: int) -> Message | None:
        """Find the message, unless it never was or was deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def delete(self, message: Message) -> None:
        """Take the message out of sight."""
        self.keep(replace(message, deleted=True, content={}, inline_keyboard=None))

    def show_keyboard(self, keyboard: Json | None, message_id: int | None) -> None:
        """Put a reply keyboard under the input (None takes it away), and who brought it."""
        self.keyboard, self.keyboard_from = keyboard, message_id

    def keyboard_used(self) -> None:
        """Note a press on the reply keyboard: a one-time keyboard is put away."""
        if self.keyboard and self.keyboard.get("one_time_keyboard"):
            self.show_keyboard(None, None)

    def has_key(self, label: str) -> bool:
        """Whether the reply keyboard has a button with this label."""
        rows = self.keyboard["keyboard"] if self.keyboard else []
        return any(key["text"] == label for row in rows for key in row)

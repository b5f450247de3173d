"""One message of a chat: who said what when, and which buttons hang under it."""

from dataclasses import dataclass

from simulator.telegram.json_types import Json

MEDIA = ("sticker", "voice", "photo", "document", "location")


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now; an edit makes a new one with the same id.

    `chat` and `sender` are the Bot API's Chat and User, `content` the fields that only this kind
    of message has (`text`, `contact`, ...).  `bound` marks a message that carried a reply keyboard
    or took one away: Telegram never lets a bot edit those.
    """

    message_id: int
    chat: Json
    sender: Json
    date: int
    content: Json
    inline_keyboard: Json | None = None
    replied_to: "Message | None" = None
    edit_date: int | None = None
    bound: bool = False
    deleted: bool = False

    @property
    def by_bot(self) -> bool:
        """Whether the bot said it."""
        return bool(self.sender["is_bot"])

    @property
    def text(self) -> str:
        """The words: of the text, else of the caption."""
        return str(self.content.get("text", self.content.get("caption", "")))

    def as_api(self) -> Json:
        """Give the Bot API's Message (https://core.telegram.org/bots/api#message)."""
        if self.deleted:
            return {"message_id": self.message_id, "chat": self.chat, "date": 0}
        head = {"message_id": self.message_id, "from": self.sender, "chat": self.chat}
        return (
            head
            | {"date": self.date}
            | self._reply()
            | self._edit()
            | self.content
            | self._markup()
        )

    def as_seen(self) -> Json:
        """Show the message as the stage's control API does."""
        seen: Json = {
            "message_id": self.message_id,
            "from": "bot" if self.by_bot else "person",
            "text": self.text,
            "date": self.date,
            "deleted": self.deleted,
        }
        extras = {key: self.content[key] for key in ("contact", "entities") if key in self.content}
        return seen | extras | self._media() | self._edit() | self._markup()

    def _reply(self) -> Json:
        return {"reply_to_message": self.replied_to.as_api()} if self.replied_to else {}

    def _edit(self) -> Json:
        return {} if self.edit_date is None else {"edit_date": self.edit_date}

    def _markup(self) -> Json:
        return {} if self.inline_keyboard is None else {"reply_markup": self.inline_keyboard}

    def _media(self) -> Json:
        kinds = [kind for kind in MEDIA if kind in self.content]
        return {"media": {"kind": kinds[0], kinds[0]: self.content[kinds[0]]}} if kinds else {}

"""What can be asked of the people on the stage: the bodies of the control API's requests."""

from collections.abc import Mapping
from mimetypes import guess_type
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    Base64Bytes,
    BaseModel,
    ConfigDict,
    Field,
    InstanceOf,
    model_validator,
)

from simulator.telegram.json_types import Json

FILE_NAMES: Mapping[str, str] = {
    "sticker": "sticker.webp",
    "voice": "voice.oga",
    "photo": "photo.jpg",
    "document": "notes.pdf",
    "location": "place.json",
}
MADE_UP = b"made on the stage"
GREENWICH = {"latitude": 51.4779, "longitude": -0.0015}


def _said(words: str) -> str:
    if not words:
        raise ValueError("say something")
    return words


# What people type can hold half a surrogate pair, which pydantic's own `str` refuses.
Words: TypeAlias = Annotated[InstanceOf[str], AfterValidator(_said)]


class Wish(BaseModel):
    """A request's body; a name it does not know is refused, so that no typing error is lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonWish(Wish):
    """Somebody new; without an id the next free one is given."""

    first_name: str = Field(min_length=1)
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    phone_number: str = ""
    id: int | None = Field(default=None, ge=1)


class TextWish(Wish):
    """A text message; `date` is in seconds since the epoch, now when it is left out."""

    text: Words
    reply_to_message_id: int | None = None
    date: int | None = None


class ContactWish(Wish):
    """A shared number: nothing for the person's own, or somebody's card."""

    phone_number: str | None = None
    first_name: str = ""
    last_name: str = ""
    user_id: int | None = None
    vcard: str = ""
    forwarded: bool = False

    @model_validator(mode="after")
    def _card_is_whole(self) -> Self:
        if self.model_fields_set and not (self.phone_number and self.first_name):
            raise ValueError("a card needs a phone_number and a first_name")
        return self

    def card(self) -> Json:
        """Give the Bot API's Contact."""
        return self.model_dump(exclude={"forwarded"}, exclude_defaults=True)


class MediaWish(Wish):
    """Something other than text; a document may be a file of one's own, in base64."""

    kind: Literal["sticker", "voice", "photo", "document", "location"]
    caption: str = ""
    name: str = Field(default="", pattern=r"^[^/]*$")
    data: Base64Bytes = b""

    @model_validator(mode="after")
    def _only_documents_are_files(self) -> Self:
        if self.kind != "document" and (self.name or self.data):
            raise ValueError("only a document is a file of one's own")
        return self

    def file_name(self) -> str:
        """Name the file on Telegram's disk."""
        return self.name or FILE_NAMES[self.kind]

    def bytes(self) -> bytes:
        """Give what is in the file."""
        return self.data or (b"" if self.name else MADE_UP)

    def content(self, file_id: str) -> Json:
        """Give the Message's own fields for this kind of media."""
        caption = {"caption": self.caption} if self.caption else {}
        media = _media(self.kind, file_id)
        if self.kind == "document":
            mime_type = guess_type(self.file_name())[0] or "application/octet-stream"
            media |= {"file_name": self.file_name(), "mime_type": mime_type}
            media |= {"file_size": len(self.bytes())}
        return {self.kind: media} | caption


class EditWish(Wish):
    """New words for an own message."""

    message_id: int
    text: Words


class PressWish(Wish):
    """A press: the button's label, or the callback data itself."""

    message_id: int
    text: str | None = None
    data: str | None = None

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if (self.text is None) == (self.data is None):
            raise ValueError("say which button: its text or its data")
        return self


class GroupWish(Wish):
    """Something said in a group."""

    text: Words
    title: str = "The office"


class RepeatWish(Wish):
    """Which update to deliver once more."""

    update_id: int


class ResetWish(Wish):
    """How much to forget: `keep_bot` keeps the bot's webhook, commands and descriptions."""

    keep_bot: bool = False


def _media(kind: str, file_id: str) -> Any:
    file = {"file_id": file_id, "file_unique_id": f"unique-{file_id}"}
    square = {"width": 512, "height": 512}
    return {
        "sticker": file
        | square
        | {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"},
        "voice": file | {"duration": 3, "mime_type": "audio/ogg", "file_size": 17},
        "photo": [file | square | {"file_size": 17}],
        "document": file,
        "location": GREENWICH,
    }[kind]

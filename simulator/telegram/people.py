"""The people on the stage, as Telegram shows them to a bot.

All are made up; their numbers are from the range that Ofcom keeps for drama
(https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama).
"""

from dataclasses import asdict, dataclass

from simulator.telegram.json_types import Json


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Telegram account; `language_code` is an IETF tag such as `ar`."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    phone_number: str = ""
    blocked: bool = False

    def user(self) -> Json:
        """Give the Bot API's User."""
        return {"id": self.id, "is_bot": False} | self._names() | self._language()

    def chat(self) -> Json:
        """Give the Bot API's Chat: the private one with the bot, which has the person's id."""
        return {"id": self.id, "type": "private"} | self._names()

    def shown(self) -> Json:
        """Show the person as the stage's control API lists people."""
        return asdict(self)

    def _names(self) -> Json:
        names = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
        }
        return {key: name for key, name in names.items() if name}

    def _language(self) -> Json:
        return {"language_code": self.language_code} if self.language_code else {}


FIRST_PEOPLE = (
    Person(1001, "Ada", "Lovelace", "ada_example", "en", "+447700900101"),
    Person(1002, "ليلى", "منصور", "laila_example", "ar", "+447700900102"),
)

"""Everything on Telegram's side of the stage: people, chats, files, updates, calls, faults."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from simulator.telegram.bot import Bot
from simulator.telegram.chats import Chat
from simulator.telegram.events import Events
from simulator.telegram.faults import Faults
from simulator.telegram.json_types import Json
from simulator.telegram.messages import Message
from simulator.telegram.people import FIRST_PEOPLE, Person
from simulator.telegram.updates import PRESS_KEPT_SECONDS, Mishaps, Updates

CALLS_KEPT = 2000
ANSWER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Query:
    """A press that waits for its answerCallbackQuery."""

    chat_id: int
    asked_at: float


@dataclass(frozen=True, slots=True)
class File:
    """A file on Telegram's disk."""

    path: str
    content: bytes


@dataclass(slots=True)
class Webhook:
    """Where the bot wants its updates, and how that went.  An empty `url` means nowhere."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


@dataclass(slots=True)
class World:
    """The state that the bot's door and the stage's door share.

    `clock` gives seconds since the epoch; `webhook_patience` is how many seconds a webhook has to
    answer.
    """

    clock: Callable[[], float] = time.time
    webhook_patience: float = ANSWER_SECONDS
    events: Events = field(default_factory=Events)
    bot: Bot = field(default_factory=Bot)
    webhook: Webhook = field(default_factory=Webhook)
    faults: Faults = field(default_factory=Faults)
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT))
    on_webhook: list[Callable[[], None]] = field(default_factory=list)
    updates: Updates = field(init=False)
    last_message_id: int = 0

    def __post_init__(self) -> None:
        self.updates = Updates(self.clock)
        for person in FIRST_PEOPLE:
            self.welcome(person)

    def forget(self, *, keep_bot: bool = False) -> None:
        """Start over with the two first people; `keep_bot` keeps what the bot registered.

        Numbers go on where they were: a bot remembers the updates it has seen.
        """
        for thing in (self.people, self.chats, self.queries, self.files, self.calls):
            thing.clear()
        self.faults = Faults()
        self.updates.drop()
        self.updates.told.clear()
        self.updates.mishaps = Mishaps()
        if not keep_bot:
            self.bot, self.webhook, self.updates.allowed = Bot(), Webhook(), ()
        for person in FIRST_PEOPLE:
            self.welcome(person)
        self.webhook_changed()
        self.events.notify("reset")

    def webhook_changed(self) -> None:
        """Tell those who deliver updates, and the onlookers."""
        for listener in self.on_webhook:
            listener()
        self.events.notify("webhook")

    def now(self) -> int:
        """Tell the time as Telegram does, in whole seconds since the epoch."""
        return int(self.clock())

    def welcome(self, person: Person) -> None:
        """Somebody comes onto the stage, or changes; the private chat opens with them."""
        self.people[person.id] = person
        chat = self.chats.setdefault(person.id, Chat(person.chat()))
        chat.refuse_bot(blocked=person.blocked)
        self.events.notify("people")

    def next_message_id(self) -> int:
        """Messages of all chats are numbered in one row, as they are for a real bot."""
        self.last_message_id += 1
        return self.last_message_id

    def say(self, chat: Chat, message: Message) -> Message:
        """Let a message appear or change in a chat."""
        chat.keep(message)
        self.events.notify("chat", chat.id)
        return message

    def keep_file(self, folder: str, name: str, content: bytes) -> str:
        """Put a file on Telegram's disk.  Returns its file_id."""
        file_id = f"stage-file-{len(self.files) + 1}"
        self.files[file_id] = File(f"{folder}/{file_id}/{name}", content)
        return file_id

    def query_is_open(self, query_id: str) -> bool:
        """Whether a press still waits to be answered."""
        query = self.queries.get(query_id)
        return query is not None and self.clock() - query.asked_at < PRESS_KEPT_SECONDS

    def write_down(
        self, method: str, params: Json, via: str, status: int | None, updates: int | None = None
    ) -> None:
        """Keep a call of the bot for the onlookers.

        Status None means it got no answer, `updates` is how many of them a poll got.
        """
        at = datetime.fromtimestamp(self.clock(), UTC).isoformat(timespec="milliseconds")
        call = {"method": method, "params": params, "at": at, "via": via, "status": status}
        self.calls.append(call if updates is None else call | {"updates": updates})
        self.events.notify("calls")

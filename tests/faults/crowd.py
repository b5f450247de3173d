"""Many people who register at once: impatient, pressing old buttons, saying two things at once."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from tests.faults.scale import tell
from tests.road.registering import REGISTERED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

LOOK_SECONDS = 0.08
# After so long without a word people do again what they did.
SILENT_SECONDS = 2.5
PATIENCE_SECONDS = 120.0
FAMILY = "Zyxcanary"

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Do:
    """What somebody does: writes a text, or presses a button of the newest card that has it."""

    text: str = ""
    button: str = ""


def answers_of(number: int) -> Mapping[str, Do]:
    """Return what the person of this number says to each question, by how the question begins."""
    phone = f"+447700900{number:03}" if number < 1000 else f"+441632960{number % 1000:03}"
    return {
        "Do you agree": Do(button="Agree"),
        "What is your full name?": Do(f"Ada {FAMILY}"),
        "What is your phone number?": Do(phone),
        "What is your e-mail address?": Do(f"{FAMILY.lower()}.{number}@example.org"),
        "When were you born?": Do("10 December 1990"),
        "What is your gender?": Do(button="Female"),
        "All correct?": Do(button="Confirm"),
    }


@dataclass(slots=True)
class Visitor:
    """Somebody on the stage; `restless` is the chance of doing something odd beside an answer."""

    http: httpx.AsyncClient
    number: int
    chance: random.Random
    restless: float = 0.3
    chat_id: int = 0
    old: list[Message] = field(default_factory=list)

    async def registers(self) -> None:
        """Come, and answer whatever is asked until the card says that one is registered."""
        who = {"first_name": "·", "language_code": "en"}
        self.chat_id = (await self.http.post("/stage/people", json=who)).json()["id"]
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._does(Do("/start"), [])
            while True:
                before = self.old
                said = await self._heard()
                if any(_is_end(each) for each in said):
                    return
                await self._answers(said, is_silence=said == before)

    async def asks(self, text: str) -> list[Message]:
        """Say something and return what stands in the chat once it is answered."""
        await self._does(Do(text), [])
        return await self._heard()

    async def _heard(self) -> list[Message]:
        """Return the bot's messages once there is news, or nothing has come for too long."""
        loop = asyncio.get_running_loop()
        quiet_since = loop.time()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            chat = (await self.http.get(f"/stage/chats/{self.chat_id}")).json()
            said = [each for each in chat["messages"] if each["from"] == "bot"]
            if chat["undelivered"]:
                quiet_since = loop.time()
            elif said != self.old or loop.time() - quiet_since > SILENT_SECONDS:
                self.old = said
                return said

    async def _answers(self, said: list[Message], *, is_silence: bool) -> None:
        """Answer the newest question; once it is confirmed wait, and ask where that takes long."""
        wish = self._wish(said)
        if wish is None and is_silence:
            wish = Do("/status")
        if wish is None:
            return
        deeds = [self._does(wish, said)]
        if self.chance.random() < self.restless:
            deeds.append(self._does(self._oddity(said), said))
            self.chance.shuffle(deeds)
        await asyncio.gather(*deeds)

    def _wish(self, said: list[Message]) -> Do | None:
        for message in reversed(said):
            for line in message["text"].splitlines():
                for question, wish in answers_of(self.number).items():
                    if line.startswith(question):
                        return wish
            if "is being delivered" in message["text"]:
                return None
        return Do("/start")

    def _oddity(self, said: list[Message]) -> Do:
        """Return something beside the point: any button there ever was, a word, a command."""
        labels = [label for message in said for label in _labels(message)]
        odd = [Do(button=label) for label in labels if label not in _ENDING]
        return self.chance.choice([Do("/status"), Do("/help"), Do("/back"), *odd])

    async def _does(self, wish: Do, said: list[Message]) -> None:
        path = f"/stage/people/{self.chat_id}"
        if wish.text:
            await self.http.post(f"{path}/text", json={"text": wish.text})
            return
        for message in reversed(said):
            if wish.button in _labels(message):
                press = {"message_id": message["message_id"], "text": wish.button}
                # An old card may have lost its button meanwhile: the stage refuses that itself.
                await self.http.post(f"{path}/press", json=press)
                return


# Who presses these has ended the talk, and begins it anew.
_ENDING = {"Not now", "Register once more", "Yes, erase everything", "Withdraw consent"}


def _labels(message: Message) -> list[str]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def _is_end(message: Message) -> bool:
    return REGISTERED.fullmatch(message["text"].splitlines()[0]) is not None


@dataclass(slots=True)
class Crowd:
    """Visitors of a stage, so many at once, who come until enough updates have been sent."""

    address: str
    at_once: int
    seed: int
    restless: float = 0.3
    visitors: list[Visitor] = field(default_factory=list)

    async def comes(self, updates: int, *, until_done: Callable[[], bool] | None = None) -> None:
        """Have people register until there were so many updates, and until it is done."""

        async def more(http: httpx.AsyncClient) -> bool:
            return await _told(http) < updates or not (until_done is None or until_done())

        await self._register_while(more)

    async def registers(self, people: int) -> None:
        """Have so many people register."""

        async def more(_: httpx.AsyncClient) -> bool:
            return len(self.visitors) < people

        await self._register_while(more)

    async def _register_while(self, more: Callable[[httpx.AsyncClient], Awaitable[bool]]) -> None:
        async with httpx.AsyncClient(base_url=self.address, trust_env=False, timeout=30) as http:

            async def one_after_the_other() -> None:
                while await more(http):
                    visitor = self._next(http)
                    await visitor.registers()
                    if len(self.visitors) % 50 == 0:
                        tell(f"{len(self.visitors)} people, {await _told(http)} updates")

            async with asyncio.TaskGroup() as group:
                for _ in range(self.at_once):
                    group.create_task(one_after_the_other())

    def _next(self, http: httpx.AsyncClient) -> Visitor:
        number = len(self.visitors)
        chance = random.Random(f"{self.seed}/{number}")
        self.visitors.append(Visitor(http, number, chance, self.restless))
        return self.visitors[-1]


async def _told(http: httpx.AsyncClient) -> int:
    return int((await http.get("/stage/telegram/updates?last=0")).json()["count"])

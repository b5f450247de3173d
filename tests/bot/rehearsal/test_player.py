from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from bot.rehearsal.player import NoAnswer, Talk
from bot.rehearsal.script import Presses, Writes
from bot.rehearsal.stage import NotOffered, Stage

if TYPE_CHECKING:
    from bot.rehearsal.script import Deed

BUTTONS = {"inline_keyboard": [[{"text": "Skip"}, {"text": "Back"}]]}
KEYBOARD = {"keyboard": [[{"text": "Share my number"}, {"text": "Back"}]]}

Messages = list[dict[str, Any]]


def bot(message_id: int, text: str, markup: object = None) -> dict[str, Any]:
    """Return a message of the bot's."""
    return {"message_id": message_id, "from": "bot", "text": text, "reply_markup": markup}


@dataclass(frozen=True)
class FakeStage(Stage):
    """A stage on which each look at the chat sees the next of `looks`, and then the last."""

    address: str = "http://stage.example"
    looks: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[NotOffered] = field(default_factory=list)
    done: list[Deed] = field(default_factory=list)

    def do(self, chat_id: int, deed: Deed) -> None:  # noqa: ARG002 - the stage's signature
        """Write it down, unless it is refused first."""
        if self.refusals:
            raise self.refusals.pop()
        self.done.append(deed)

    def chat(self, chat_id: int) -> dict[str, Any]:  # noqa: ARG002 - the stage's signature
        """Show the next look."""
        return self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]

    def shows(self, *messages: dict[str, Any], undelivered: int = 0, keyboard: Any = None) -> None:
        """Add a look."""
        look = {"messages": messages, "undelivered": undelivered, "keyboard": keyboard}
        self.looks.append(look)


async def test_what_the_bot_shows_comes_line_by_line() -> None:
    """Its buttons in brackets, the keys under the text field last; what was read is not news."""
    stage = FakeStage()
    talk = Talk(stage, 1001)
    stage.shows(bot(2, "Name: Ada\n\nYour e-mail?", BUTTONS), keyboard=KEYBOARD)
    assert await talk.do(Writes("Ada")) == [
        "Name: Ada",
        "Your e-mail?",
        "[Skip] [Back]",
        "⌨ [Share my number] [Back]",
    ]
    assert stage.done == [Writes("Ada")]
    assert await talk.news() == []


async def test_a_reply_of_two_messages_is_waited_for() -> None:
    """The second one comes a moment after the update is confirmed."""
    stage = FakeStage()
    stage.shows(undelivered=1)
    stage.shows(bot(2, "Phone"))
    stage.shows(bot(2, "Phone"))
    stage.shows(bot(2, "Phone"), bot(3, "Your e-mail?"))
    assert await Talk(stage, 1001).do(Writes("+44 7700 900123")) == ["Phone", "Your e-mail?"]


async def test_an_edit_is_news() -> None:
    """A card that changes is shown again."""
    stage = FakeStage()
    talk = Talk(stage, 1001)
    stage.shows(bot(2, "Accepted"))
    await talk.do(Presses("Confirm"))
    assert await talk.waits_for_delivery()
    stage.looks.clear()
    stage.shows(bot(2, "Registered", BUTTONS))
    assert await talk.news() == ["Registered", "[Skip] [Back]"]
    assert not await talk.waits_for_delivery()


async def test_nothing_new_is_an_answer_too() -> None:
    """The bot has the update, and says what stands there already."""
    stage = FakeStage()
    stage.shows()
    assert await Talk(stage, 1001).do(Writes("…")) == []
    assert not await Talk(stage, 1001).waits_for_delivery()


async def test_a_bot_that_takes_nothing_has_not_answered() -> None:
    """The update still waits when patience ends."""
    stage = FakeStage()
    stage.shows(undelivered=1)
    with pytest.raises(NoAnswer, match="the bot gave no answer in 0 seconds"):
        await Talk(stage, 1001).do(Writes("/start"), seconds=0.1)


async def test_a_button_may_come_a_moment_later() -> None:
    """Who sees it coming waits; what never comes is said."""
    stage = FakeStage(refusals=[NotOffered("not yet")])
    stage.shows(bot(2, "Done"))
    assert await Talk(stage, 1001).do(Presses("Skip")) == ["Done"]
    never = FakeStage(refusals=[NotOffered("never")] * 1000)
    async with asyncio.timeout(5):
        with pytest.raises(NotOffered, match="never"):
            await Talk(never, 1001).do(Presses("Skip"))

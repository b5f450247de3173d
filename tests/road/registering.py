"""A person who plays a talk of a text file, and what must be true of it whatever breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.rehearsal.player import Talk
from bot.rehearsal.script import Happens, Sees, parse
from tests.road.waiting import until
from tests.talks import TRANSCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.rehearsal.script import Deed, Line
    from bot.rehearsal.stage import Stage

PATIENCE_SECONDS = 100.0
REGISTERED = re.compile(r"You are registered with Example Ltd, no\. \d+\.")

Card = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Something the person does, the messages that may follow; the last of them asks on."""

    deed: Deed
    messages: tuple[Card, ...]

    @property
    def card(self) -> Card:
        """Return what stands in the chat when all is said."""
        return self.messages[-1]

    def says(self, card: Card) -> bool:
        """Tell whether it leads to this message."""
        return any(_is_said_by(message, card) for message in self.messages)


def steps(name: str) -> tuple[Step, ...]:
    """Return the steps of a talk up to where it is confirmed."""
    lines = parse((TRANSCRIPTS / name).read_text("utf-8")).lines
    return tuple(_steps(lines))


def _steps(lines: Sequence[Line]) -> Iterator[Step]:
    places = [place for place, line in enumerate(lines) if not isinstance(line, Sees)]
    for place, end in zip(places, [*places[1:], len(lines)], strict=True):
        deed = lines[place]
        if isinstance(deed, Happens | Sees):
            return
        said = [line.line for line in lines[place + 1 : end] if isinstance(line, Sees)]
        yield Step(deed, tuple(_messages(line for line in said if not line.startswith("* "))))


def _messages(lines: Iterable[str]) -> Iterator[Card]:
    """Part what is said where the text file has its `--`: there a second message begins."""
    message: list[str] = []
    for line in lines:
        if line == "--":
            yield tuple(message)
            message = []
        else:
            message.append(line)
    yield tuple(message)


# Said where an answer is said again: the keyboard under the text field may still be there.
KEYBOARD_GONE = ("All right.",)


class Person:
    """Somebody in the middle of a registration."""

    def __init__(self, stage: Stage, name: str = "register.txt") -> None:
        self.stage = stage
        self.steps = steps(name)
        # A profile that is no name offers none: the text file knows no profile either.
        self.chat_id = stage.add_person("·", "en")
        self._talk = Talk(stage, self.chat_id)

    async def does(self, step: Step) -> None:
        """Do what the step says, and wait until the chat stands where that leads to."""
        await self._talk.do(step.deed, PATIENCE_SECONDS)
        try:
            await until(lambda: self.stands_at(step), PATIENCE_SECONDS)
        except TimeoutError:
            raise AssertionError(f"in the end there stands {self.cards()[-1:]}") from None

    def stands_at(self, step: Step) -> bool:
        """Tell whether the chat stands where the step leads to, or is delivered by now."""
        cards = self.cards()
        if not cards:
            return False
        is_delivered = step is self.steps[-1] and says_registered(cards[-1])
        return is_delivered or _is_said_by(step.card, cards[-1])

    def has_the_keys_of(self, step: Step) -> bool:
        """Tell whether below the text field there is what the step brings, and nothing else."""
        return _keys(self.cards()[-1]) == _keys(step.card)

    async def is_registered(self) -> dict[str, Any]:
        """Wait until the card says so; return the one customer there is."""
        await until(lambda: says_registered(self.cards()[-1]), PATIENCE_SECONDS)
        (customer,) = self.stage.customers()
        assert self.cards()[-1][0].endswith(f"no. {customer['id']}.")
        return customer

    def was_asked_each_question_in_turn(self) -> None:
        """Check that no message goes back behind one before it: nothing is asked twice."""
        reached = 0
        for card in self.cards():
            if card == KEYBOARD_GONE:
                continue
            places = [p for p, step in enumerate(self.steps) if step.says(card)]
            if says_registered(card):
                places = [len(self.steps) - 1]
            assert places, f"nobody was to say {card}"
            assert max(places) >= reached, f"said out of turn: {card}"
            reached = max(places)

    def cards(self) -> list[Card]:
        """Return the bot's messages as they stand, each with its buttons."""
        chat = self.stage.chat(self.chat_id)
        return list(_cards(chat))


def says_registered(card: Card) -> bool:
    """Tell whether a card says that a customer was created."""
    return REGISTERED.fullmatch(card[0]) is not None


def _cards(chat: dict[str, Any]) -> Iterator[Card]:
    messages = [m for m in chat["messages"] if m["from"] == "bot"]
    keys = (chat["keyboard"] or {}).get("keyboard", [])
    for message in messages:
        rows = [*map(_labels, (message.get("reply_markup") or {}).get("inline_keyboard", []))]
        if message is messages[-1]:
            rows += [f"⌨ {_labels(row)}" for row in keys]
        yield (*filter(None, message["text"].splitlines()), *rows)


def _is_said_by(message: Card, card: Card) -> bool:
    """Tell whether a card of the chat is this message, perhaps without what may be missing.

    The keys below the text field may be gone; and an update that is heard again is answered with
    the question alone, without the line above it that says what was understood.
    """
    lines = _without_keys(card)
    return _without_keys(message)[-len(lines) :] == lines


def _keys(card: Card) -> Card:
    return tuple(line for line in card if line.startswith("⌨"))


def _without_keys(card: Card) -> Card:
    return tuple(line for line in card if not line.startswith("⌨"))


def _labels(row: list[dict[str, Any]]) -> str:
    return " ".join(f"[{button['text']}]" for button in row)

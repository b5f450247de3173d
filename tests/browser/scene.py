"""A scene: people register while Flextell fails, and a vigil is kept over all their cards."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.async_api import expect

from bot.rehearsal.house import rehearsal
from tests.browser.ends import AskedAgain, End, Registered, Staff
from tests.browser.panel import are_shown, is_met, only_customer, switch_off, switch_on
from tests.browser.person import Person, joined
from tests.browser.vigil import Vigil
from tests.browser.walks import ACCEPTED, REGISTERED, STAFF, answers_in_writing
from tests.browser.watched import Watched, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser

NAMES = (
    *("Annie", "Barbara", "Caroline", "Dorothy", "Emmy", "Frances", "Grace", "Hedy", "Irene"),
    *("Joan", "Katherine", "Lise", "Mary", "Nina", "Olga", "Patricia", "Radia", "Sophie"),
    *("Tatiana", "Ursula", "Vera", "Wanda", "Xenia", "Yvonne", "Zora"),
)
"""One for each person on a stage."""

# Long enough for who is created seconds after the call was given up.
SETTINGS = {"SETTLE_MINUTES": "0.15"}
# The bot looks once a minute whether Flextell answers again.
PROBE_SECONDS = 150.0


@dataclass(frozen=True, slots=True)
class Scene:
    """A stage with its page; `hands` is held by who uses panel or keyboard, one for all."""

    watched: Watched
    vigil: Vigil
    hands: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def begins_well(self) -> None:
        """Have somebody registered first of all: who goes first goes alone, until one arrives."""
        person = await joined(self.watched.page, NAMES[-1], "en", "+447700900299")
        name = f"{NAMES[-1]} Example"
        await answers_in_writing(person, name, "07700 900299", "first@example.org")
        await person.presses("Confirm")
        await person.sees(REGISTERED)

    async def meets(self, turn: int, fault: str, end: End) -> None:
        """Have somebody confirm while the fault is on for one call, and come to this end."""
        page, name, number = self.watched.page, NAMES[turn], 200 + turn
        try:
            async with self.hands:
                person = await joined(page, name, "en", f"+447700900{number}")
                address = f"{name.lower()}@example.org"
                await answers_in_writing(person, f"{name} Example", f"07700 900{number}", address)
                await switch_on(page, fault)
                await person.presses("Confirm")
                await is_met(page)
            await self._comes_to(person, name, number, end)
        except Exception as error:
            error.add_note(f"the fault was {fault}, the person {name}")
            raise

    async def is_held_up(self, fault: str, status: int) -> Person:
        """Have somebody confirm while the operator has something to mend: the card waits."""
        page = self.watched.page
        person = await joined(page, NAMES[0], "en", "+447700900200")
        await answers_in_writing(
            person, f"{NAMES[0]} Example", "07700 900200", "annie@example.org"
        )
        await switch_on(page, fault, "always")
        await person.presses("Confirm")
        posts = page.get_by_test_id("happening").filter(has_text="POST /api/v1/customers")
        await expect(posts.first).to_contain_text(str(status))
        await person.sees(ACCEPTED)
        return person

    async def is_mended(self, person: Person) -> None:
        """Switch the fault off: the registration is delivered without anybody's doing."""
        await switch_off(self.watched.page)
        await person.sees(ACCEPTED)
        await self._comes_to(person, NAMES[0], 0, Registered(PROBE_SECONDS))

    async def _comes_to(self, person: Person, name: str, number: int, end: End) -> None:
        match end:
            case Registered(seconds):
                await person.sees(REGISTERED, seconds)
                await only_customer(self.watched.page, name)
            case Staff():
                await person.sees(STAFF)
                await are_shown(self.watched.page, name, 0)
            case AskedAgain():
                await self._corrects(person, name, number, end)

    async def _corrects(self, person: Person, name: str, number: int, end: AskedAgain) -> None:
        """Answer what is asked again, and nothing else, before confirming once more.

        The hands are kept until that has arrived: the fault of whoever comes next is not his.
        """
        values = {"name": name.lower(), "number": number, "other": number + 500}
        corrected = end.correction.format(**values)
        await person.sees(f"Not accepted: {end.refused.format(**values)}")
        await person.sees(end.question)
        async with self.hands:
            await person.says(corrected)
            await person.sees("All correct?")
            await person.sees(corrected)
            await person.presses("Confirm")
            await self._comes_to(person, name, number, Registered())


@asynccontextmanager
async def played(browser: Browser, folder: Path, entrance: asyncio.Lock) -> AsyncIterator[Scene]:
    """Play a scene on a stage of its own; whatever is done there, no card is ever false.

    The entrance is for one at a time: bots that all start at once are all late.
    """
    async with AsyncExitStack() as held:
        async with entrance:
            house = await held.enter_async_context(rehearsal(folder, settings=SETTINGS))
            await house.bot_is_up()
        watched = await opened(browser, house.stage)
        vigil = Vigil(watched.page, house.stage)
        async with asyncio.TaskGroup() as group:
            keeping = group.create_task(vigil.keep())
            yield Scene(watched, vigil)
            keeping.cancel()
        await vigil.look()
        assert vigil.looks > 5
        assert vigil.claims > 0
        assert watched.outside == []
        assert watched.complaints == []
        await watched.page.close()

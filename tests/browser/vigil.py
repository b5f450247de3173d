"""A watch over all cards of a page: that none ever claims more than is true."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.browser.walks import REGISTERED

if TYPE_CHECKING:
    from playwright.async_api import Page

    from bot.rehearsal.stage import Stage

PAUSE_SECONDS = 0.3

_CARDS = """columns => columns.map(column => {
  const cards = column.querySelectorAll('[data-from="bot"] [data-testid="text"]');
  const name = column.querySelector("h2").textContent.split(" ")[0];
  return [name, [...cards].map(card => card.textContent)];
})"""


@dataclass(slots=True)
class Vigil:
    """Looks at every card, then at every customer; who registers does so under their first name.

    `looks` counts how often that was done, `claims` how many cards named a customer's number.
    """

    page: Page
    stage: Stage
    looks: int = 0
    claims: int = 0

    async def keep(self) -> None:
        """Look until cancelled; fail at the first card that is not true."""
        while True:
            await self.look()
            await asyncio.sleep(PAUSE_SECONDS)

    async def look(self) -> None:
        """Fail if one person is two customers, or is told a number that is not theirs."""
        columns = await self.page.locator("[data-testid^=person-]").evaluate_all(_CARDS)
        # Read after the cards: whoever a card speaks of has to be there already.
        customers = await asyncio.to_thread(self.stage.customers)
        names = {str(each["id"]): each["first_name"].casefold() for each in customers}
        assert max(Counter(names.values()).values(), default=1) == 1, names
        for name, cards in columns:
            self._check(name.casefold(), "\n".join(cards), names)
        self.looks += 1

    def _check(self, name: str, told: str, names: dict[str, str]) -> None:
        for number in re.findall(re.escape(REGISTERED) + r" (\d+)", told):
            assert names.get(number) == name, f"{name} was told of {number}, but it is {names}"
            self.claims += 1

"""An office in which lists are read: a database, a messenger that keeps what it is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.delivery.notices import Done, Later, Told
from bot.lists.answering import answered
from bot.lists.importing import Importing
from bot.lists.means import Means
from bot.lists.showing import sent
from storage import ImportRow, ImportState, Status
from tests.bot.delivery.road import a_talk

if TYPE_CHECKING:
    from bot.lists.courier import ListMessage
    from storage import Database, Import, Keyring, Submission

ADA, GRACE = 2001, 2002
TODAY = date(2026, 1, 15)
LIST = (
    b"Name;Phone;E-mail\n"
    b"Ada Lovelace;07700 900123;ada@example.org\n"
    b"Grace Hopper;;grace@example.org\n"
    b"Anne Noel;12;\n"
    b"ada lovelace;+447700900123;ADA@example.org\n"
)


@dataclass(slots=True)
class FakeCourier:
    """A messenger with files; `answers` are given first, then Done."""

    files: dict[str, bytes] = field(default_factory=dict)
    told: list[ListMessage] = field(default_factory=list)
    answers: list[Told] = field(default_factory=list)

    async def fetch(self, file_id: str) -> bytes | None:
        """Give a file that is there."""
        return self.files.get(file_id)

    async def tell(self, message: ListMessage) -> Told:
        """Keep the message."""
        self.told.append(message)
        return self.answers.pop(0) if self.answers else Done(len(self.told))


@dataclass(slots=True)
class Office:
    """One process that reads lists."""

    database: Database
    keyring: Keyring
    courier: FakeCourier = field(default_factory=FakeCourier)
    look_every: timedelta = timedelta(hours=1)

    @property
    def means(self) -> Means:
        """Return what every step works with."""
        return Means(self.database, a_talk(self.keyring), look_every=self.look_every)

    async def hires(self, *agents: int) -> None:
        """Make people agents, each with a user in Flextell."""
        async with self.database.begin() as work:
            for agent_id in agents:
                await work.agents.add(agent_id, "Made Up", agent_id - 2000)

    async def sends(self, content: bytes, agent_id: int = ADA, name: str = "fair.csv") -> None:
        """Let an agent send a file."""
        self.courier.files["file"] = content
        async with self.database.begin() as work:
            await work.imports.keep(sent("update", agent_id, "file", name, "en", TODAY))

    async def works(self) -> int:
        """Do all that is to be done now; return how many steps those were."""
        taken = await Importing(self.means, self.courier).take(5)
        for errand in taken.errands:
            await errand()
        return len(taken.errands)

    async def answers(
        self, how: str = "by_phone", agent_id: int = ADA, known: str = "staff"
    ) -> Import | None:
        """Let an agent press a button under the newest list, and one under what is asked then."""
        row = await self.presses(how, agent_id)
        return row if row is None or not how else await self.presses(known, agent_id)

    async def presses(self, how: str, agent_id: int = ADA) -> Import | None:
        """Let an agent press one button under the newest list."""
        shown = self.courier.told[-1].import_id
        async with self.database.begin() as work:
            return await answered(work, agent_id, shown, how, 7)

    async def reads(
        self, content: bytes, agent_id: int = ADA, known: str = "staff"
    ) -> ListMessage:
        """Let an agent send a list and confirm it; return what he is told in the end."""
        await self.sends(content, agent_id)
        await self.works()
        await self.answers(agent_id=agent_id, known=known)
        await self.works()
        await self.works()
        return self.courier.told[-1]

    async def submissions(self) -> list[Submission]:
        """Return all there are, oldest first."""
        async with self.database.begin() as work:
            rows = await work.submissions.page(tuple(Status), 100_000)
        return sorted(rows, key=lambda row: row.body)

    async def imports(self, state: ImportState) -> list[str]:
        """Return the imports in a state."""
        async with self.database.begin() as work:
            return await work.imports.waiting(state, 10)

    async def rows(self, import_id: str) -> list[ImportRow]:
        """Return what rows came to."""
        async with self.database.begin() as work:
            return await work.imports.rows(import_id)


LATER = Later()

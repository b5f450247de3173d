"""The operators' pages on a real database, and browsers without a screen that visit them."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import httpx

from bot.operators.entrance import Entrance
from bot.turns.batches import Batches
from bot.web.admin.app import admin_app
from bot.web.admin.office import Office
from storage import Database
from tests.bot.delivery.road import a_talk, quick_rules

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    from storage import AuditEntry, Keyring

HOME = "https://intake.example.org"
ADA, GRACE, CARL = 1001, 1002, 1003
PAGES = (
    *("/admin", "/admin/submissions", "/admin/submissions/nobody"),
    *("/admin/stopping", "/admin/agents", "/admin/quarantine", "/admin/audit"),
)


@dataclass
class Visitor:
    """A browser: it keeps its cookies, sends the Origin of where it stands, and follows."""

    http: httpx.AsyncClient
    page: httpx.Response | None = None

    async def opens(self, address: str) -> httpx.Response:
        """Open an address."""
        self.page = await self.http.get(address)
        return self.page

    async def sends(
        self, address: str, origin: str | None = HOME, **fields: str
    ) -> httpx.Response:
        """Send a form; without a token among the fields, with the one on the page."""
        if "token" not in fields and self.page is not None:
            fields |= {"token": form_token(self.page)}
        headers = {} if origin is None else {"Origin": origin}
        self.page = await self.http.post(address, data=fields, headers=headers)
        return self.page


def form_token(page: httpx.Response) -> str:
    """Return the token in a page's forms, empty where there is none."""
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    return found[1] if found else ""


@dataclass
class House:
    """The pages, and what stands behind them; `woken` counts how often delivery was woken."""

    database: Database
    office: Office
    woken: list[int]
    visitors: list[Visitor] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = admin_app(self.office)

    def visitor(self) -> Visitor:
        """Return somebody with a browser of his own."""
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url=HOME, follow_redirects=True
        )
        self.visitors.append(Visitor(http))
        return self.visitors[-1]

    async def signed_in(self, operator_id: int = ADA) -> Visitor:
        """Return an operator who came in by a link, and stands on the first page."""
        visitor = self.visitor()
        page = await visitor.sends(await self.office.entrance.link(operator_id), token="")
        assert page.status_code == 200
        return visitor

    async def audited(self) -> list[AuditEntry]:
        """Return what operators did, oldest first, but for signing in and out."""
        async with self.database.begin() as work:
            entries = await work.audit.newest(100)
        return [each for each in reversed(entries) if not each.action.startswith("sign")]


@asynccontextmanager
async def visited(
    url: str,
    keyring: Keyring,
    *,
    operators: Collection[int] = (ADA, GRACE),
    clock_offset: timedelta = timedelta(0),
    address: str = HOME,
    kind: type[Database] = Database,
    time_zone: str = "UTC",
) -> AsyncIterator[House]:
    """Serve the pages of a database meanwhile, perhaps at a later time."""
    database = kind(url, keyring)
    database.clock_offset = clock_offset
    batches, woken = Batches(database), list[int]()
    talk = replace(a_talk(keyring), time_zone=ZoneInfo(time_zone))
    entrance = Entrance(database, operators, address)
    office = Office(
        entrance=entrance,
        database=database,
        batches=batches,
        talk=talk,
        rules=quick_rules(talk),
        wake_delivery=lambda: woken.append(1),
    )
    serving = asyncio.create_task(batches.serve())
    house = House(database, office, woken)
    try:
        yield house
    finally:
        for visitor in house.visitors:
            await visitor.http.aclose()
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await database.close()

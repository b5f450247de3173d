"""The page of agents: who enters leads, and what becomes of them, in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.routing import Route

from bot.operators import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from bot.operators.entrance import Session
    from bot.web.admin.door import Door
    from bot.web.admin.office import Office
    from storage import Agent, Status

ROWS = 1000
DAYS = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One agent, how many leads were confirmed today, and how those of a month stand."""

    agent: Agent
    today: int
    groups: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Agents:
    """The page."""

    office: Office
    door: Door

    def routes(self) -> list[BaseRoute]:
        """Return the address."""
        return [Route("/admin/agents", self.door.shows(self._agents))]

    async def _agents(self, _: Request, session: Session) -> Response:
        async with self.office.database.begin() as work:
            agents = await work.agents.list(ROWS)
            today = await work.agents.leads(self.office.talk.midnight(work.now))
            month = await work.agents.leads(work.now - timedelta(days=DAYS))
        lines = [
            Line(
                each,
                sum(today.get(each.agent_id, {}).values()),
                _grouped(month.get(each.agent_id, {}).items()),
            )
            for each in agents
        ]
        shown = [group for group in words.GROUPS if group.key != words.ALL]
        return self.door.pages.page(
            "agents", session=session, lines=lines, groups=shown, days=DAYS
        )


def _grouped(counts: Iterable[tuple[Status, int]]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for status, count in counts:
        for group in words.GROUPS:
            if status in group.statuses:
                found[group.key] += count
    return found

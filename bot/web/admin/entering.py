"""Coming in by the bot's link, and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.routing import Route

from bot.web.admin.messages import FOREIGN, USED_UP

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from bot.operators.entrance import Session
    from bot.web.admin.door import Door
    from bot.web.admin.forms import Form


@dataclass(frozen=True, slots=True)
class Entering:
    """The link opens a page that asks for one click: who only looks, or previews, uses nothing."""

    door: Door

    def routes(self) -> list[BaseRoute]:
        """Return the addresses."""
        return [
            Route("/admin/enter/{token}", self._ask, methods=["GET"]),
            Route("/admin/enter/{token}", self._enter, methods=["POST"]),
            Route("/admin/leave", self.door.does(self._leave), methods=["POST"]),
        ]

    async def _ask(self, _: Request) -> Response:
        return self.door.pages.page("enter")

    async def _enter(self, request: Request) -> Response:
        if not self.door.is_from_here(request):
            return self.door.pages.notice(FOREIGN)
        session = await self.door.entrance.enter(request.path_params["token"])
        if session is None:
            return self.door.pages.notice(USED_UP)
        return self.door.let_in(session)

    async def _leave(self, _: Request, session: Session, __: Form) -> Response:
        await self.door.entrance.leave(session)
        return self.door.let_out()

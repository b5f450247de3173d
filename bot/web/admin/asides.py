"""The updates that were put aside, and what operators did lately."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse
from starlette.routing import Route

from bot.operators import words
from bot.operators.actions import Action
from bot.operators.masking import masked_id
from bot.web.admin.messages import NOWHERE
from storage import AuditEntry

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from bot.operators.entrance import Session
    from bot.web.admin.door import Door
    from bot.web.admin.forms import Form
    from bot.web.admin.office import Office

ROWS = 100


@dataclass(frozen=True, slots=True)
class Asides:
    """The quarantine and the audit."""

    office: Office
    door: Door

    def routes(self) -> list[BaseRoute]:
        """Return the addresses."""
        one = "/admin/quarantine/{id}"
        return [
            Route("/admin/quarantine", self.door.shows(self._quarantine)),
            Route(f"{one}/show", self.door.does(self._show), methods=["POST"]),
            Route(f"{one}/remove", self.door.does(self._remove), methods=["POST"]),
            Route("/admin/audit", self.door.shows(self._audit)),
        ]

    async def _quarantine(self, _: Request, session: Session) -> Response:
        async with self.office.database.begin() as work:
            rows = await work.quarantine.list(ROWS)
            count = await work.quarantine.count()
        return self.door.pages.page(
            "quarantine", session=session, rows=rows, count=count, masked_id=masked_id
        )

    async def _show(self, request: Request, session: Session, _: Form) -> Response:
        """Show an update as Telegram sent it, once it is on record who looks at it."""
        async with self.office.database.begin() as work:
            row = await work.quarantine.load(request.path_params["id"])
            if row is None:
                return self.door.pages.notice(NOWHERE)
            await work.audit.add([AuditEntry(work.now, session.who, Action.SHOW, row.id)])
        text = row.body.decode(errors="replace")
        return self.door.pages.page("aside", session=session, row=row, text=text)

    async def _remove(self, request: Request, session: Session, form: Form) -> Response:
        """Erase an update, once the operator has been asked whether that is what he means."""
        row_id = request.path_params["id"]
        if "sure" not in form:
            return self.door.pages.page("sure_remove", session=session, row_id=row_id)
        async with self.office.database.begin() as work:
            if await work.quarantine.remove(row_id):
                entry = AuditEntry(work.now, session.who, Action.REMOVE, row_id)
                await work.audit.add([entry])
        return RedirectResponse("/admin/quarantine", 303)

    async def _audit(self, _: Request, session: Session) -> Response:
        async with self.office.database.begin() as work:
            entries = await work.audit.newest(ROWS)
        return self.door.pages.page("audit", session=session, entries=entries, deed=words.deed)

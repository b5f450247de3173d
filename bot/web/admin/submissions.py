"""The list of submissions, one of them, and what an operator decides about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse
from starlette.routing import Route

from bot.operators import words
from bot.operators.actions import Action
from bot.operators.deciding import CREATE_AGAIN, DROP, Choice, Resolve, exists_as
from bot.operators.dossiers import Dossier, dossier
from bot.operators.masking import masked_name
from bot.web.admin import leaves
from bot.web.admin.messages import NOWHERE
from storage import AuditEntry, Status

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from bot.operators.entrance import Session
    from bot.web.admin.door import Door
    from bot.web.admin.forms import Form
    from bot.web.admin.office import Office

ROWS = 50
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Submissions:
    """The pages about submissions."""

    office: Office
    door: Door

    def routes(self) -> list[BaseRoute]:
        """Return the addresses."""
        one = "/admin/submissions/{id}"
        return [
            Route("/admin/submissions", self.door.shows(self._list)),
            Route(one, self.door.shows(self._one)),
            Route(f"{one}/show", self.door.does(self._show), methods=["POST"]),
            Route(f"{one}/decide", self.door.does(self._decide), methods=["POST"]),
        ]

    async def _list(self, request: Request, session: Session) -> Response:
        group = words.group_of(request.query_params.get("show", words.ALL))
        after = leaves.place(request.query_params.get("after", ""))
        async with self.office.database.begin() as work:
            rows = await work.submissions.page(group.statuses, ROWS + 1, after)
            counts = await work.submissions.counts_up_to(COUNTED + 1)
        flow = self.office.talk.flow
        return self.door.pages.page(
            "submissions",
            session=session,
            group=group,
            groups=[
                (each, _count(sum(counts.get(status, 0) for status in each.statuses)))
                for each in words.GROUPS
            ],
            rows=[(row, masked_name(flow, row)) for row in rows[:ROWS]],
            words=words,
            next=leaves.link(rows[ROWS - 1]) if len(rows) > ROWS else None,
            is_first=after is None,
        )

    async def _one(self, request: Request, session: Session) -> Response:
        found = await self._dossier(request)
        return self.door.pages.notice(NOWHERE) if found is None else self._page(session, found)

    async def _show(self, request: Request, session: Session, _: Form) -> Response:
        """Show personal data, once it is on record who looks at it."""
        found = await self._dossier(request)
        if found is None:
            return self.door.pages.notice(NOWHERE)
        async with self.office.database.begin() as work:
            entry = AuditEntry(work.now, session.who, Action.SHOW, found.submission.id)
            await work.audit.add([entry])
        return self._page(session, found.unmasked(self.office.talk.flow))

    async def _decide(self, request: Request, session: Session, form: Form) -> Response:
        """Decide, once the operator has been asked whether that is what he means."""
        found = await self._dossier(request)
        if found is None:
            return self.door.pages.notice(NOWHERE)
        choice = _choice(form)
        if choice is None:
            return self._page(session, found, problem="That is no number of a customer.")
        if "sure" not in form:
            fence = form.get("fence", "")
            return self.door.pages.page(
                "sure", session=session, found=found, choice=choice, fence=fence, words=words
            )
        status = await self._resolve(found, choice, form, session)
        if status is None:
            found = await self._dossier(request) or found
            return self._page(session, found, problem="Somebody has decided before.")
        return RedirectResponse(f"/admin/submissions/{found.submission.id}", 303)

    async def _resolve(
        self, found: Dossier, choice: Choice, form: Form, session: Session
    ) -> Status | None:
        office, row = self.office, found.submission
        fence = int(form["fence"]) if re.fullmatch("[0-9]{1,9}", form.get("fence", "")) else -1
        job = Resolve(office.talk, office.rules, row.chat_id, row.id, fence, choice, session.who)
        status = await office.batches.decided(job)
        office.wake_delivery()
        return status

    async def _dossier(self, request: Request) -> Dossier | None:
        async with self.office.database.begin() as work:
            return await dossier(work, request.path_params["id"], self.office.talk.flow)

    def _page(self, session: Session, found: Dossier, problem: str = "") -> Response:
        status = 409 if problem else 200
        return self.door.pages.page(
            "submission", status=status, session=session, found=found, problem=problem, words=words
        )


def _count(count: int) -> str:
    """Return how many there are; nobody needs to know of a thousand how many more exactly."""
    return f"{COUNTED:,}+" if count > COUNTED else str(count)


def _choice(form: Form) -> Choice | None:
    """Return what a form chooses, None where it is not one of the ways out."""
    match form.get("choice"):
        case Action.EXISTS_AS:
            return exists_as(form.get("customer_id", ""))
        case Action.CREATE_AGAIN:
            return CREATE_AGAIN
        case Action.DROP:
            return DROP
    return None

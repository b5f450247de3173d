"""Who may see an operators' page, and whose forms are taken.

A form counts when it comes from our own page (the Origin that browsers send with it), with the
session's cookie, which no other site's request carries, and with that session's own token.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from bot.web.admin.forms import read_form
from bot.web.admin.messages import FOREIGN, LEFT, REFUSED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.operators.entrance import Entrance, Session
    from bot.web.admin.forms import Form
    from bot.web.admin.pages import Pages


@dataclass(frozen=True, slots=True)
class Door:
    """The guard of the pages."""

    entrance: Entrance
    pages: Pages

    @property
    def is_secure(self) -> bool:
        """Tell whether the pages are reached by https; by http only this machine reaches them."""
        return self.entrance.address.startswith("https://")

    @property
    def cookie(self) -> str:
        """Return the cookie's name; by `__Host-` browsers hold us to what we promise of it.

        https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2 and, for the prefix, its successor
        draft-ietf-httpbis-rfc6265bis, 4.1.3.2.
        """
        return "__Host-intake" if self.is_secure else "intake"

    def shows(
        self, page: Callable[[Request, Session], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Return an endpoint that shows a page to operators only."""

        async def endpoint(request: Request) -> Response:
            session = await self.session(request)
            return self.refused() if session is None else await page(request, session)

        return endpoint

    def does(
        self, deed: Callable[[Request, Session, Form], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Return an endpoint that takes an operator's own form."""

        async def endpoint(request: Request) -> Response:
            session = await self.session(request)
            if session is None:
                return self.refused()
            form = await read_form(request) if self.is_from_here(request) else None
            if form is None or not session.owns(form.get("token", "")):
                return self.pages.notice(FOREIGN)
            return await deed(request, session, form)

        return endpoint

    async def session(self, request: Request) -> Session | None:
        """Return whose request it is."""
        token = request.cookies.get(self.cookie)
        return await self.entrance.session(token) if token else None

    def is_from_here(self, request: Request) -> bool:
        """Tell whether a form was sent from a page of ours."""
        return request.headers.get("origin") == self.entrance.address

    def refused(self) -> Response:
        """Return what strangers see, and operators whose session is over."""
        return self.pages.notice(REFUSED)

    def let_in(self, session: Session) -> Response:
        """Return the way to the pages, with the session's cookie; the server knows its end."""
        response = RedirectResponse("/admin", 303)
        response.set_cookie(
            self.cookie,
            session.token,
            secure=self.is_secure,
            httponly=True,
            samesite="strict",
        )
        return response

    def let_out(self) -> Response:
        """Return the page of who has left, and take the cookie back."""
        response = self.pages.notice(LEFT)
        response.delete_cookie(
            self.cookie, secure=self.is_secure, httponly=True, samesite="strict"
        )
        return response

"""The stand-in as a whole: its routes, and the road of one call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from starlette.routing import Route

from simulator.flextell import agreeing
from simulator.flextell.answers import enveloped, error
from simulator.flextell.control import Control
from simulator.flextell.creating import create
from simulator.flextell.customers import Customers
from simulator.flextell.door import Door, RateLimit
from simulator.flextell.faults import Faults, Settings
from simulator.flextell.granting import grant
from simulator.flextell.listing import list_page
from simulator.flextell.requests import Requests
from simulator.flextell.tokens import Tokens
from simulator.flextell.wire import Reset, Silence

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class Flextell:
    """The documented API for one token and one tenant, in memory.

    `notify` is called with "flextell" whenever something changed that can be seen. Nothing is
    unique and the Idempotency-Key is ignored: so it must be taken to be in the real world.
    `tokens` are those it has issued.
    """

    def __init__(
        self,
        token: str,
        tenant: str,
        notify: Callable[[str], None],
        *,
        calls_per_minute: int = 6_000,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._notify = notify
        self._customers = Customers(self._changed, clock)
        self._requests = Requests(self._changed, clock)
        self._faults = Faults()
        self.tokens = Tokens(token, clock)
        self._door = Door(self.tokens, tenant, RateLimit(calls_per_minute, clock))

    def routes(self) -> list[Route]:
        """Where the API, the token endpoint and the control API answer."""
        control = Control(
            self._customers, self._requests, self._faults, self.tokens, self._changed
        )
        return [
            self._route("/api/v1/customers", self._create, "POST"),
            self._route("/api/v1/customers", self._list, "GET"),
            self._route("/api/v1/customers/{id:int}", self._get, "GET"),
            self._route("/api/v1/account/roles", self._roles, "GET"),
            self._route("/api/v1/{rest:path}", self._nothing, *METHODS),
            Route("/oauth/authorize", self._ask),
            Route("/oauth/authorize", self._decide, methods=["POST"]),
            Route("/oauth/token", self._token, methods=["POST"]),
            *control.routes(),
        ]

    def reset(self) -> None:
        """Forget customers, requests, faults and tokens."""
        self._faults.settings = Settings()
        self.tokens.forget()
        self._door.rate_limit.forget()
        self._customers.forget()
        self._requests.forget()

    def _changed(self) -> None:
        self._notify("flextell")

    def _route(
        self, path: str, answer: Callable[[Request], Awaitable[Response]], *methods: str
    ) -> Route:
        """Lead a call through the door and write it down."""

        async def call(request: Request) -> Response:
            noted = await self._requests.note(request)
            response = self._door.refusal(request) or await answer(request)
            self._door.label(response)
            if not isinstance(response, Reset | Silence):
                self._requests.answered(noted, response.status_code)
            return response

        return Route(path, call, methods=list(methods))

    async def _create(self, request: Request) -> Response:
        return create(self._customers, self._faults, await request.body())

    async def _list(self, request: Request) -> Response:
        address = str(request.url.replace(query=""))
        return list_page(self._customers, self._faults, request.query_params, address)

    async def _get(self, request: Request) -> Response:
        customer = self._customers.get(request.path_params["id"])
        if customer is None:
            return error(404, "not_found", "There is no such customer.")
        return enveloped(customer)

    async def _roles(self, _: Request) -> Response:
        permissions = {"customers:read": True, "customers:write": True}
        return enveloped({"roles": {"owner": True}, "permissions": permissions})

    async def _nothing(self, _: Request) -> Response:
        return error(404, "not_found", "There is nothing here.")

    async def _ask(self, request: Request) -> Response:
        return agreeing.page(request.query_params)

    async def _decide(self, request: Request) -> Response:
        return agreeing.decide(self.tokens, request.query_params, await request.body())

    async def _token(self, request: Request) -> Response:
        noted = await self._requests.note(request, secret_body=True)
        response = grant(self.tokens, self._faults, await request.body())
        if not isinstance(response, Reset):
            self._requests.answered(noted, response.status_code)
        return response

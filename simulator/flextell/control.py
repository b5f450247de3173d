"""Flextell's part of the control API: what it holds, what was asked, what goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.flextell.catalogue import CATALOGUE, known_names
from simulator.flextell.faults import Settings
from simulator.flextell.requests import KEPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from simulator.flextell.customers import Customers
    from simulator.flextell.faults import Faults
    from simulator.flextell.requests import Requests
    from simulator.flextell.tokens import Tokens


class Control:
    """The routes below /stage/flextell; `changed` is called when the faults are set."""

    def __init__(
        self,
        customers: Customers,
        requests: Requests,
        faults: Faults,
        tokens: Tokens,
        changed: Callable[[], None],
    ) -> None:
        self._customers = customers
        self._requests = requests
        self._faults = faults
        self._tokens = tokens
        self._changed = changed

    def routes(self) -> list[Route]:
        """Where the stand-in is watched and spoiled."""
        return [
            Route("/stage/flextell/customers", self.customers),
            Route("/stage/flextell/requests", self.requests),
            Route("/stage/flextell/faults", self.faults),
            Route("/stage/flextell/faults", self.set_faults, methods=["PUT"]),
            Route("/stage/flextell/faults/known", self.known),
            Route("/stage/flextell/tokens", self.tokens),
            Route("/stage/flextell/tokens/expire", self.expire_tokens, methods=["POST"]),
            Route("/stage/flextell/tokens/revoke", self.revoke_tokens, methods=["POST"]),
        ]

    async def customers(self, _: Request) -> Response:
        """All customers as the API shows them, oldest first."""
        return JSONResponse({"customers": list(self._customers)})

    async def requests(self, request: Request) -> Response:
        """List the last requests, oldest first; `?last=60` only the last 60 of them."""
        last = int(request.query_params.get("last", KEPT))
        return JSONResponse({"requests": self._requests.shown()[-last:]})

    async def faults(self, _: Request) -> Response:
        """List the faults still to come."""
        return JSONResponse(self._faults.settings.model_dump())

    async def set_faults(self, request: Request) -> Response:
        """Replace all faults; a name nobody knows is refused with those that are known."""
        try:
            settings = Settings.model_validate_json(await request.body())
        except ValidationError as refused:
            return _refusal(f"{each['loc']}: {each['msg']}" for each in refused.errors())
        if unknown := settings.unknown():
            return _refusal(f"{name} is not known" for name in unknown)
        self._faults.settings = settings
        self._changed()
        return JSONResponse(settings.model_dump())

    async def known(self, _: Request) -> Response:
        """List every fault in words for people."""
        return JSONResponse(
            {name: [fault.shown() for fault in faults] for name, faults in CATALOGUE.items()}
        )

    async def tokens(self, _: Request) -> Response:
        """Count what became of refresh tokens."""
        counted = {"refreshes": self._tokens.refreshes, "reuses": self._tokens.reuses}
        return JSONResponse(counted)

    async def expire_tokens(self, request: Request) -> Response:
        """End every access token now, as if its hour were over."""
        self._tokens.expire()
        return await self.tokens(request)

    async def revoke_tokens(self, request: Request) -> Response:
        """End every sign-in, as somebody does who takes the consent back."""
        self._tokens.revoke()
        return await self.tokens(request)


def _refusal(reasons: Iterable[str]) -> Response:
    return JSONResponse({"error": "; ".join(reasons), "known": known_names()}, 422)

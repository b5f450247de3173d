"""The calls: create a customer, list the newest, search, and knock at the door."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flextell.credentials import sendable
from flextell.exchange import Call, Deadlines, Exchange
from flextell.failures import CreatedWithoutID, Unknown
from flextell.limits import RateLimit, rate_limit, server_time
from flextell.listing import Listing, Walk
from flextell.pages import Page, customer_of, page_of
from flextell.verdicts import failure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from flextell.answers import Answer
    from flextell.credentials import Credentials
    from flextell.customers import Customer
    from flextell.exchange import Transport

PER_PAGE = "100"
SEARCH_LIMIT = 255
NEWEST_FIRST = {"sort_by": "created_at", "sort_order": "desc"}


@dataclass(frozen=True, slots=True)
class Created:
    """A customer was created; `customer` is Flextell's own view of it."""

    id: str
    customer: Customer
    rate_limit: RateLimit


class Flextell:
    """The Flextell API for one tenant.

    `api_url` is the address above the endpoints (…/api/v1), `tenant` its numeric id,
    `clock` gives the Unix time where Flextell does not tell its own.
    Every call may raise any CallFailed, and what the credentials raise, but nothing else.
    """

    def __init__(
        self,
        api_url: str,
        tenant: str,
        credentials: Credentials,
        *,
        transport: Transport | None = None,
        deadlines: Deadlines | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._exchange = Exchange(api_url, transport=transport, deadlines=deadlines or Deadlines())
        self._tenant = sendable(tenant, "a tenant")
        self._credentials = credentials
        self._clock = clock

    async def create(
        self,
        body: bytes,
        *,
        idempotency_key: str,
        started: Callable[[], None] | None = None,
    ) -> Created:
        """Create one customer from exactly these bytes (see `canonical_body`).

        `started` is called when the request is about to leave; a second time if a rejected token
        was renewed, the one case in which the call is repeated here.
        Raises CreatedWithoutID where only the id is unknown.
        """
        headers = {"Content-Type": "application/json", "Idempotency-Key": idempotency_key}
        call = Call("POST", "customers", headers, body=body)
        answer = await self._succeed(call, started)
        customer = customer_of(answer.document())
        if customer is None:
            raise CreatedWithoutID(answer.status)
        return Created(customer.id, customer, self._rate_limit(answer))

    async def newest(self, since: datetime, *, max_pages: int = 20) -> Listing:
        """List the customers created at or after `since` (aware), newest first.

        `since` is compared with Flextell's clock, in whole seconds: leave room for the skew.
        Those whose time of creation cannot be read are among them. Not complete if `max_pages`
        pages did not reach back to `since`.
        """
        walk, limit = Walk(since), RateLimit()
        following: Mapping[str, str] | None = {"page": "1"}
        for number in range(1, max_pages + 1):
            if following is None:
                break
            page, limit = await self._page(
                {**NEWEST_FIRST, "per_page": PER_PAGE, **following}, number
            )
            following = walk.take(page)
        return walk.listing(limit)

    async def search(self, text: str) -> Listing:
        """Search with the API's own idea of a match: one page of candidates, newest first.

        Complete if that page surely is all there is. Which columns are searched is not documented.
        """
        params = {**NEWEST_FIRST, "per_page": PER_PAGE, "page": "1", "search": text[:SEARCH_LIMIT]}
        page, limit = await self._page(params, 1)
        return Listing(page.customers, page.is_last and not page.unreadable, limit)

    async def ping(self) -> RateLimit:
        """Make one harmless call: address, token, tenant and the right to read are in order."""
        _, limit = await self._page({"per_page": "1", "page": "1"}, 1)
        return limit

    async def _page(self, params: Mapping[str, str], number: int) -> tuple[Page, RateLimit]:
        answer = await self._succeed(Call("GET", "customers", {}, params))
        page = page_of(answer.document(), number)
        if page is None:
            raise Unknown(f"HTTP {answer.status} without a readable page")
        return page, self._rate_limit(answer)

    async def _succeed(self, call: Call, started: Callable[[], None] | None = None) -> Answer:
        """Give a 2xx answer; whatever else came is raised as what it means."""
        token = await self._credentials.bearer()
        answer = await self._send(call, token, started)
        if answer.status == 401:  # noqa: PLR2004 - the status is its own best name
            renewed = await self._credentials.renew(token)
            if renewed is not None:
                answer = await self._send(call, renewed, started)
        if not answer.succeeded:
            raise failure_of(answer, server_time(answer.headers, self._clock()))
        return answer

    async def _send(self, call: Call, token: str, started: Callable[[], None] | None) -> Answer:
        headers = {
            "Accept": "application/json",
            "Authorization": f"Bearer {token}",
            "X-Tenant": self._tenant,
            **call.headers,
        }
        call = Call(call.method, call.path, headers, call.params, call.body)
        return await self._exchange.send(call, started)

    def _rate_limit(self, answer: Answer) -> RateLimit:
        return rate_limit(answer.headers, server_time(answer.headers, self._clock()))

"""A whole Flextell in memory: customers, lists, searches, and every fault of the design."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LARGEST_PAGE = 25
BREAKS = {
    "broken": httpx.ReadError("made up"),
    "refused_connection": httpx.ConnectError("made up"),
}


@dataclass(slots=True)
class FakeFlextell(httpx.AsyncBaseTransport):
    """What the API's tenant holds; `now` is its clock.

    `post_faults` are played one for each POST (`faults_of` for those of one Idempotency-Key),
    `list_faults` one for each list, `search_faults` one for each search; a fault is a name
    used below, `refuses <field>`, or a status. `seconds` is how long every answer takes, `lag` how
    long a new customer stays out of lists. `lets_in` says which tokens are good.
    """

    now: Callable[[], datetime]
    post_faults: deque[str | int] = field(default_factory=deque)
    list_faults: deque[str | int] = field(default_factory=deque)
    search_faults: deque[str | int] = field(default_factory=deque)
    seconds: float = 0.0
    hang_seconds: float = 30.0
    lag: timedelta = timedelta(0)
    customers: list[dict[str, Any]] = field(default_factory=list)
    faults_of: dict[str, deque[str | int]] = field(default_factory=dict)
    posted: asyncio.Event = field(default_factory=asyncio.Event)
    posts: Counter[str] = field(default_factory=Counter)
    gets: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    late: set[asyncio.Future[Any]] = field(default_factory=set)
    lets_in: Callable[[str], bool] = lambda _: True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer as the API does, unless a fault is to be played."""
        await asyncio.sleep(self.seconds)
        if not self.lets_in(request.headers["authorization"].removeprefix("Bearer ")):
            return self._answer(401, {"error": "invalid_token"})
        if request.method == "POST":
            key = request.headers["idempotency-key"]
            self.posts[key] += 1
            self.posted.set()
            faults = self.faults_of.get(key, self.post_faults)
            fault = faults.popleft() if faults else None
            # A server goes on when its client is gone.
            work = asyncio.ensure_future(self._worked(json.loads(request.content), fault))
            self.late.add(work)
            return _raised(await asyncio.shield(work))
        self.gets += 1
        params = dict(request.url.params)
        faults = self.search_faults if "search" in params else self.list_faults
        return await self._listed(params, faults.popleft() if faults else None)

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        """Create a customer, as the API or somebody at a desk would."""
        record = {**body, "id": len(self.customers) + 1, "created_at": self.now().isoformat()}
        record.pop("user_id", None)
        self.customers.append(record)
        return record

    def phones(self) -> Counter[str]:
        """Count the customers by phone."""
        return Counter(each["phone_number"] for each in self.customers)

    async def _worked(
        self, body: dict[str, Any], fault: str | int | None
    ) -> httpx.Response | httpx.HTTPError:
        await asyncio.sleep(self.seconds)
        try:
            return await self._posted(body, fault)
        except httpx.HTTPError as error:
            return error

    async def _posted(self, body: dict[str, Any], fault: str | int | None) -> httpx.Response:
        match fault:
            case None | "":
                return self._answer(201, {"data": self.create(body)})
            case int(status):
                return self._answer(status, {"error": "made_up", "message": "no"})
            case str(name) if name in BREAKS:
                raise BREAKS[name]
            case str(name) if name.startswith("created"):
                return await self._created(body, name)
            case str(name):
                return await self._not_created(name)

    async def _created(self, body: dict[str, Any], fault: str) -> httpx.Response:
        """Create the customer, and spoil the answer."""
        if fault == "created_later":
            self.late.add(asyncio.create_task(self._create_later(body, 0.25)))
            raise httpx.ReadTimeout("made up")
        if "another_date" in fault:
            body = {**body, "date_of_birth": "1990-12-09T22:00:00Z"}
        record = self.create(body)
        match fault:
            case "created_with_another_date":
                return self._answer(201, {"data": record})
            case "created_without_id":
                return self._answer(201, {"success": "true"})
            case "created_then_503":
                return self._answer(503, {})
            case "created_by_another":
                return self._answer(409, {"error": "made_up"})
            case "created_then_hangs":
                await asyncio.sleep(self.hang_seconds)
        raise httpx.ReadError("made up")

    async def _not_created(self, fault: str) -> httpx.Response:
        match fault:
            case "hangs":
                await asyncio.sleep(self.hang_seconds)
                return self._answer(504, {})
            case _:
                errors = {fault.removeprefix("refuses "): ["is wrong"]}
                return self._answer(422, {"message": "no", "errors": errors})

    async def _create_later(self, body: dict[str, Any], seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.create(body)

    async def _listed(self, params: dict[str, str], fault: str | int | None) -> httpx.Response:
        if fault == "hangs":
            await asyncio.sleep(self.hang_seconds)
        if fault == "broken":
            raise httpx.ReadError("made up")
        if isinstance(fault, int):
            return self._answer(fault, {"error": "made_up"})
        return self._answer(200, self._page(params))

    def _page(self, params: dict[str, str]) -> dict[str, Any]:
        shown = [each for each in self._newest_first() if _has(each, params.get("search", ""))]
        number, size = int(params["page"]), min(int(params["per_page"]), LARGEST_PAGE)
        last = max(1, -(-len(shown) // size))
        return {
            "data": shown[(number - 1) * size : number * size],
            "links": {"next": f"/?page={number + 1}" if number < last else None},
            "meta": {"current_page": number, "last_page": last},
        }

    def _newest_first(self) -> Iterable[dict[str, Any]]:
        seen = self.now() - self.lag
        return [c for c in reversed(self.customers) if _created_at(c) <= seen]

    def _answer(self, status: int, document: dict[str, Any]) -> httpx.Response:
        return httpx.Response(status, json=document, headers=self.headers)


def _raised(answer: httpx.Response | httpx.HTTPError) -> httpx.Response:
    if isinstance(answer, httpx.HTTPError):
        raise answer
    return answer


def _created_at(customer: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(customer["created_at"]).astimezone(UTC)


def _has(customer: dict[str, Any], text: str) -> bool:
    return any(text.lower() in str(value).lower() for value in customer.values())

"""The list call: which customers, in what order, on which page, in which of the two styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import JSONResponse

from simulator.flextell.answers import error, invalid, server_error, too_many
from simulator.flextell.customers import is_found, timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.responses import Response

    from simulator.flextell.catalogue import Fault
    from simulator.flextell.customers import Customer, Customers
    from simulator.flextell.faults import Faults

Sortable = Literal[
    "first_name", "last_name", "date_of_birth", "gender", "created_at", "updated_at", "id"
]


class Query(BaseModel):
    """The documented parameters; others are ignored, as the framework does."""

    model_config = ConfigDict(extra="ignore")

    search: str = Field(default="", max_length=255)
    per_page: int = Field(default=15, ge=1, le=100)
    page: int = Field(default=1, ge=1)
    sort_by: Sortable = "id"
    sort_order: Literal["asc", "desc"] = "asc"
    gender: Literal["male", "female", "other"] | None = None
    cursor: int = Field(default=0, ge=0)


def list_page(
    customers: Customers, faults: Faults, parameters: Mapping[str, str], address: str
) -> Response:
    """Answer one list call, which with a `search` is a search and meets that one's faults."""
    try:
        query = Query.model_validate(dict(parameters))
    except ValidationError as refused:
        return invalid({str(each["loc"][0]): [each["msg"]] for each in refused.errors()})
    fault = faults.meet("search" if query.search else "list")
    if fault is not None and fault.name in REFUSED:
        return REFUSED[fault.name](fault)
    found = _selected(customers, query, fault)
    if fault is not None and fault.name == "cursor_style":
        return JSONResponse(_by_cursor(found, query))
    return JSONResponse(_by_number(found, query, address))


REFUSED: Mapping[str, Callable[[Fault], Response]] = {
    "fails_500": lambda _: server_error(),
    "limited_429": lambda fault: too_many({"Retry-After": f"{fault.seconds:.0f}"}),
    "forbidden_403": lambda _: error(403, "forbidden", "The scope customers:read is missing."),
}


def _selected(customers: Customers, query: Query, fault: Fault | None) -> list[Customer]:
    found = [
        customer
        for customer in _visible(customers, fault)
        if is_found(customer, query.search) and query.gender in (None, customer["gender"])
    ]
    found.sort(
        key=lambda customer: (str(customer[query.sort_by] or ""), customer["id"]),
        reverse=query.sort_order == "desc",
    )
    return found


def _visible(customers: Customers, fault: Fault | None) -> list[Customer]:
    """Give the customers that the list knows of: a fault may hide the newest."""
    if fault is not None and fault.name == "misses":
        return list(customers)[:-1]
    if fault is not None and fault.name == "lags":
        known_until = timestamp(customers.clock() - fault.seconds)
        return [customer for customer in customers if customer["created_at"] <= known_until]
    return list(customers)


def _by_number(found: Sequence[Customer], query: Query, address: str) -> dict[str, Any]:
    """Write a page as the endpoint's own page documents it."""
    start = (query.page - 1) * query.per_page
    shown = found[start : start + query.per_page]
    last = max(1, -(-len(found) // query.per_page))

    def link(number: int) -> str | None:
        return f"{address}?page={number}" if 1 <= number <= last else None

    return {
        "data": shown,
        "links": {
            "first": link(1),
            "last": link(last),
            "prev": link(query.page - 1),
            "next": link(query.page + 1),
        },
        "meta": {
            "current_page": query.page,
            "from": start + 1 if shown else None,
            "last_page": last,
            "path": address,
            "per_page": query.per_page,
            "to": start + len(shown) if shown else None,
            "total": len(found),
        },
    }


def _by_cursor(found: Sequence[Customer], query: Query) -> dict[str, Any]:
    """Write a page as the pagination guide documents it."""
    end = query.cursor + query.per_page
    more = end < len(found)
    return {
        "data": found[query.cursor : end],
        "meta": {"cursor": str(end) if more else None, "has_more": more, "total": len(found)},
    }

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from flextell import Flextell, RateLimit, Unknown
from flextell.pages import page_of
from tests.flextell.recorded import always, answer, client, recorded

if TYPE_CHECKING:
    from collections.abc import Sequence

SINCE = datetime(2026, 5, 28, 12, tzinfo=UTC)


def _customer(number: int, minutes: float) -> dict[str, object]:
    return {"id": number, "created_at": (SINCE + timedelta(minutes=minutes)).isoformat()}


def _server(pages: Sequence[object], asked: list[httpx.QueryParams] | None = None) -> Flextell:
    """Answer the calls with these pages, one after another; the last one stays."""
    left = list(pages)

    def reply(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            asked.append(request.url.params)
        return httpx.Response(200, json=left.pop(0) if len(left) > 1 else left[0])

    return client(reply)


def _page(*items: object, current: int = 1, last: int = 1) -> dict[str, object]:
    return {"data": list(items), "links": {}, "meta": {"current_page": current, "last_page": last}}


async def _ids(flextell: Flextell, max_pages: int = 20) -> tuple[list[str], bool]:
    listing = await flextell.newest(SINCE, max_pages=max_pages)
    return [customer.id for customer in listing.customers], listing.complete


async def test_one_page_that_is_all_is_complete() -> None:
    """Without a next page nothing can be missing; what is older than asked for is left out."""
    asked: list[httpx.QueryParams] = []
    flextell = _server([_page(_customer(2, 5), _customer(1, -5), {"id": 9})], asked)

    assert await _ids(flextell) == (["2", "9"], True)
    assert dict(asked[0]) == {
        "sort_by": "created_at",
        "sort_order": "desc",
        "per_page": "100",
        "page": "1",
    }


async def test_pages_are_walked_back_to_the_point() -> None:
    """The walk ends at the first page that reaches back behind the point asked for."""
    asked: list[httpx.QueryParams] = []
    pages = [
        _page(_customer(5, 9), _customer(4, 8), current=1, last=9),
        _page(_customer(3, 7), _customer(2, -1), current=2, last=9),
    ]

    assert await _ids(_server(pages, asked)) == (["5", "4", "3"], True)
    assert [params["page"] for params in asked] == ["1", "2"]


async def test_an_order_that_rises_is_not_trusted() -> None:
    """A server that ignores the order is read to its last page before a no is a no."""
    pages = [
        _page(_customer(1, -9), _customer(2, -8), current=1, last=2),
        _page(_customer(3, -7), _customer(4, 1), current=2, last=2),
    ]

    assert await _ids(_server(pages)) == (["4"], True)


async def test_an_order_that_was_not_seen_to_fall_is_not_trusted() -> None:
    """Customers of one and the same second prove no order."""
    pages = [
        _page(_customer(1, -9), _customer(2, -9), current=1, last=2),
        _page(_customer(3, 1), current=2, last=2),
    ]

    assert await _ids(_server(pages)) == (["3"], True)


async def test_a_cap_on_pages_makes_a_listing_incomplete() -> None:
    """What was not walked may hold the customer."""
    pages = [_page(_customer(9, 9), current=1, last=9), _page(_customer(8, 8), current=2, last=9)]

    assert await _ids(_server(pages), max_pages=2) == (["9", "8"], False)
    assert await _ids(_server(pages), max_pages=0) == ([], False)


async def test_a_repeated_page_ends_the_walk_incomplete() -> None:
    """A server that ignores the page number never shows the rest."""
    pages = [_page(_customer(9, 9), current=1, last=9)]

    assert await _ids(_server(pages)) == (["9"], False)


async def test_an_empty_page_that_promises_more_is_incomplete() -> None:
    """Nothing on this page and more on the next is a contradiction, so no proof."""
    assert await _ids(_server([_page(current=1, last=3)])) == ([], False)


async def test_a_list_without_paging_is_walked_to_an_empty_page() -> None:
    """Where the server tells nothing of pages, only an empty one is the end."""
    pages = [{"data": [_customer(2, 5)]}, {"data": []}]

    assert await _ids(_server(pages)) == (["2"], True)
    assert await _ids(_server(pages[:1])) == (["2"], False)


async def test_an_unreadable_customer_makes_a_listing_incomplete() -> None:
    """It might be the very one that is looked for."""
    assert await _ids(_server([_page(_customer(2, 5), {"name": "no id"})])) == (["2"], False)


async def test_a_cursor_is_passed_on() -> None:
    """The pagination guide's way works as well."""
    asked: list[httpx.QueryParams] = []
    pages = [answer("cursor_style").document(), answer("empty_page").document()]

    listing = await _server(pages, asked).newest(SINCE)

    assert [customer.id for customer in listing.customers] == ["cus_3"]
    assert listing.complete
    assert asked[1]["cursor"] == "eyJpZCI6M30="
    assert "page" not in asked[1]


async def test_a_cursor_in_the_next_link_is_passed_on() -> None:
    """Of a next page's address only the place is taken, never the host."""
    asked: list[httpx.QueryParams] = []
    first = {"data": [_customer(2, 5)], "links": {"next": "http://evil.example/x?cursor=abc"}}

    assert await _ids(_server([first, _page()], asked)) == (["2"], True)
    assert asked[1]["cursor"] == "abc"


def test_the_documented_page_leads_to_the_next() -> None:
    """Times with and without fraction are read, and page 2 follows."""
    page = page_of(answer("page_style").document(), 1)

    assert page is not None
    assert [customer.id for customer in page.customers] == ["3", "2"]
    assert page.following == {"page": "2"}
    assert all(customer.created_at for customer in page.customers)


@pytest.mark.parametrize("address", ["https://[broken", "/customers", "https://x.example/?a=1"])
def test_a_next_link_without_a_place_means_the_next_number(address: str) -> None:
    """An address that tells nothing still tells that there is more."""
    page = page_of({"data": [], "links": {"next": address}}, 4)

    assert page is not None
    assert page.following == {"page": "5"}


def test_more_without_a_cursor_means_the_next_number() -> None:
    """`has_more` alone is believed."""
    page = page_of({"data": [], "meta": {"has_more": True}}, 1)

    assert page is not None
    assert page.following == {"page": "2"}


@pytest.mark.parametrize("document", [None, [], {}, {"data": None}, {"data": {"0": {}}}, "data"])
def test_what_has_no_list_is_no_page(document: object) -> None:
    """A page is an object with a list called data."""
    assert page_of(document, 1) is None


@pytest.mark.parametrize(
    "document", [{"data": [], "links": 7, "meta": "x"}, {"data": [], "links": [], "meta": None}]
)
def test_odd_links_and_meta_are_read_as_absent(document: object) -> None:
    """Paging of an unexpected type is no paging."""
    page = page_of(document, 1)

    assert page is not None
    assert not page.promised


async def test_an_unreadable_page_is_no_answer() -> None:
    """A 2xx that is no page proves nothing, so it is an error."""
    with pytest.raises(Unknown, match="HTTP 200 without a readable page"):
        await client(always("welcome_page")).newest(SINCE)


async def test_a_listing_tells_what_is_left_of_the_limit() -> None:
    """The rate limit of the last page comes with the listing."""
    listing = await client(always("page_style")).newest(SINCE)

    assert listing.rate_limit == RateLimit(59, 60.0)


async def test_search_asks_for_one_page_of_candidates() -> None:
    """The text is cut to the API's limit, and a second page makes the candidates incomplete."""
    asked: list[httpx.QueryParams] = []
    listing = await _server([_page(_customer(2, -900))], asked).search("+" + "4" * 300)

    assert [customer.id for customer in listing.customers] == ["2"]
    assert listing.complete
    assert asked[0]["search"] == "+" + "4" * 254
    assert not (await client(always("page_style")).search("Ada")).complete


async def test_a_search_without_paging_is_complete_only_if_nothing_was_found() -> None:
    """Where the server tells nothing of pages, there may be more candidates."""
    assert not (await _server([{"data": [_customer(2, 5)]}]).search("Ada")).complete
    assert (await _server([{"data": []}]).search("Ada")).complete


async def test_ping_asks_for_one_customer() -> None:
    """The harmless call is the smallest list there is."""
    asked: list[httpx.QueryParams] = []

    assert await _server([_page()], asked).ping() == RateLimit()
    assert dict(asked[0]) == {"per_page": "1", "page": "1"}
    assert (await client(lambda _request: recorded("page_style")).ping()).remaining == 59

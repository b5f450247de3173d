from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from flextell import CallFailed, Created, CreatedWithoutID, Flextell, Listing
from tests.flextell.recorded import client

KEYS = st.sampled_from(
    [
        "data",
        "id",
        "errors",
        "error",
        "message",
        "field",
        "links",
        "meta",
        "next",
        "cursor",
        "has_more",
        "current_page",
        "last_page",
        "created_at",
        "phone_number",
        "related_user",
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.sampled_from(["2026-05-28T20:00:00Z", "email", "'phone_number'"])
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
DOCUMENTS = st.dictionaries(KEYS, JSON).map(lambda value: json.dumps(value).encode())
HEADER_NAMES = st.sampled_from(
    [
        "content-type",
        "content-encoding",
        "content-length",
        "retry-after",
        "date",
        "location",
        "set-cookie",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "transfer-encoding",
    ]
)
HEADER_VALUES = st.sampled_from(
    ["gzip", "deflate", "5", "-1", "1e9", "chunked", "http://[", "Thu, 1 May"]
) | st.text(st.characters(max_codepoint=255))
HEADERS = st.dictionaries(HEADER_NAMES, HEADER_VALUES)
STATUSES = st.integers(100, 999) | st.sampled_from([200, 201, 204, 301, 400, 401, 422, 429, 500])
BODIES = st.binary() | DOCUMENTS


def _answering(status: int, headers: dict[str, str], body: bytes) -> Flextell:
    raw = [(key.encode(), value.encode("latin-1")) for key, value in headers.items()]
    return client(
        lambda _request: httpx.Response(status, headers=raw, stream=httpx.ByteStream(body))
    )


async def _outcome(flextell: Flextell, *, create: bool) -> object:
    """Give whatever the call returns, or the failure if it is one of the declared ones."""
    try:
        if create:
            return await flextell.create(b"{}", idempotency_key="k")
        return await flextell.newest(datetime(2026, 5, 28, tzinfo=UTC), max_pages=3)
    except CallFailed as failure:
        return failure


@settings(deadline=None)  # the machine may be busy
@given(STATUSES, HEADERS, BODIES)
def test_no_answer_to_a_create_raises_anything_undeclared(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    """Any status, headers and bytes end in one of the declared outcomes, a 2xx as created."""
    outcome = asyncio.run(_outcome(_answering(status, headers, body), create=True))

    created = isinstance(outcome, Created | CreatedWithoutID)
    assert created or isinstance(outcome, CallFailed)
    assert created == (200 <= status <= 299)


@settings(deadline=None)  # the machine may be busy
@given(STATUSES, HEADERS, BODIES)
def test_no_answer_to_a_list_raises_anything_undeclared(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    """Any status, headers and bytes end in a listing or in a declared failure."""
    outcome = asyncio.run(_outcome(_answering(status, headers, body), create=False))

    assert isinstance(outcome, Listing | CallFailed)
    assert 200 <= status <= 299 or isinstance(outcome, CallFailed)

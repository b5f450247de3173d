"""The client against the stand-in, over real connections: what each fault comes to."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from flextell import (
    CallFailed,
    Conflict,
    CreatedWithoutID,
    Deadlines,
    FieldsRefused,
    Flextell,
    LimitReached,
    Misconfigured,
    Refused,
    StaticToken,
    TokenRejected,
    Unknown,
    canonical_body,
)
from tests.simulator.flextell.served import TENANT, TOKEN, Stage, raised

if TYPE_CHECKING:
    from collections.abc import Iterator

ADA = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "phone": "+447700900101",
    "email": "Ada@example.org",
    "birth_date": "1990-12-10",
}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def served() -> Iterator[Stage]:
    """Serve a stand-in for these tests."""
    with raised("uvloop", "httptools") as stage:
        yield stage


@pytest.fixture
def stage(served: Stage) -> Stage:
    """Lend it with nobody in it."""
    served.flextell.reset()
    return served


@pytest.fixture
def flextell(stage: Stage) -> Flextell:
    """Build a client with little patience."""
    url = f"{stage.http.base_url}/api/v1"
    hasty = Deadlines(connect=2, read=1, total=1.5)
    return Flextell(url, TENANT, StaticToken(TOKEN), deadlines=hasty)


OUTCOMES: list[tuple[str, type[CallFailed], int]] = [
    ("commit_then_timeout", Unknown, 1),
    ("commit_late", Unknown, 0),
    ("commit_then_reset", Unknown, 1),
    ("commit_then_500", Unknown, 1),
    ("commit_then_502_html", Unknown, 1),
    ("created_without_id", CreatedWithoutID, 1),
    ("created_broken_json", CreatedWithoutID, 1),
    ("created_partial_body", CreatedWithoutID, 1),
    ("created_bad_gzip", CreatedWithoutID, 1),
    ("slow_drip", CreatedWithoutID, 1),
    ("refuse_500", Unknown, 0),
    ("refuse_503", Unknown, 0),
    ("reset_before_commit", Unknown, 0),
    ("limit_seconds", LimitReached, 0),
    ("limit_date", LimitReached, 0),
    ("limit_silent", LimitReached, 0),
    ("limit_nonsense", LimitReached, 0),
    ("unauthorized_401", TokenRejected, 0),
    ("forbidden_403", Misconfigured, 0),
    ("conflict_409", Conflict, 0),
    ("redirect_307", Misconfigured, 0),
    ("refuse_email_422", FieldsRefused, 0),
    ("refuse_phone_422", FieldsRefused, 0),
    ("refuse_birth_date_400", FieldsRefused, 0),
    ("refuse_identity_number_422", FieldsRefused, 0),
    ("refuse_country_422", FieldsRefused, 0),
    ("refuse_setting_422", FieldsRefused, 0),
    ("refuse_unnamed_422", Refused, 0),
]


@pytest.mark.parametrize(("fault", "outcome", "created"), OUTCOMES)
async def test_each_fault_comes_to_its_outcome(
    stage: Stage, flextell: Flextell, fault: str, outcome: type[CallFailed], created: int
) -> None:
    """What the client says fits what the stand-in did."""
    stage.spoil("create", fault)

    with pytest.raises(CallFailed) as caught:
        await flextell.create(canonical_body(ADA), idempotency_key="k")

    assert type(caught.value) is outcome
    assert len(stage.customers()) == created
    assert len(stage.requests()) == 1


WAITS = [("limit_seconds", 2.0), ("limit_silent", None), ("limit_nonsense", None)]


@pytest.mark.parametrize(("fault", "wait"), WAITS)
async def test_a_wait_is_heard(
    stage: Stage, flextell: Flextell, fault: str, wait: float | None
) -> None:
    """Where one is named."""
    stage.spoil("create", fault)

    with pytest.raises(LimitReached) as caught:
        await flextell.create(canonical_body(ADA), idempotency_key="k")

    assert caught.value.wait_seconds == wait


async def test_a_customer_is_created_and_found(stage: Stage, flextell: Flextell) -> None:
    """The list, both searches and the harmless call work together."""
    created = await flextell.create(canonical_body(ADA), idempotency_key="k")
    listing = await flextell.newest(LONG_AGO)

    assert (created.id, created.rate_limit.remaining) == ("4711", 5999)
    assert listing.complete
    assert listing.customers == (created.customer,)
    for text in ("+44 7700 900101", "ada@example.org"):
        assert (await flextell.search(text)).customers == (created.customer,)
    assert (await flextell.ping()).remaining is not None
    assert stage.requests()[0]["body"].encode() == canonical_body(ADA)


@pytest.mark.parametrize("fault", [None, "cursor_style"])
async def test_many_customers_are_walked_in_either_style(
    stage: Stage, flextell: Flextell, fault: str | None
) -> None:
    """250 customers are three pages, by number or by cursor."""
    if fault:
        stage.spoil("list", fault)
    for number in range(250):
        stage.create(last_name=str(number))

    listing = await flextell.newest(LONG_AGO)

    assert listing.complete
    assert [int(customer.id) for customer in listing.customers] == list(range(4960, 4710, -1))


REFUSALS: list[tuple[str, type[CallFailed]]] = [
    ("fails_500", Unknown),
    ("forbidden_403", Misconfigured),
    ("limited_429", LimitReached),
]


@pytest.mark.parametrize(("fault", "outcome"), REFUSALS)
async def test_a_look_up_that_fails_concludes_nothing(
    stage: Stage, flextell: Flextell, fault: str, outcome: type[CallFailed]
) -> None:
    """A refusal is never read as an empty list."""
    stage.http.put(
        "/stage/flextell/faults", json={key: {"fault": fault} for key in ("list", "search")}
    )

    with pytest.raises(outcome):
        await flextell.newest(LONG_AGO)
    with pytest.raises(outcome):
        await flextell.search("Ada")


async def test_a_search_leaves_no_trace_in_the_log(
    flextell: Flextell, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even at the finest level does a phone number or the token get written down."""
    for name in ("", "aiohttp", "asyncio", "httpx"):  # the bot's own set-up hushes some of them
        caplog.set_level(logging.DEBUG, logger=name)

    await flextell.search("+447700900101")
    logging.getLogger("httpx").debug("the last line of all")
    ours = (each for each in caplog.records if not each.name.startswith("uvicorn"))  # the stage's
    written = [each.getMessage() for each in ours]

    assert written[-1:] == ["the last line of all"]  # what is logged was caught
    assert not any("447700900101" in message or TOKEN in message for message in written)

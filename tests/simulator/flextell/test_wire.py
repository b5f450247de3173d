from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from tests.simulator.flextell.served import WHOLE, Stage, raised

if TYPE_CHECKING:
    from collections.abc import Callable


def _head_and_body(came: bytes) -> tuple[bytes, bytes]:
    head, _, body = came.partition(b"\r\n\r\n")
    return head, body


def _until(true: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + 5
    while not true():
        assert time.monotonic() < ends_at
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("fault", "created"), [("reset_before_commit", 0), ("commit_then_reset", 1)]
)
def test_a_reset_is_a_reset_without_a_byte(stage: Stage, fault: str, created: int) -> None:
    """The client sees the connection reset, with nothing before it."""
    stage.spoil("create", fault)

    assert stage.raw() == (b"", "reset")
    assert len(stage.customers()) == created
    assert [request["status"] for request in stage.requests()] == [None]


def test_a_reset_is_one_on_the_other_server_too() -> None:
    """Uvicorn's pure Python protocol and the plain event loop behave alike."""
    with raised("asyncio", "h11") as plain:
        plain.spoil("create", "commit_then_reset")

        assert plain.raw() == (b"", "reset")


def test_a_client_that_waits_gets_nothing(stage: Stage) -> None:
    """The customer is there while the client still waits for a word."""
    stage.spoil("create", "commit_then_timeout")

    assert stage.raw(timeout=0.3) == (b"", "waiting")
    assert len(stage.customers()) == 1


def test_the_wait_ends_in_the_end(stage: Stage) -> None:
    """A client without a deadline of its own is hung up on."""
    stage.spoil("create", "commit_then_timeout", seconds=0.1)

    assert stage.raw() == (b"", "closed")


def test_a_late_customer_comes_after_the_client_went(stage: Stage) -> None:
    """At the time the client gives up nothing is created yet; later there is."""
    stage.spoil("create", "commit_late", seconds=0.3)

    assert stage.raw(timeout=0.2) == (b"", "waiting")
    assert stage.customers() == []
    _until(lambda: len(stage.customers()) == 1)


def test_a_late_customer_does_not_survive_a_reset(stage: Stage) -> None:
    """What is on its way when the stage is cleared belongs to the play before."""
    stage.spoil("create", "commit_late", seconds=0.2)
    stage.raw(timeout=0.1)
    stage.flextell.reset()
    time.sleep(0.5)

    assert stage.customers() == []


def test_half_an_answer_is_half_an_answer(stage: Stage) -> None:
    """The head promises more bytes than come before the connection closes."""
    stage.spoil("create", "created_partial_body")

    came, end = stage.raw()
    head, body = _head_and_body(came)

    assert end == "closed"
    assert head.startswith(b"HTTP/1.1 201 Created")
    promised = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert len(body) == promised // 2


def test_a_drip_comes_byte_by_byte(stage: Stage) -> None:
    """The head comes at once, then one byte in each span; all of it if one waits."""
    stage.spoil("create", "slow_drip", seconds=0.2)
    came, end = stage.raw(timeout=0.1)

    head, body = _head_and_body(came)
    assert head.startswith(b"HTTP/1.1 201 Created")
    assert (len(body), end) == (1, "waiting")

    stage.spoil("create", "slow_drip", seconds=0)
    assert stage.create().json()["data"]["id"] == 4712


def test_bad_gzip_claims_to_be_gzip(stage: Stage) -> None:
    """The head says gzip; the body is plain."""
    stage.spoil("create", "created_bad_gzip", times=1)
    body = json.dumps(WHOLE)

    with stage.http.stream("POST", "/api/v1/customers", content=body) as response:
        assert response.headers["content-encoding"] == "gzip"
        assert next(response.iter_raw()).startswith(b'{"success"')
    assert len(stage.customers()) == 1

"""Answers kept as files, in the documentation's words: the shape is the fact, not the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from flextell import Flextell, StaticToken
from flextell.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent / "answers"
NOW = 1_780_000_000.0
"""The Unix time of the recorded Date headers."""


def raw(name: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """Give status, headers and body of one recorded answer."""
    head, _, body = (FOLDER / f"{name}.http").read_bytes().partition(b"\n\n")
    status, *lines = head.decode().split("\n")
    headers = [(key, value) for key, _, value in (line.partition(": ") for line in lines)]
    return int(status.split()[1]), headers, body


def recorded(name: str) -> httpx.Response:
    """Give a recorded answer as a transport gives it."""
    status, headers, body = raw(name)
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


def answer(name: str) -> Answer:
    """Give a recorded answer as it is after the exchange."""
    status, headers, body = raw(name)
    return Answer(status, {key.lower(): value for key, value in headers}, body)


def client(reply: Callable[[httpx.Request], httpx.Response]) -> Flextell:
    """Build a client that hears `reply` and nothing else."""
    transport = httpx.MockTransport(reply)
    return Flextell(
        "https://flextell.example/api/v1",
        "7",
        StaticToken("made-up"),
        transport=transport,
        clock=lambda: NOW,
    )


def always(name: str) -> Callable[[httpx.Request], httpx.Response]:
    """Answer every call with the same recorded answer."""
    return lambda _request: recorded(name)

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from bot.rehearsal.typed import typed_lines

if TYPE_CHECKING:
    from pathlib import Path


async def test_lines_come_as_they_are_typed() -> None:
    """Each is there before the next one is written."""
    reading, writing = os.pipe()
    lines = typed_lines(reading)
    os.write(writing, b"/start\nAda Love")
    assert await anext(lines) == "/start"
    os.write(writing, "lace\n\nليلى".encode())
    assert [await anext(lines), await anext(lines)] == ["Ada Lovelace", ""]
    os.close(writing)
    assert [line async for line in lines] == ["ليلى"]
    os.close(reading)


async def test_an_ordinary_file_is_typed_too(tmp_path: Path) -> None:
    """A loop cannot watch it; bytes that are no text are no reason to end."""
    file = tmp_path / "typed.txt"
    file.write_bytes(b"/start\n\xff\n")
    with file.open("rb") as opened:
        assert [line async for line in typed_lines(opened.fileno())] == ["/start", "\ufffd"]


async def test_where_nobody_can_type_there_are_no_lines() -> None:
    """A closed input is an input at its end."""
    reading, writing = os.pipe()
    os.close(reading)
    os.close(writing)
    assert [line async for line in typed_lines(reading)] == []


def test_who_never_types_keeps_nobody_from_ending() -> None:
    """The loop is closed while the thread still waits; what comes then is nobody's."""
    reading, writing = os.pipe()

    async def ask() -> None:
        await asyncio.wait_for(anext(typed_lines(reading)), 0.05)

    try:
        asyncio.run(ask())
    except TimeoutError:
        os.write(writing, b"too late\n")
    os.close(writing)

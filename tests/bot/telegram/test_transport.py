"""The library's requests on the wire, and how every trouble is told without a secret."""

from __future__ import annotations

import asyncio
import logging
import socket
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from telegram import InputFile, ReplyKeyboardMarkup
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.transport import Transport, Unconnected
from tests.bot.telegram import bot_api
from tests.bot.telegram.bot_api import TOKEN, Answer, BotAPI
from tests.bot.telegram.made import ADA

if TYPE_CHECKING:
    from telegram import Bot

WORDS = "my-secret-words"


async def trouble(bot: Bot) -> TelegramError:
    """Send a message; return the error it meets."""
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(ADA, WORDS)
    return caught.value


def told(error: BaseException) -> str:
    """Return everything that a log could tell of an error."""
    return "".join(traceback.format_exception(error))


async def test_a_call_arrives_as_telegram_spells_it(bot: Bot, api: BotAPI) -> None:
    """Text and keyboard are a form's fields; the message sent comes back."""
    keyboard = ReplyKeyboardMarkup([["ليلى 😀"]])
    sent = await bot.send_message(ADA, "a & b = ü\n😀", reply_markup=keyboard)
    assert sent.text == "a & b = ü\n😀"
    (params,) = api.called("sendMessage")
    assert params["chat_id"] == ADA
    assert params["reply_markup"]["keyboard"] == [[{"text": "ليلى 😀"}]]


async def test_a_file_is_sent_as_one(bot: Bot, api: BotAPI) -> None:
    """The transport speaks multipart."""
    document = InputFile(b"%PDF", filename="privacy.pdf")
    api.answers("sendDocument", Answer(result={"message_id": 1, "date": 1, "chat": _chat()}))
    await bot.send_document(ADA, document)
    (params,) = api.called("sendDocument")
    assert ("privacy.pdf", b"%PDF") in params.values()


def _chat() -> dict[str, object]:
    return {"id": ADA, "type": "private", "first_name": "Ada"}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (bot_api.too_many(3), RetryAfter),
        (bot_api.BLOCKED, Forbidden),
        (bot_api.NOT_FOUND, BadRequest),
        (bot_api.UNAUTHORIZED, InvalidToken),
        (bot_api.BROKEN, NetworkError),
        (bot_api.HTML, NetworkError),
        (bot_api.DROPPED, NetworkError),
        (bot_api.HANGING, TimedOut),
        (Answer(page=""), NetworkError),
        (Answer(page="[1]"), NetworkError),
        (Answer(page='{"ok": true}'), NetworkError),
        (Answer(page='"' + WORDS), NetworkError),
        (Answer(status=500, page="null"), NetworkError),
        (Answer(status=400, page="[" * 100_000), NetworkError),
        (Answer(status=302, page="<html>"), NetworkError),
    ],
)
async def test_every_trouble_is_the_librarys_own(
    bot: Bot, api: BotAPI, answer: Answer, kind: type[TelegramError]
) -> None:
    """Sorted by class, and neither the token nor what was said is in it."""
    api.answers("sendMessage", answer)
    error = await trouble(bot)
    assert type(error) is kind
    assert TOKEN not in told(error)
    assert WORDS not in str(error)


async def test_no_trouble_is_logged_with_a_secret(
    bot: Bot, api: BotAPI, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor does the library say more in passing."""
    caplog.set_level(logging.INFO)
    answers = (bot_api.HTML, bot_api.DROPPED, bot_api.BROKEN, Answer(page=WORDS))
    api.answers("sendMessage", *answers)
    for _ in answers:
        await trouble(bot)
    assert TOKEN not in caplog.text
    assert WORDS not in caplog.text


async def test_nobody_is_followed_elsewhere(bot: Bot, api: BotAPI) -> None:
    """A redirection would tell another server the token."""
    api.answers("sendMessage", Answer(status=307, page="{}"))
    await trouble(bot)
    assert api.methods() == ["sendMessage"]


async def test_where_nobody_listens_surely_nothing_was_done(transport: Transport) -> None:
    """The port is not in the error either."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Unconnected, match="ClientConnectorError") as caught:
        await transport.post(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe")
    assert TOKEN not in told(caught.value)


async def test_who_waits_for_a_connection_in_vain_has_surely_done_nothing(api: BotAPI) -> None:
    """So it is where packets are dropped on the way, and where all connections are in use."""
    transport = Transport(seconds=5, connections=1)
    await transport.initialize()
    api.answers("getMe", bot_api.HANGING)
    first = asyncio.create_task(transport.post(f"{api.url}bot{TOKEN}/getMe"))
    await api.until(1)
    with pytest.raises(Unconnected, match="ConnectionTimeoutError") as caught:
        await transport.post(f"{api.url}bot{TOKEN}/getMe", read_timeout=0.05)
    assert TOKEN not in told(caught.value)
    first.cancel()
    await transport.shutdown()
    assert api.methods() == ["getMe"]


async def test_a_call_may_take_its_own_time(api: BotAPI, transport: Transport) -> None:
    """Long polling waits longer than others, a hurried call less."""
    assert transport.read_timeout == 1.5
    api.answers("getMe", bot_api.HANGING)
    with pytest.raises(TimedOut):
        await transport.post(f"{api.url}bot{TOKEN}/getMe", read_timeout=0.05)


async def test_a_closed_transport_sends_nothing(api: BotAPI) -> None:
    """Before it is opened and after it is closed; closing twice is no harm."""
    transport = Transport()
    for _ in range(2):
        with pytest.raises(NetworkError, match="closed"):
            await transport.post(f"{api.url}bot{TOKEN}/getMe")
        await transport.initialize()
        await transport.shutdown()
        await transport.shutdown()
    assert api.calls == []


async def answering(answer: bytes, transport: Transport) -> datetime | None:
    """Ask a server that answers with these bytes for its time."""

    async def answer_once(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(answer_once, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        return await transport.time_at(f"http://127.0.0.1:{port}/whatever")


@pytest.mark.parametrize("status", ["200 OK", "302 Found", "404 Not Found", "500 Oh dear"])
async def test_any_answer_tells_the_time(transport: Transport, status: str) -> None:
    """Nobody has to be known there, and nobody is followed elsewhere."""
    head = f"HTTP/1.1 {status}\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\n"
    rest = "Location: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    told = await answering((head + rest).encode(), transport)
    assert told == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("date", ["", "Date: soon\r\n"])
async def test_a_server_may_not_tell_the_time(transport: Transport, date: str) -> None:
    """Without the header, or with one that nobody can read."""
    answer = f"HTTP/1.1 200 OK\r\n{date}Content-Length: 0\r\n\r\n"
    assert await answering(answer.encode(), transport) is None

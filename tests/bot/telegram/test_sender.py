"""What comes of a call, sorted by what to do next."""

from __future__ import annotations

import logging
import socket
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from telegram.error import RetryAfter

from bot import metrics
from bot.telegram.calls import Call
from bot.telegram.sender import (
    AFTER_A_FAULT_SECONDS,
    Done,
    Later,
    Refused,
    Sender,
    Sent,
    Unreachable,
    wait_seconds,
)
from conversations.replies import File
from tests.bot.telegram import bot_api
from tests.bot.telegram.bot_api import TOKEN, Answer, BotAPI
from tests.bot.telegram.made import ADA

if TYPE_CHECKING:
    from bot.telegram.transport import Transport

WORDS = "my-secret-words"
BUTTONS = {"inline_keyboard": [[{"text": "Agree", "callback_data": "tok:1:agree"}]]}
CONTACT = {
    "keyboard": [[{"text": "Share", "request_contact": True}, {"text": "Back"}]],
    "resize_keyboard": True,
    "one_time_keyboard": True,
}
SEND = Call("sendMessage", {"chat_id": ADA, "text": WORDS})
EDIT = Call(
    "editMessageText",
    {
        "chat_id": ADA,
        "text": WORDS,
        "message_id": 9,
        "reply_markup": BUTTONS,
        "link_preview_options": {"is_disabled": True},
    },
)


@pytest.mark.parametrize(
    "markup", [None, BUTTONS, CONTACT, {"remove_keyboard": True}], ids=["none", *"bcr"]
)
async def test_a_message_arrives_with_its_keyboard(
    sender: Sender, api: BotAPI, markup: dict[str, object] | None
) -> None:
    """By the library as in the webhook's answer; its id is told."""
    preview = {"is_disabled": True} if markup else None
    params = {"chat_id": ADA, "text": "Hello", "reply_markup": markup}
    params |= {"link_preview_options": preview}
    given = {name: value for name, value in params.items() if value is not None}
    assert await sender.send(Call("sendMessage", given)) == Done(1)
    assert api.called("sendMessage") == [given]


async def test_an_edit_arrives_with_its_buttons(sender: Sender, api: BotAPI) -> None:
    """Or without, which takes them from the message."""
    bare = Call("editMessageText", {"chat_id": ADA, "text": "Done", "message_id": 9})
    assert [await sender.send(EDIT), await sender.send(bare)] == [Done(9), Done(9)]
    first, second = api.called("editMessageText")
    assert first == EDIT.params
    assert second == bare.params


@pytest.mark.parametrize(
    ("answer", "sent"),
    [
        (bot_api.too_many(7), Later(7, surely=True)),
        (bot_api.BLOCKED, Unreachable()),
        (bot_api.MIGRATED, Unreachable()),
        (Answer(status=400, description="Bad Request: chat not found"), Refused()),
        (bot_api.BROKEN, Later(AFTER_A_FAULT_SECONDS)),
        (bot_api.HTML, Later(AFTER_A_FAULT_SECONDS)),
        (bot_api.DROPPED, Later(AFTER_A_FAULT_SECONDS)),
        (bot_api.HANGING, Later(AFTER_A_FAULT_SECONDS)),
        (bot_api.UNAUTHORIZED, Later(60)),
        (bot_api.CONFLICT, Refused()),
    ],
)
async def test_trouble_says_what_to_do_next(
    sender: Sender,
    api: BotAPI,
    caplog: pytest.LogCaptureFixture,
    answer: Answer,
    sent: Sent,
) -> None:
    """Wait, give up, or drop; nothing secret is logged."""
    caplog.set_level(logging.INFO)
    api.answers("sendMessage", answer)
    assert await sender.send(SEND) == sent
    assert TOKEN not in caplog.text
    assert WORDS not in caplog.text


async def test_what_reached_nobody_was_surely_not_sent(transport: Transport) -> None:
    """So it may be sent again at once, even what must not be said twice."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/bot{TOKEN}"
    sent = await Sender(address, address, transport).send(SEND)
    assert sent == Later(AFTER_A_FAULT_SECONDS, surely=True)


async def test_an_edit_to_what_stands_there_has_succeeded(sender: Sender, api: BotAPI) -> None:
    """Edits may be repeated."""
    api.answers("editMessageText", bot_api.NOT_MODIFIED)
    assert await sender.send(EDIT) == Done(9)
    assert api.methods() == ["editMessageText"]


async def test_an_edit_of_what_is_gone_is_sent_anew(sender: Sender, api: BotAPI) -> None:
    """With its buttons, and the new message's id is told."""
    api.answers("editMessageText", bot_api.NOT_FOUND)
    assert await sender.send(EDIT) == Done(2)
    (given,) = api.called("sendMessage")
    assert (given["text"], given["reply_markup"]) == (WORDS, BUTTONS)
    assert "message_id" not in given


@pytest.mark.parametrize(
    "answer", [bot_api.too_many(7), bot_api.BROKEN, bot_api.BLOCKED, bot_api.HANGING]
)
async def test_an_edit_that_may_yet_be_made_is_not_sent_anew(
    sender: Sender, api: BotAPI, answer: Answer
) -> None:
    """Else the card would be there twice."""
    api.answers("editMessageText", answer)
    await sender.send(EDIT)
    assert api.methods() == ["editMessageText"]


@pytest.mark.parametrize("answer", [Answer(result=True), bot_api.NOT_FOUND, bot_api.DROPPED])
async def test_a_press_is_acknowledged(sender: Sender, api: BotAPI, answer: Answer) -> None:
    """Whether Telegram still wants it or not; nothing hangs on it."""
    before = acknowledged()
    api.answers("answerCallbackQuery", answer)
    await sender.acknowledge("press-1")
    assert api.called("answerCallbackQuery") == [{"callback_query_id": "press-1"}]
    assert acknowledged() == before + 1


def acknowledged() -> float:
    """Return how many acknowledgements were counted, whatever came of them."""
    metric = next(iter(metrics.TELEGRAM_CALLS.collect()))
    return sum(
        sample.value
        for sample in metric.samples
        if sample.name.endswith("_total") and sample.labels["method"] == "answerCallbackQuery"
    )


@pytest.mark.parametrize("wait", [5, timedelta(seconds=5)])
def test_both_ways_to_write_a_wait_are_read(wait: int | timedelta) -> None:
    """The library gives seconds today and a timedelta tomorrow."""
    assert wait_seconds(_Waiting(wait)) == 5


class _Waiting(RetryAfter):
    """The library's error with its wait in either type."""

    def __init__(self, wait: int | timedelta) -> None:
        self._wait = wait
        super().__init__(wait)

    @property
    def retry_after(self) -> int | timedelta:
        """Return the wait as it was given."""
        return self._wait


async def test_a_file_arrives_as_it_is(sender: Sender, api: BotAPI) -> None:
    """Its bytes and its name, in one call; nothing of it is logged or written down."""
    content = '{"name": "ليلى"}'.encode()
    call = Call("sendDocument", {"chat_id": ADA}, File("mydata.json", content))
    assert await sender.send(call) == Done(0)
    assert api.called("sendDocument") == [{"chat_id": ADA, "document": ("mydata.json", content)}]
    assert "ليلى" not in repr(call)
    api.answers("sendDocument", bot_api.BLOCKED)
    assert await sender.send(call) == Unreachable()

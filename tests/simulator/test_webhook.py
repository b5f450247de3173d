"""Delivery to a webhook, as Telegram's server does it."""

from __future__ import annotations

import asyncio
import time

import pytest
from aiohttp import web

from simulator.telegram.delivery import Delivery, call_in, wait_before_repeat
from simulator.telegram.world import World
from tests.simulator.conftest import ADA, LAILA, Play, Receiver

SECRET = "s3cret-token"


async def test_an_update_is_posted_with_the_secret(play: Play, receiver: Receiver) -> None:
    """As JSON with its number, and acknowledged by a 2xx."""
    await play.result("setWebhook", url=receiver.url, secret_token=SECRET)
    said = await play.act(ADA, "text", text="hi")
    await play.delivered()
    assert receiver.came[0]["update_id"] == said["update_id"]
    assert receiver.came[0]["message"]["text"] == "hi"
    assert receiver.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == SECRET
    assert receiver.headers[0]["Content-Type"] == "application/json"


async def test_without_a_secret_there_is_no_header(play: Play, receiver: Receiver) -> None:
    """And what was said before the webhook was set is delivered, too."""
    await play.act(ADA, "text", text="early")
    await play.result("setWebhook", url=receiver.url)
    await play.delivered()
    assert "X-Telegram-Bot-Api-Secret-Token" not in receiver.headers[0]


async def test_the_call_in_the_answer_is_made(play: Play, receiver: Receiver) -> None:
    """The reply is there as soon as nothing is undelivered."""
    reply = {"method": "sendMessage", "chat_id": ADA, "text": "Hello!"}
    receiver.answers.append(web.json_response(reply))
    await play.result("setWebhook", url=receiver.url)
    await play.act(ADA, "text", text="hi")
    chat = await play.delivered()
    assert [each["text"] for each in chat["messages"]] == ["hi", "Hello!"]
    call = (await play.calls())[-1]
    assert (call["via"], call["method"], call["status"]) == ("webhook_answer", "sendMessage", 200)
    assert call["params"] == {"chat_id": ADA, "text": "Hello!"}


async def test_a_refused_call_in_the_answer_is_not_told(play: Play, receiver: Receiver) -> None:
    """The update counts as delivered all the same."""
    reply = {"method": "sendMessage", "chat_id": 404, "text": "Hello!"}
    receiver.answers.append(web.json_response(reply))
    await play.result("setWebhook", url=receiver.url)
    await play.act(ADA, "text", text="hi")
    await play.delivered()
    assert (await play.calls())[-1]["status"] == 400
    assert len(receiver.came) == 1


@pytest.mark.parametrize("answer", [b"", b"ok", b"[]", b'{"ok": true}', b"\xff"])
def test_other_answers_carry_no_call(answer: bytes) -> None:
    """Only a JSON object with a method does."""
    assert call_in(answer) is None


async def test_an_update_is_repeated_until_a_2xx(play: Play, receiver: Receiver) -> None:
    """The first time after one second; getWebhookInfo tells the error."""
    receiver.answers.append(web.Response(status=500))
    await play.result("setWebhook", url=receiver.url)
    started = time.monotonic()
    await play.act(ADA, "text", text="hi")
    await receiver.count(1)
    await asyncio.sleep(0.1)
    info = await play.result("getWebhookInfo")
    await play.delivered()
    assert 1.0 <= time.monotonic() - started < 3
    assert receiver.came[0] == receiver.came[1]
    assert info["pending_update_count"] == 1
    expected = "Wrong response from the webhook: 500 Internal Server Error"
    assert info["last_error_message"] == expected
    assert abs(info["last_error_date"] - time.time()) < 5


async def test_a_redirect_is_no_acknowledgement(play: Play, receiver: Receiver) -> None:
    """Nor is it followed."""
    receiver.answers.append(web.Response(status=302, headers={"Retry-After": "0"}))
    await play.result("setWebhook", url=receiver.url)
    await play.act(ADA, "text", text="hi")
    await play.delivered()
    assert len(receiver.came) == 2


async def test_retry_after_is_honoured(play: Play, receiver: Receiver) -> None:
    """Zero seconds mean at once."""
    answers = [web.Response(status=503, headers={"Retry-After": "0"}) for _ in range(3)]
    receiver.answers.extend(answers)
    await play.result("setWebhook", url=receiver.url)
    started = time.monotonic()
    await play.act(ADA, "text", text="hi")
    await play.delivered()
    assert len(receiver.came) == 4
    assert time.monotonic() - started < 1


def test_waits_double_up_to_a_minute() -> None:
    """1, 2, 4, ... 60 seconds; what Retry-After says goes before."""
    waits = [wait_before_repeat(failures) for failures in range(1, 9)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert wait_before_repeat(5, "7") == 7
    assert wait_before_repeat(1, "Wed, 21 Oct 2026 07:28:00 GMT") == 1


async def test_a_chats_messages_come_one_by_one(play: Play, receiver: Receiver) -> None:
    """The next is held back until the last one got its 200; other chats do not wait."""
    receiver.gate.clear()
    await play.result("setWebhook", url=receiver.url)
    for text in ("one", "two"):
        await play.act(ADA, "text", text=text)
    await receiver.count(1)
    await play.act(LAILA, "text", text="three")
    await receiver.count(2)
    assert [each["message"]["text"] for each in receiver.came] == ["one", "three"]
    assert (await play.chat(ADA))["undelivered"] == 2
    receiver.gate.set()
    await play.delivered()
    assert receiver.came[2]["message"]["text"] == "two"


async def test_presses_do_not_wait_for_messages(play: Play, receiver: Receiver) -> None:
    """A person's presses are a queue of their own."""
    receiver.gate.clear()
    sent = await play.result("sendMessage", chat_id=ADA, text="Sure?")
    await play.result("setWebhook", url=receiver.url)
    await play.act(ADA, "text", text="one")
    await receiver.count(1)
    for _ in range(2):
        await play.act(ADA, "press", message_id=sent["message_id"], data="y")
    await receiver.count(2)
    assert "callback_query" in receiver.came[1]
    receiver.gate.set()
    await play.delivered()
    assert len(receiver.came) == 3


async def test_a_lost_answer_counts_for_nothing(play: Play, receiver: Receiver) -> None:
    """Neither its 200 nor its method; the update comes again."""
    reply = {"method": "sendMessage", "chat_id": ADA, "text": "Hello!"}
    receiver.answers.extend(web.json_response(reply) for _ in range(2))
    await play.faults(lose_answer=1)
    await play.result("setWebhook", url=receiver.url)
    await play.act(ADA, "text", text="hi")
    await receiver.count(1)
    await asyncio.sleep(0.1)
    lost = await play.chat(ADA)
    await play.faults()
    chat = await play.delivered()
    assert (len(lost["messages"]), lost["undelivered"]) == (1, 1)
    assert [each["text"] for each in chat["messages"]] == ["hi", "Hello!"]
    assert len(receiver.came) == 2


async def test_an_update_can_come_twice(play: Play, receiver: Receiver) -> None:
    """By chance, or because somebody asks for it."""
    await play.result("setWebhook", url=receiver.url)
    await play.faults(duplicate=1)
    said = await play.act(ADA, "text", text="hi")
    await play.delivered()
    await play.act(ADA, "updates/repeat", update_id=said["update_id"])
    await play.delivered()
    assert [each["update_id"] for each in receiver.came] == [said["update_id"]] * 3


async def test_an_update_can_be_late(play: Play, receiver: Receiver) -> None:
    """By as many milliseconds as wanted."""
    await play.result("setWebhook", url=receiver.url)
    await play.faults(delay_ms=300)
    started = time.monotonic()
    await play.act(ADA, "text", text="hi")
    await play.delivered()
    assert time.monotonic() - started >= 0.3


async def test_a_bot_that_hangs_up_gets_the_update_again(play: Play, receiver: Receiver) -> None:
    """The error says what happened."""
    receiver.answers.append(ConnectionResetError())
    await play.result("setWebhook", url=receiver.url)
    await play.act(ADA, "text", text="hi")
    await receiver.count(1)
    await asyncio.sleep(0.2)
    info = await play.result("getWebhookInfo")
    await play.delivered()
    assert info["last_error_message"] == "Connection reset by peer"


async def test_a_bot_that_comes_up_again_is_served_at_once(play: Play, receiver: Receiver) -> None:
    """Setting the webhook ends the wait that the last failure began."""
    await play.result("setWebhook", url="http://127.0.0.1:9/hook")
    await play.act(ADA, "text", text="hi")
    await asyncio.sleep(0.2)
    info = await play.result("getWebhookInfo")
    started = time.monotonic()
    await play.result("setWebhook", url=receiver.url)
    await play.delivered()
    assert info["last_error_message"] == "Connection refused"
    assert time.monotonic() - started < 0.7


async def test_a_silent_bot_is_left_after_its_time(play: Play, receiver: Receiver) -> None:
    """The update stays, and the error says that reading took too long."""
    receiver.gate.clear()
    play.world.webhook_patience = 0.2
    await play.result("setWebhook", url=receiver.url)
    await play.act(ADA, "text", text="hi")
    await receiver.count(1)
    await asyncio.sleep(0.4)
    info = await play.result("getWebhookInfo")
    assert info["last_error_message"] == "Read timeout expired"
    assert info["pending_update_count"] == 1
    receiver.gate.set()
    await play.delivered()


async def test_a_deleted_webhook_gets_nothing_more(play: Play, receiver: Receiver) -> None:
    """What waits stays for polling, or is dropped when that is asked for."""
    receiver.answers.append(web.Response(status=500))
    await play.result("setWebhook", url=receiver.url)
    await play.act(ADA, "text", text="hi")
    await receiver.count(1)
    await asyncio.sleep(0.1)
    assert await play.result("setWebhook", url="") is True
    assert len(await play.result("getUpdates")) == 1
    assert await play.result("deleteWebhook", drop_pending_updates=True) is True
    assert await play.result("getUpdates") == []
    assert len(receiver.came) == 1


async def test_setting_a_webhook_can_drop_what_waits(play: Play, receiver: Receiver) -> None:
    """drop_pending_updates, which no good bot uses."""
    await play.act(ADA, "text", text="hi")
    await play.result("setWebhook", url=receiver.url, drop_pending_updates=True)
    await asyncio.sleep(0.1)
    assert receiver.came == []


async def test_a_reset_drops_what_is_under_way(play: Play, receiver: Receiver) -> None:
    """The answer to a forgotten update says nothing in the new play."""
    receiver.gate.clear()
    reply = {"method": "sendMessage", "chat_id": ADA, "text": "Hello!"}
    receiver.answers.append(web.json_response(reply))
    await play.result("setWebhook", url=receiver.url)
    await play.act(ADA, "text", text="hi")
    await receiver.count(1)
    await play.http.post("/stage/reset", json={"keep_bot": True})
    receiver.gate.set()
    await play.act(ADA, "text", text="again")
    await receiver.count(2)
    chat = await play.delivered()
    assert [each["text"] for each in chat["messages"]] == ["again"]


async def test_delivery_can_close_before_it_opened() -> None:
    """Nothing is left behind."""
    await Delivery(World()).close()


async def test_a_webhook_can_be_looked_at(play: Play) -> None:
    """Everything that was set is told; an unset one is empty."""
    bare = await play.result("getWebhookInfo")
    await play.result(
        "setWebhook",
        url="https://example.org/hook",
        max_connections=5,
        allowed_updates=["message"],
    )
    info = await play.result("getWebhookInfo")
    assert bare == {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
    assert info == {
        "url": "https://example.org/hook",
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 5,
        "allowed_updates": ["message"],
    }


@pytest.mark.parametrize(
    "params",
    [
        {"url": "http://example.org/hook"},
        {"url": "ftp://127.0.0.1/hook"},
        {"url": "https:///hook"},
        {"url": "https://example.org/", "secret_token": "no spaces"},
        {"url": "https://example.org/", "secret_token": "x" * 257},
    ],
)
async def test_a_bad_webhook_is_refused(play: Play, params: dict[str, str]) -> None:
    """Plain http goes to this machine only; secrets have an alphabet."""
    assert (await play.refusal("setWebhook", **params))[0] == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
async def test_plain_http_is_taken_on_this_machine(play: Play, host: str) -> None:
    """So that a bot can be developed without a certificate."""
    assert await play.result("setWebhook", url=f"http://{host}:9/hook") is True

"""getUpdates, as a bot without a webhook meets it."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest

from tests.simulator.conftest import ADA, LAILA, Play


async def test_an_empty_poll_waits_its_time(play: Play) -> None:
    """No sooner, and then with an empty list; without a time-out at once."""
    started = time.monotonic()
    assert await play.result("getUpdates", timeout=1) == []
    waited = time.monotonic() - started
    assert await play.result("getUpdates") == []
    assert waited >= 0.99
    assert time.monotonic() - started - waited < 0.5


async def test_an_open_poll_answers_when_something_is_said(play: Play) -> None:
    """Long before its time is over."""
    poll = asyncio.create_task(play.result("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    assert not poll.done()
    await play.act(ADA, "text", text="hi")
    async with asyncio.timeout(2):
        assert [each["message"]["text"] for each in await poll] == ["hi"]


async def test_an_offset_confirms_what_came_before(play: Play) -> None:
    """Until then the same updates come again, and count as undelivered."""
    numbers = [(await play.act(ADA, "text", text=text))["update_id"] for text in "abc"]
    assert [each["update_id"] for each in await play.result("getUpdates", limit=2)] == numbers[:2]
    assert (await play.chat(ADA))["undelivered"] == 3
    left = await play.result("getUpdates", offset=numbers[1] + 1)
    assert [each["update_id"] for each in left] == numbers[2:]
    assert (await play.chat(ADA))["undelivered"] == 1


async def test_a_negative_offset_keeps_the_last_ones(play: Play) -> None:
    """All the others are forgotten."""
    numbers = [(await play.act(ADA, "text", text=text))["update_id"] for text in "abc"]
    last = await play.result("getUpdates", offset=-1)
    assert [each["update_id"] for each in last] == numbers[2:]


async def test_of_two_pollers_the_older_one_is_sent_away(play: Play) -> None:
    """With 409, and the newer one gets the update."""
    older = asyncio.create_task(play.refusal("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(play.result("getUpdates", timeout=30))
    code, words = await older
    assert (code, words.startswith("Conflict: terminated by other getUpdates")) == (409, True)
    await play.act(ADA, "text", text="hi")
    assert len(await newer) == 1


async def test_polling_and_a_webhook_exclude_each_other(play: Play) -> None:
    """409 for a poll with a webhook set, and for the one that is open when it is set."""
    waiting = asyncio.create_task(play.refusal("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    await play.result("setWebhook", url="https://example.org/hook")
    assert await waiting == (409, "Conflict: terminated by setWebhook request")
    code, words = await play.refusal("getUpdates")
    assert (code, words.startswith("Conflict: can't use getUpdates method while")) == (409, True)
    await play.result("deleteWebhook")
    assert await play.result("getUpdates") == []


async def test_only_wanted_kinds_are_kept(play: Play) -> None:
    """The choice lasts until another one is made; an empty list means all."""
    assert await play.result("getUpdates", allowed_updates=["callback_query", "poll"]) == []
    await play.act(ADA, "text", text="unheard")
    assert await play.result("getUpdates") == []
    await play.result("getUpdates", allowed_updates=[])
    await play.act(ADA, "text", text="heard")
    assert [each["message"]["text"] for each in await play.result("getUpdates")] == ["heard"]
    assert (await play.refusal("getUpdates", allowed_updates=5))[0] == 400


async def test_a_repeated_update_comes_whatever_the_offset(play: Play) -> None:
    """With the number it had, until it is confirmed again."""
    said = await play.act(ADA, "text", text="hi")
    after = said["update_id"] + 1
    assert await play.result("getUpdates", offset=after) == []
    await play.act(ADA, "updates/repeat", update_id=said["update_id"])
    again = await play.result("getUpdates", offset=after)
    assert [each["update_id"] for each in again] == [said["update_id"]]
    assert await play.result("getUpdates", offset=after) == []


async def test_an_update_can_be_doubled_and_delayed(play: Play) -> None:
    """Both copies have the same number, and neither comes before its time."""
    await play.faults(duplicate=1, delay_ms=300)
    said = await play.act(LAILA, "text", text="hi")
    assert await play.result("getUpdates") == []
    came = await play.result("getUpdates", timeout=5)
    assert [each["update_id"] for each in came] == [said["update_id"]] * 2


async def test_a_polls_answer_can_be_lost(play: Play) -> None:
    """The connection closes, and the next poll gets the same updates."""
    await play.faults(lose_answer=1)
    await play.act(ADA, "text", text="hi")
    with pytest.raises(httpx.TransportError):
        await play.call("getUpdates")
    await play.faults()
    assert len(await play.result("getUpdates")) == 1


async def test_a_poll_can_meet_a_fault(play: Play) -> None:
    """Refused or closed, like any call."""
    await play.faults(
        {"method": "getUpdates", "answer": "500"}, {"method": "getUpdates", "answer": "drop"}
    )
    assert (await play.refusal("getUpdates"))[0] == 500
    with pytest.raises(httpx.TransportError):
        await play.call("getUpdates")


async def test_calls_are_listed_without_polls_that_got_nothing(play: Play) -> None:
    """Where that is asked for; then the last ones are the last of those that are left."""
    await play.act(ADA, "text", text="hi")
    await play.result("getMe")
    (said,) = await play.result("getUpdates")
    assert await play.result("getUpdates", offset=said["update_id"] + 1) == []
    assert [call.get("updates") for call in await play.calls()] == [None, 1, 0]
    last = await play.http.get("/stage/telegram/calls?last=1&empty_polls=false")
    listed = last.json()["calls"]
    assert [(call["method"], call["updates"]) for call in listed] == [("getUpdates", 1)]


async def test_presses_expire_and_messages_do_not(play: Play) -> None:
    """150 seconds against a day."""
    sent = await play.result("sendMessage", chat_id=ADA, text="Sure?")
    await play.act(ADA, "press", message_id=sent["message_id"], data="y")
    await play.act(ADA, "text", text="hi")
    play.world.clock = play.world.updates.clock = lambda: time.time() + 151
    left = await play.result("getUpdates")
    assert [sorted(each) for each in left] == [["message", "update_id"]]
    play.world.updates.clock = lambda: time.time() + 25 * 3600
    assert (await play.result("getWebhookInfo"))["pending_update_count"] == 0

"""Calls that wait: in order within a chat, and without holding up another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.telegram.lanes import LONGEST_WAIT_SECONDS, TRIES, Lanes, pause
from bot.telegram.sender import Later, Refused, Unreachable
from tests.bot.telegram import bot_api
from tests.bot.telegram.made import ADA
from tests.bot.telegram.voice import Voice, says

if TYPE_CHECKING:
    from bot.telegram.sender import Sender, Sent
    from tests.bot.telegram.bot_api import Answer, BotAPI

LAILA = 1002
SOON = Later(0.01, surely=True)


async def ended(lanes: Lanes, *chats: int) -> None:
    """Wait until these chats wait for nothing."""
    async with asyncio.timeout(5):
        while any(map(lanes.is_waiting, chats)):  # noqa: ASYNC110 - asked as the bot asks
            await asyncio.sleep(0.001)


async def test_a_chat_is_told_in_order() -> None:
    """Whatever is said while the first call still waits comes behind it."""
    voice = Voice()
    lanes = Lanes(voice)
    voice.coming[ADA] = [SOON, SOON]
    lanes.say([says("one", ADA), says("two", ADA)])
    assert lanes.is_waiting(ADA)
    await asyncio.sleep(0.005)
    lanes.say([says("three", ADA)])
    await ended(lanes, ADA)
    assert voice.texts(ADA) == ["one", "one", "one", "two", "three"]


async def test_a_chat_that_waits_holds_up_nobody() -> None:
    """The other is told at once."""
    voice = Voice()
    lanes = Lanes(voice)
    voice.coming[ADA] = [Later(60)]
    lanes.say([says("slow", ADA), says("quick", LAILA)])
    await ended(lanes, LAILA)
    assert voice.texts(LAILA) == ["quick"]
    assert lanes.is_waiting(ADA)
    await lanes.close(0)


async def test_whoever_confirms_updates_waits_until_all_is_said() -> None:
    """But not for a chat that Telegram has put off: others' updates are not held up by it."""
    voice = Voice()
    lanes = Lanes(voice)
    voice.coming[ADA] = [SOON, SOON]
    lanes.say([says("quick", ADA), says("too", LAILA)])
    await lanes.said(5)
    assert (voice.texts(ADA)[-1], voice.texts(LAILA)) == ("quick", ["too"])
    voice.coming[ADA] = [Later(60)]
    lanes.say([says("slow", ADA)])
    async with asyncio.timeout(5):
        await lanes.said(0.01)
    assert lanes.is_waiting(ADA)
    await lanes.close(0)


async def test_a_message_is_deleted_beside_the_lanes() -> None:
    """It is tried until Telegram answers, and keeps nobody waiting meanwhile."""
    voice = Voice()
    lanes = Lanes(voice)
    voice.coming[ADA] = [SOON, SOON, Refused()]
    lanes.delete(ADA, 77)
    assert not lanes.is_waiting(ADA)
    await lanes.close(1)
    assert [(call.method, call.params["message_id"]) for call in voice.said] == [
        ("deleteMessage", 77)
    ] * 3


async def test_deleting_is_given_up_some_time() -> None:
    """Nothing hangs on it."""
    voice = Voice()
    lanes = Lanes(voice)
    voice.coming[ADA] = [Later(0, surely=True)] * (TRIES + 1)
    lanes.delete(ADA, 77)
    await lanes.close(1)
    assert len(voice.said) == TRIES


async def test_calls_may_be_put_off() -> None:
    """Nothing is said before the time, and others of the chat come behind."""
    voice = Voice()
    lanes = Lanes(voice)
    lanes.say([says("one", ADA)], after=0.3)
    lanes.say([says("two", ADA)])
    for _ in range(10):
        await asyncio.sleep(0)
    assert voice.said == []
    await ended(lanes, ADA)
    assert voice.texts(ADA) == ["one", "two"]


@pytest.mark.parametrize("sent", [Unreachable(), Refused()])
async def test_what_telegram_does_not_take_is_not_tried_again(sent: Sent) -> None:
    """The next call has its own chance."""
    voice = Voice()
    lanes = Lanes(voice)
    voice.coming[ADA] = [sent]
    lanes.say([says("one", ADA), says("two", ADA)])
    await ended(lanes, ADA)
    assert voice.texts(ADA) == ["one", "two"]


async def test_a_call_is_not_tried_for_ever() -> None:
    """The next update shows where the talk stands."""
    voice = Voice()
    lanes = Lanes(voice)
    voice.coming[ADA] = [Later(0.001, surely=True)] * TRIES
    lanes.say([says("one", ADA), says("two", ADA)])
    await ended(lanes, ADA)
    assert voice.texts(ADA) == ["one"] * TRIES + ["two"]


@pytest.mark.parametrize(
    ("seconds", "attempt", "longest"),
    [(2, 0, 2), (2, 1, 4), (2, 5, 12), (50, 5, LONGEST_WAIT_SECONDS), (3600, 0, 3600)],
)
def test_pauses_grow_and_are_never_shorter_than_asked(
    seconds: float, attempt: int, longest: float
) -> None:
    """A flood limit of an hour is kept."""
    assert pause(seconds, attempt) == longest


async def test_a_defect_ends_no_lane_for_good(caplog: pytest.LogCaptureFixture) -> None:
    """The chat is spoken to again, and the log tells of it."""
    voice = Voice()
    lanes = Lanes(voice)
    voice.coming[ADA] = [ZeroDivisionError()]
    lanes.say([says("one", ADA)])
    await ended(lanes, ADA)
    lanes.say([says("two", ADA)])
    await ended(lanes, ADA)
    assert voice.texts(ADA) == ["one", "two"]
    assert "ZeroDivisionError" in caplog.text


async def test_closing_waits_for_what_is_under_way_and_drops_the_rest() -> None:
    """For as long as it was told to."""
    voice = Voice()
    lanes = Lanes(voice)
    voice.coming[LAILA] = [Later(60)]
    lanes.say([says("one", ADA), says("late", LAILA), says("never", LAILA)])
    lanes.acknowledge("press-1")
    await lanes.close(0.05)
    assert voice.texts(ADA) == ["one"]
    assert voice.texts(LAILA) == ["late"]
    assert voice.acknowledged == ["press-1"]


async def test_closing_lanes_without_calls_is_done_at_once() -> None:
    """There is nothing to wait for."""
    async with asyncio.timeout(1):
        await Lanes(Voice()).close(60)


async def test_too_many_requests_are_made_when_telegram_asks(sender: Sender, api: BotAPI) -> None:
    """Only the chat that was refused waits."""
    lanes = Lanes(sender)
    api.answers("sendMessage", bot_api.too_many(1))
    clock = asyncio.get_running_loop().time
    began = clock()
    lanes.say([says("one", ADA), says("two", ADA)])
    await ended(lanes, ADA)
    assert clock() - began >= 1
    assert [params["text"] for params in api.called("sendMessage")] == ["one", "one", "two"]


async def test_what_may_have_arrived_is_not_repeated_over_newer_words() -> None:
    """After a dropped answer the person has moved on: the old question does not come last."""
    voice = Voice()
    voice.coming[ADA] = [Later(0.02)]
    lanes = Lanes(voice)
    lanes.say([says("Name?", ADA)])
    await asyncio.sleep(0.01)
    lanes.say([says("Phone?", ADA)])
    await lanes.close(1)
    assert [said.params["text"] for said in voice.said] == ["Name?", "Phone?"]


@pytest.mark.parametrize("answer", [bot_api.BLOCKED, bot_api.MIGRATED])
async def test_a_chat_that_cannot_be_written_to_is_told_of(
    sender: Sender, api: BotAPI, answer: Answer
) -> None:
    """Once for each call, and what else waits for it goes on."""
    gone: list[int] = []

    async def note(chat_id: int) -> None:
        gone.append(chat_id)

    lanes = Lanes(sender, note)
    api.answers("sendMessage", answer)
    lanes.say([says("one", ADA), says("two", ADA)])
    await api.until(2)
    await lanes.close(1)
    assert gone == [ADA]

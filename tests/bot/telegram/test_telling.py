"""How a person hears of a delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery.notices import Done, Later, Notice, Told, Unreachable
from bot.telegram import sender
from bot.telegram.calls import Call
from bot.telegram.lanes import Lanes
from bot.telegram.telling import BEHIND_A_LANE_SECONDS, Telling
from bot.turns.turn import CardName, Said
from conversations.events import WantedAnother
from conversations.replies import Button, ContactKeyboard, Reply
from tests.bot.telegram.made import ADA
from tests.bot.telegram.voice import Voice

if TYPE_CHECKING:
    from bot.telegram.sender import Sent

CARD = Reply("You are registered.", ((Button("Register once more", WantedAnother()),),))
QUESTION = Reply("Phone?", keyboard=ContactKeyboard("Share my number", "Back"))


def notice(**fields: Any) -> Notice:
    """Return news of a submission."""
    given: dict[str, Any] = {"card_message_id": 9, "card": CARD, "question": None}
    return Notice("id", ADA, card_name=CardName("token123", 7), **given | fields)


def telling(voice: Voice) -> Telling:
    """Return the telling of one who has nothing else to say."""
    return Telling(voice, Lanes(voice))


async def test_the_status_card_is_edited() -> None:
    """Its buttons carry the chat's newest revision."""
    voice = Voice()
    await telling(voice).tell(notice())
    (call,) = voice.said
    assert (call.method, call.chat_id, call.params["message_id"]) == ("editMessageText", ADA, 9)
    assert "token123:7:another" in str(call.params["reply_markup"])


async def test_without_a_card_a_new_one_is_sent() -> None:
    """Its id is told, so that it can be edited later."""
    voice = Voice()
    voice.coming[ADA] = [sender.Done(77)]
    assert await telling(voice).tell(notice(card_message_id=None)) == Done(77)
    assert [call.method for call in voice.said] == ["sendMessage"]


async def test_what_is_asked_anew_comes_below_the_card() -> None:
    """As a new message, and the card stays what was edited."""
    voice = Voice()
    voice.coming[ADA] = [sender.Done(9), sender.Done(78)]
    assert await telling(voice).tell(notice(question=QUESTION)) == Done(9)
    assert [call.method for call in voice.said] == ["editMessageText", "sendMessage"]
    assert "message_id" not in voice.said[1].params


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (sender.Later(5), Later(5)),
        (sender.Unreachable(), Unreachable()),
        (sender.Refused(), Unreachable(is_gone=False)),
    ],
)
async def test_what_could_not_be_told_says_so(sent: Sent, told: Told) -> None:
    """Nothing is asked below a card that could not be told, and no card counts without it."""
    voice = Voice()
    voice.coming[ADA] = [sent]
    assert await telling(voice).tell(notice(question=QUESTION)) == told
    assert len(voice.said) == 1
    voice.coming[ADA] = [sender.Done(9), sent]
    assert await telling(voice).tell(notice(question=QUESTION)) == told


async def test_news_do_not_overtake_what_still_waits() -> None:
    """While a chat's lane waits for Telegram, the news wait too, or the old would come last."""
    voice = Voice()
    lanes = Lanes(voice)
    lanes.say([Call("sendMessage", {"chat_id": ADA, "text": "Accepted."})], after=60)
    assert await Telling(voice, lanes).tell(notice()) == Later(BEHIND_A_LANE_SECONDS)
    assert voice.said == []
    await lanes.close(0)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (sender.Done(5), Done(5)),
        (sender.Later(7, surely=True), Later(7)),
        (sender.Later(2), Later()),
        (sender.Unreachable(), Unreachable()),
        (sender.Refused(), Unreachable(is_gone=False)),
    ],
)
async def test_a_reminder_is_sent_again_only_where_it_surely_was_not(
    sent: Sent, told: Told
) -> None:
    """One that may have arrived has to be enough."""
    voice = Voice()
    voice.coming[ADA] = [sent]
    assert await telling(voice).remind(ADA, Said(CARD, CardName("token123", 7))) == told
    assert [call.method for call in voice.said] == ["sendMessage"]


async def test_a_reminder_waits_behind_what_was_said_before() -> None:
    """It would come between a question and its answer."""
    voice = Voice()
    lanes = Lanes(voice)
    voice.gate.clear()
    lanes.say([Call("sendMessage", {"chat_id": ADA, "text": "before"})])
    told = await Telling(voice, lanes).remind(ADA, Said(CARD, CardName("token123", 7)))
    assert told == Later(1.0)
    voice.gate.set()
    await lanes.close(1)

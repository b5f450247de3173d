from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bench.chats import Chats, parameters
from bench.people import Person
from bench.script import SCRIPT, presses

PERSON = Person(7)
BUTTONS = {"inline_keyboard": [[{"text": "Confirm", "callback_data": "c:1"}]]}


def _saying(text: str, **more: Any) -> bytes:
    return json.dumps({"chat_id": PERSON.chat_id, "text": text, **more}).encode()


async def test_an_answer_counts_only_after_the_update_it_answers() -> None:
    """What was said before the person spoke is no answer; other words are none either."""
    chats = Chats()
    chat = chats.enter(PERSON)
    chats.called("sendMessage", _saying("What is your name?"))
    chat.says()

    answer = chat.awaits("name")
    chats.called("sendMessage", _saying("Hello"))
    before = answer.done()
    chats.called("editMessageText", _saying("Your name, please", message_id=5))

    assert not before
    assert answer.done()


async def test_an_answer_may_have_come_before_it_is_awaited() -> None:
    """A card can say more than one thing that is waited for, one after the other."""
    chats = Chats()
    chat = chats.enter(PERSON)
    chat.says()
    chats.answered(json.dumps({"method": "sendMessage", **json.loads(_saying("Done"))}).encode())

    assert chat.awaits("Done").done()
    assert chats.calls == {"sendMessage in the answer": 1}


def test_a_form_is_read_like_json() -> None:
    """Keyboards travel as JSON within a form's field."""
    form = urlencode({"chat_id": 5, "text": "Ä & ö", "reply_markup": json.dumps(BUTTONS)})

    assert parameters(form.encode()) == {"chat_id": "5", "text": "Ä & ö", "reply_markup": BUTTONS}


async def test_a_button_is_pressed_on_the_newest_card_that_has_one() -> None:
    """The press names the card's message; a label that is not there is an error."""
    chats = Chats()
    chat = chats.enter(PERSON)
    chats.called("sendMessage", _saying("All correct?", reply_markup=BUTTONS))
    chats.called("sendMessage", _saying("By the way"))

    pressed = presses("Confirm")(chats, chat)["callback_query"]

    assert pressed["data"] == "c:1"
    assert pressed["message"]["text"] == "All correct?"
    with pytest.raises(LookupError):
        presses("Cancel")(chats, chat)


def test_a_registration_is_nine_updates() -> None:
    """The figures count calls a registration by that number."""
    assert len(SCRIPT) == 9

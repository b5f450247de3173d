from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from bot.rehearsal.children import free_port
from bot.rehearsal.script import Edits, Presses, Sends, SendsFile, SharesContact, Writes
from bot.rehearsal.stage import NotOffered, Stage, StageError
from tests.road.deployment import raised_stage

if TYPE_CHECKING:
    from collections.abc import Iterator

BOT = "/bot1000001:made-up/sendMessage"
KEYBOARD = {"keyboard": [[{"text": "Share my number", "request_contact": True}, {"text": "Back"}]]}
BUTTONS = {
    "inline_keyboard": [
        [{"text": "Skip", "callback_data": "skip"}, {"text": "Back", "callback_data": "back"}]
    ]
}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Raise a stage."""
    with raised_stage(tmp_path_factory.mktemp("stage")) as (_, stage):
        yield stage


@pytest.fixture
def chat_id(stage: Stage) -> int:
    """Bring somebody new on the stage."""
    return stage.add_person("Ada", "en")


def says(stage: Stage, chat_id: int, text: str, markup: object) -> None:
    """Let a bot say something there."""
    message = {"chat_id": chat_id, "text": text, "reply_markup": markup}
    httpx.post(f"{stage.address}{BOT}", json=message, trust_env=False).raise_for_status()


def test_what_a_person_does_is_seen_in_the_chat(stage: Stage, chat_id: int) -> None:
    """A text, somebody else's card, one's own, and something that is no text."""
    stage.do(chat_id, Writes("Ada Lovelace"))
    stage.do(chat_id, SharesContact("+44 7700 900456", own=False))
    stage.do(chat_id, SharesContact("+44 7700 900123", own=True))
    stage.do(chat_id, Sends("sticker"))
    stage.do(chat_id, SendsFile("ada.vcf", "made up"))
    text, other, own, sticker, file = stage.chat(chat_id)["messages"]
    assert text["text"] == "Ada Lovelace"
    assert other["contact"]["phone_number"] == "+447700900456"
    assert "user_id" not in other["contact"]
    assert own["contact"]["user_id"] == chat_id
    assert sticker["media"]
    assert file["media"]["document"]["file_name"] == "ada.vcf"


def test_a_label_is_pressed_where_it_stands(stage: Stage, chat_id: int) -> None:
    """Under the text field, where an older card says the same; else on the newest such card."""
    says(stage, chat_id, "older", BUTTONS)
    says(stage, chat_id, "What is your e-mail address?", BUTTONS)
    stage.do(chat_id, Presses("Skip"))
    says(stage, chat_id, "What is your phone number?", KEYBOARD)
    stage.do(chat_id, Presses("Share my number"))
    stage.do(chat_id, Presses("Back"))
    *_, shared, back = stage.chat(chat_id)["messages"]
    assert shared["contact"]["user_id"] == chat_id
    assert back["text"] == "Back"
    assert stage.chat(chat_id)["undelivered"] == 3
    assert stage.has_heard_of_the_bot()


def test_a_label_that_is_nowhere_is_named(stage: Stage, chat_id: int) -> None:
    """Whoever typed it can correct it."""
    with pytest.raises(NotOffered, match=r"nothing in the chat says \[Skipp\]"):
        stage.do(chat_id, Presses("Skipp"))


def test_an_earlier_message_is_edited(stage: Stage, chat_id: int) -> None:
    """The newest of these words, and none that the bot wrote."""
    for text in ("Ada Byron", "Ada Byron", "07700 900123"):
        stage.do(chat_id, Writes(text))
    says(stage, chat_id, "Ada Byron", None)
    stage.do(chat_id, Edits("Ada Byron", "Ada Lovelace"))
    texts = [message["text"] for message in stage.chat(chat_id)["messages"]]
    assert texts == ["Ada Byron", "Ada Lovelace", "07700 900123", "Ada Byron"]
    with pytest.raises(NotOffered, match="nothing in the chat says 'Grace'"):
        stage.do(chat_id, Edits("Grace", "Grace Hopper"))


def test_nobody_was_created_yet(stage: Stage) -> None:
    """Flextell's stand-in begins empty."""
    assert stage.customers() == []


def test_what_the_stage_does_not_do_is_said(stage: Stage, chat_id: int) -> None:
    """With the number of its answer, and what it was asked."""
    with pytest.raises(StageError, match=rf"answered 4\d\d to .*/people/{chat_id}/media"):
        stage.do(chat_id, Sends("elephant"))


def test_a_stage_that_is_gone_is_said() -> None:
    """Nobody listens there."""
    with pytest.raises(StageError, match="the stage does not answer"):
        Stage(f"http://127.0.0.1:{free_port()}").customers()

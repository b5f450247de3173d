"""Replies as calls: how many, of which kind, with which keyboard, and how long."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import callback_data
from bot.telegram.calls import Call
from bot.telegram.outbound import MAX_UNITS, calls, fitting
from bot.turns.changes import Seen
from bot.turns.taking import TakeTurn
from bot.turns.turn import CardName, Press, Said, Turn
from conversations import events
from conversations.replies import Button, ContactKeyboard, File, Reply
from tests.bot.telegram.made import ADA
from tests.bot.turns.talks import a_talk

if TYPE_CHECKING:
    from conversations.events import Event
    from storage import Chat, Keyring

CARD = CardName("token123", 7)
ROWS = ((Button("Agree", events.Agreed()), Button("Not now", events.Declined())),)
NO_PREVIEW = {"is_disabled": True}
ALLOWED = {"chat_id", "text", "reply_markup", "message_id", "link_preview_options"}
KEYBOARD = ContactKeyboard("Share my number", "Back")


def units(text: str) -> int:
    """Return the length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def test_a_reply_is_one_new_message() -> None:
    """Its buttons carry their words, their card and their event."""
    (call,) = calls(Reply("Hello", ROWS), ADA, CARD)
    assert call == Call(
        "sendMessage",
        {
            "chat_id": ADA,
            "text": "Hello",
            "link_preview_options": NO_PREVIEW,
            "reply_markup": {
                "inline_keyboard": [
                    [
                        {"text": "Agree", "callback_data": "token123:7:agree"},
                        {"text": "Not now", "callback_data": "token123:7:decline"},
                    ]
                ]
            },
        },
    )
    assert call.chat_id == ADA


def test_a_press_edits_its_card() -> None:
    """Also where the card then has no button."""
    with_buttons, without = Reply("Hello", ROWS), Reply("Done")
    (edit,) = calls(with_buttons, ADA, CARD, 9)
    assert (edit.method, edit.params["message_id"]) == ("editMessageText", 9)
    (bare,) = calls(without, ADA, CARD, 9)
    assert (bare.method, bare.params["message_id"]) == ("editMessageText", 9)
    assert "reply_markup" not in bare.params


@pytest.mark.parametrize("pressed", [None, 9])
def test_the_contact_keyboard_needs_a_new_message(pressed: int | None) -> None:
    """No edit can bring it; its first key asks for the contact."""
    (call,) = calls(Reply("Phone?", keyboard=KEYBOARD), ADA, CARD, pressed)
    assert call.method == "sendMessage"
    assert "message_id" not in call.params
    assert call.params["reply_markup"] == {
        "keyboard": [[{"text": "Share my number", "request_contact": True}, {"text": "Back"}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }


@pytest.mark.parametrize("pressed", [None, 9])
def test_a_message_without_buttons_takes_the_keyboard_away(pressed: int | None) -> None:
    """In the same call."""
    (call,) = calls(Reply("Cancelled", takes_keyboard_away=True), ADA, CARD, pressed)
    assert call.method == "sendMessage"
    assert call.params["reply_markup"] == {"remove_keyboard": True}


def test_before_buttons_a_farewell_takes_the_keyboard_away() -> None:
    """Two calls, the reply itself last; only here."""
    first, last = calls(Reply("E-mail?", ROWS, farewell="Phone: noted"), ADA, CARD)
    assert (first.method, first.params["text"]) == ("sendMessage", "Phone: noted")
    assert first.params["reply_markup"] == {"remove_keyboard": True}
    assert last.params["text"] == "E-mail?"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.integers(0, 9000))
def test_a_text_fits_into_a_message(words: str, length: int) -> None:
    """It is cut at 4,096 UTF-16 units, never inside of a character, and only if it must be."""
    text = (words * (length // max(1, len(words)) + 1))[:length]
    cut = fitting(text)
    assert units(cut) <= MAX_UNITS
    assert cut == text or (text.startswith(cut[:-1]) and cut.endswith("…"))
    assert (cut == text) == (units(text) <= MAX_UNITS)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("😀" * 2048, "😀" * 2048),
        ("😀" * 2049, "😀" * 2047 + "…"),
        ("a" + "😀" * 2048, "a" + "😀" * 2047 + "…"),
        ("a" * 4096, "a" * 4096),
        ("a" * 4097, "a" * 4095 + "…"),
    ],
    ids=["emoji fit", "emoji too many", "odd", "letters fit", "letters too many"],
)
def test_emoji_count_twice(text: str, cut: str) -> None:
    """They are two units each, and never halved."""
    assert fitting(text) == cut


def test_a_long_farewell_is_cut_too() -> None:
    """Both messages of a reply fit."""
    for call in calls(Reply("x" * 5000, ROWS, farewell="y" * 5000), ADA, CARD):
        assert units(call.params["text"]) == MAX_UNITS


def test_an_answer_of_the_webhook_is_json() -> None:
    """It names the method beside its parameters; every text survives."""
    call = Call("sendMessage", {"chat_id": ADA, "text": 'ليلى 😀 "\\\n'})
    assert json.loads(call.as_answer()) == {"method": "sendMessage", **call.params}


REGISTRATION: tuple[Event | str, ...] = (
    events.Started(),
    "Agree",
    events.Said("Ada Byron"),
    events.Said("nonsense"),
    events.WentBack(),
    events.Said("Ada Lovelace"),
    events.SentUnreadable(),
    events.SharedContact("+447700900101", own=True),
    events.Said("ada@example.org"),
    events.AskedHelp(),
    "Skip",
    "Female",
    "Change: Phone",
    events.Said("Back"),
    "Change: Phone",
    events.SharedContact("+447700900102", own=True),
    "Change: Name",
    "Keep it",
    events.AskedPrivacy(),
    events.AskedLanguages(),
    "العربية",
    events.ChoseLanguage("en"),
    "Confirm",
    events.AskedStatus(),
)


def play(keyring: Keyring) -> list[tuple[bool, Said, tuple[Call, ...]]]:
    """Play a long registration; return of each turn whether it pressed, and what was said."""
    talk = a_talk(keyring)
    chat: Chat | None = None
    last: Said | None = None
    turns: list[tuple[bool, Said, tuple[Call, ...]]] = []
    for deed in REGISTRATION:
        pressed = isinstance(deed, str)
        turn = Turn(ADA, deed) if not isinstance(deed, str) else Turn(ADA, press_of(last, deed))
        decision = TakeTurn(talk, turn).decide(Seen(datetime(2026, 11, 24, tzinfo=UTC), chat))
        chat, last = decision.changes.chat, decision.result
        said = calls(last.reply, ADA, last.card, 9 if pressed else None)
        turns.append((pressed, last, said))
    return turns


def press_of(said: Said | None, label: str) -> Press:
    """Return what a button carries, by way of its callback data."""
    assert said is not None
    event = next(button.event for button in said.reply.buttons if button.label == label)
    press = callback_data.decode(callback_data.encode(said.card, event))
    assert press is not None
    return press


def test_a_turn_is_one_call_and_two_only_where_the_keyboard_goes(keyring: Keyring) -> None:
    """The budget of a registration with everything in it."""
    for _, said, made in play(keyring):
        assert len(made) == (1 if said.reply.farewell is None else 2)
    assert any(said.reply.farewell for _, said, _ in play(keyring))


def test_no_call_carries_two_keyboards_or_a_parse_mode(keyring: Keyring) -> None:
    """One markup a message; what people type is neither read as markup nor followed as a link."""
    for _, _, made in play(keyring):
        for call in made:
            assert call.params["link_preview_options"] == NO_PREVIEW
            assert set(call.params) <= ALLOWED
            markup: dict[str, Any] = call.params.get("reply_markup", {})
            kinds = {"inline_keyboard", "keyboard", "remove_keyboard"} & set(markup)
            assert len(kinds) <= 1
            assert call.method == "sendMessage" or kinds <= {"inline_keyboard"}


def test_a_press_is_answered_on_its_card_unless_a_keyboard_comes(keyring: Keyring) -> None:
    """A typed answer gets a new message below it."""
    for pressed, said, made in play(keyring):
        edits = made[-1].method == "editMessageText"
        assert edits == (pressed and said.reply.keyboard is None)


def test_a_file_goes_before_the_message_that_tells_of_it() -> None:
    """The message rides in the webhook's answer, which can carry no file."""
    file = File("mydata.json", b"{}")
    document, message = calls(Reply("All of it", ROWS, file=file, below=True), ADA, CARD, 9)
    assert document == Call("sendDocument", {"chat_id": ADA}, file)
    assert (message.method, message.params["text"]) == ("sendMessage", "All of it")

"""What every kind of update means."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.inbound import Blocked, FromGroup, Incoming, command, read
from bot.telegram.updates import read_update
from bot.turns.turn import CardName, Press
from conversations.events import (
    Agreed,
    AskedHelp,
    AskedLanguages,
    AskedPrivacy,
    AskedStatus,
    CameBack,
    Cancelled,
    Edited,
    Event,
    PressedOldButton,
    Restarted,
    Said,
    SentUnreadable,
    SharedContact,
    Skipped,
    Started,
    WentBack,
)
from conversations.profile import Profile
from tests.bot.telegram import made

PHONE = "+447700900101"


def meant(update: made.Raw) -> Incoming | FromGroup | Blocked | None:
    """Return what an update means."""
    return read(read_update(made.body(update)))


def heard(update: made.Raw) -> Event | Press:
    """Return what a private chat did."""
    incoming = meant(update)
    assert isinstance(incoming, Incoming)
    return incoming.heard


def contact(**fields: Any) -> made.Raw:
    """Return a contact card."""
    return {"phone_number": PHONE, "first_name": "Ada", **fields}


def test_a_text_is_said() -> None:
    """Its chat, its time, its message and the person's language come with it."""
    assert meant(made.said("Ada Byron", update_id=3)) == Incoming(
        3, made.ADA, Said("Ada Byron", 5), "en", sent_at=made.THEN, profile=Profile("Ada")
    )


def test_the_names_of_the_profile_come_with_everything() -> None:
    """As far as the person has them, and without what no database takes."""
    update = made.said("/start")
    update["message"]["from"] |= {"first_name": "Ada\x00", "last_name": "Lovelace\ud83c"}
    incoming = meant(update)
    assert isinstance(incoming, Incoming)
    assert incoming.profile == Profile("Ada", "Lovelace")


def test_a_rewritten_text_is_an_edit() -> None:
    """It names the message it was, and when it was rewritten; a command is one only when sent."""
    edited = made.message("Ada King", edit_date=made.THEN + 60)
    assert meant({"update_id": 3, "edited_message": edited}) == Incoming(
        3, made.ADA, Edited("Ada King", 5), "en", sent_at=made.THEN + 60, profile=Profile("Ada")
    )
    assert heard({"update_id": 4, "edited_message": made.message("/start")}) == Edited("/start", 5)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/start", Started()),
        ("/start ", Started()),
        ("/start autumn-2026", Started("autumn-2026")),
        ("/start   autumn  ", Started("autumn")),
        ("/start\nautumn", Started("autumn")),
        ("/start@ExampleBot autumn", Started("autumn")),
        ("/START", Started()),
        ("/start " + "x" * 65, Started("x" * 64)),
        ("/restart", Restarted()),
        ("/cancel", Cancelled()),
        ("/cancel@ExampleBot", Cancelled()),
        ("/cancel\nplease", Cancelled()),
        ("/help", AskedHelp()),
        ("/status", AskedStatus()),
        ("/privacy", AskedPrivacy()),
        ("/language", AskedLanguages()),
        ("/back", WentBack()),
        ("/skip it", Skipped()),
        ("/nonsense", AskedHelp()),
        ("/", AskedHelp()),
        ("/ start", AskedHelp()),
        ("/@ExampleBot", AskedHelp()),
    ],
)
def test_a_slash_commands(text: str, event: Event) -> None:
    """A command is known by its first word, whatever follows; an unknown one asks for help."""
    assert heard(made.said(text)) == event


@pytest.mark.parametrize("text", ["/admin", "/ADMIN", "/admin@ExampleBot", "/admin\nplease"])
def test_an_operators_knock_is_nothing_to_others(text: str) -> None:
    """It is heard as a command nobody knows, and only who may come in is asked about it."""
    incoming = meant(made.said(text))
    assert isinstance(incoming, Incoming)
    assert (incoming.heard, incoming.knocks) == (AskedHelp(), True)


@pytest.mark.parametrize("text", ["/help", "/administer", "admin", " /admin", "/ admin", ""])
def test_what_is_no_knock(text: str) -> None:
    """One word in front, exactly."""
    incoming = meant(made.said(text))
    assert isinstance(incoming, Incoming)
    assert not incoming.knocks


@pytest.mark.parametrize("text", ["Back", "start", " /start", "skip", "7/3/1990", ""])
def test_without_a_slash_in_front_it_is_said(text: str) -> None:
    """A man called Back is not sent back."""
    assert heard(made.said(text)) == Said(text, 5)


@given(st.text())
def test_every_command_means_something(rest: str) -> None:
    """No text behind a slash is without meaning."""
    event = command("/" + rest)
    assert not isinstance(event, Started) or len(event.payload or "") <= 64


@pytest.mark.parametrize(
    ("fields", "own"),
    [
        ({"contact": contact(user_id=made.ADA)}, True),
        ({"contact": contact(user_id=made.ADA), "reply_to_message": made.message("x")}, True),
        ({"contact": contact(user_id=1002)}, False),
        ({"contact": contact()}, False),
        ({"contact": contact(user_id=made.ADA), "forward_origin": {"type": "user"}}, False),
    ],
)
def test_a_contact_is_own_only_if_telegram_vouches(fields: made.Raw, own: bool) -> None:  # noqa: FBT001 - a fact
    """It names its sender and was not forwarded, whatever it replies to."""
    card = "BEGIN:VCARD\nN:;Ada\nEND:VCARD"
    assert heard(made.said(**fields)) == SharedContact(PHONE, own, 5, card)


@pytest.mark.parametrize(
    ("fields", "card"),
    [
        ({"first_name": ""}, ""),
        ({"last_name": "Byron; King,\n\\"}, "BEGIN:VCARD\nN:Byron\\; King\\, \\\\;Ada\nEND:VCARD"),
        ({"vcard": "BEGIN:VCARD\nN:B;A\nEND:VCARD"}, "BEGIN:VCARD\nN:B;A\nEND:VCARD"),
    ],
)
def test_a_contact_says_what_else_its_card_holds(fields: made.Raw, card: str) -> None:
    """As a vCard: the messenger's own, or one made of the names."""
    event = heard(made.said(contact=contact(**fields)))
    assert isinstance(event, SharedContact)
    assert event.card == card


@pytest.mark.parametrize(
    "fields",
    [
        {"sticker": {"file_id": "x"}},
        {"voice": {"file_id": "x"}},
        {"photo": [{"file_id": "x"}], "caption": "Ada Byron"},
        {"location": {"latitude": 1, "longitude": 2}},
        {"pinned_message": made.message("x")},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 1}},
    ],
)
def test_what_is_no_text_cannot_be_read(fields: made.Raw) -> None:
    """Pictures, voices and service messages are told apart from answers."""
    assert heard(made.said(**fields)) == SentUnreadable(5, fields.get("caption", ""))


def test_an_edited_caption_is_no_answer_either() -> None:
    """It is read for what may not stay in the chat."""
    picture = made.message(photo=[{"file_id": "x"}], caption="Ada Byron", edit_date=made.THEN)
    assert heard({"update_id": 1, "edited_message": picture}) == SentUnreadable(5, "Ada Byron")


def test_a_button_is_pressed() -> None:
    """The press is to be acknowledged, and its card can be edited."""
    press = Press(CardName("tok", 4), Agreed())
    assert meant(made.pressed("tok:4:agree", update_id=3)) == Incoming(
        3, made.ADA, press, "en", press_id="press-3", pressed_message_id=9, profile=Profile("Ada")
    )


@pytest.mark.parametrize("data", ["", None, "nonsense", "tok:x:agree"])
def test_a_button_that_is_not_ours_is_an_old_one(data: str | None) -> None:
    """What stands on it is not held against the person."""
    assert heard(made.pressed(data)) == PressedOldButton()


@pytest.mark.parametrize(
    "card",
    [None, {"message_id": 9, "date": 0, "chat": made.private()}],
    ids=["inline mode", "out of reach"],
)
def test_a_card_out_of_reach_is_not_edited(card: made.Raw | None) -> None:
    """The answer is a new message to who pressed."""
    incoming = meant(made.pressed("tok:4:agree", message=card))
    assert isinstance(incoming, Incoming)
    assert (incoming.chat_id, incoming.pressed_message_id) == (made.ADA, None)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_in_a_group_only_who_calls_the_bot_is_heard(kind: str) -> None:
    """A command or a press is pointed to the private chat; other talk is not ours."""
    chat = made.group(kind)
    called = FromGroup(1, made.GROUP, "en")
    card = {"message_id": 9, "date": 1, "chat": chat}
    assert meant(made.said("/start@ExampleBot", chat=chat)) == called
    assert meant(made.pressed("tok:4:agree", message=card)) == called
    assert meant(made.said("Ada Byron", chat=chat)) is None
    assert meant(made.said(chat=chat, new_chat_members=[made.person()])) is None
    assert meant(made.said(chat=chat, contact=contact(user_id=made.ADA))) is None


@pytest.mark.parametrize(
    "part",
    [
        {"edited_message": made.message("Ada", chat=made.group())},
        {"edited_message": made.message(location={"latitude": 1, "longitude": 2})},
        {"edited_message": {k: v for k, v in made.message("Ada").items() if k != "from"}},
        {"channel_post": made.message("Ada", chat=made.group("channel"))},
        {"my_chat_member": made.membership("left", made.group())},
        {"inline_query": {"id": "1", "from": made.person(), "query": "x", "offset": ""}},
        {"poll": {"id": "1"}},
        {"message": {k: v for k, v in made.message("Ada").items() if k != "from"}},
        {},
    ],
)
def test_all_else_is_passed_over(part: made.Raw) -> None:
    """What no person said to the bot has no answer."""
    assert meant({"update_id": 1, **part}) is None


def test_a_blocked_bot_is_told_of_it() -> None:
    """So that it writes no more."""
    update = {"update_id": 3, "my_chat_member": made.membership("kicked")}
    assert meant(update) == Blocked(3, made.ADA)


def test_who_lets_the_bot_write_again_came_back() -> None:
    """In the language of the person's app, where nothing is known any more."""
    update = {"update_id": 3, "my_chat_member": made.membership("member")}
    assert meant(update) == Incoming(3, made.ADA, CameBack(), "en")


@pytest.mark.parametrize(
    "moved", [{"migrate_to_chat_id": -1001}, {"migrate_from_chat_id": -100500}]
)
def test_a_group_that_becomes_a_supergroup_says_nothing(moved: made.Raw) -> None:
    """Nothing is kept of groups, so there is nothing to move."""
    update = made.said(None, chat=made.group("group"), **moved)
    assert meant(update) is None

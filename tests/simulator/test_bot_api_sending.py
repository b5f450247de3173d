"""What a bot can do in a chat, and how Telegram says no."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.simulator.conftest import ADA, LAILA, TOKEN, Play

BUTTONS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
KEYS = {"keyboard": [[{"text": "Share", "request_contact": True}, "Back"]]}


async def test_a_sent_message_comes_back_as_telegram_shapes_it(play: Play) -> None:
    """Seconds, is_bot, the chat, and the inline keyboard."""
    sent = await play.result("sendMessage", chat_id=ADA, text="Hello", reply_markup=BUTTONS)
    assert sent["from"]["is_bot"] is True
    assert sent["from"]["id"] == 7000000042
    assert sent["chat"] == {
        "id": ADA,
        "type": "private",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "username": "ada_example",
    }
    assert abs(sent["date"] - time.time()) < 5
    assert sent["reply_markup"] == BUTTONS


async def test_a_reply_keyboard_is_the_chats_and_not_the_messages(play: Play) -> None:
    """A returned Message names inline keyboards only."""
    sent = await play.result("sendMessage", chat_id=ADA, text="Number?", reply_markup=KEYS)
    keys = (await play.chat(ADA))["keyboard"]["keyboard"]
    assert "reply_markup" not in sent
    assert keys == [[{"text": "Share", "request_contact": True}, {"text": "Back"}]]


async def test_a_keyboard_stays_until_it_is_removed(play: Play) -> None:
    """Messages without a markup leave it alone; ReplyKeyboardRemove takes it away."""
    await play.result("sendMessage", chat_id=ADA, text="Number?", reply_markup=KEYS)
    await play.result("sendMessage", chat_id=ADA, text="Take your time")
    await play.result("sendMessage", chat_id=ADA, text="?", reply_markup={"force_reply": True})
    assert (await play.chat(ADA))["keyboard"]
    await play.result(
        "sendMessage", chat_id=ADA, text="Ok", reply_markup={"remove_keyboard": True}
    )
    assert (await play.chat(ADA))["keyboard"] is None


async def test_a_one_time_keyboard_is_put_away_when_it_is_used(play: Play) -> None:
    """By one of its labels or by sharing, not by other words."""
    once = KEYS | {"one_time_keyboard": True}
    for act, wish in (("text", {"text": "Back"}), ("contact", {})):
        await play.result("sendMessage", chat_id=ADA, text="Number?", reply_markup=once)
        await play.act(ADA, "text", text="something else")
        assert (await play.chat(ADA))["keyboard"]
        await play.act(ADA, act, **wish)
        assert (await play.chat(ADA))["keyboard"] is None


async def test_a_message_carries_one_keyboard(play: Play) -> None:
    """Of a mixed markup Telegram keeps the reply keyboard and drops the rest silently."""
    both = BUTTONS | KEYS
    sent = await play.result("sendMessage", chat_id=ADA, text="Both", reply_markup=both)
    assert "reply_markup" not in sent
    assert (await play.chat(ADA))["keyboard"]


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": "hi"}, "chat_id is empty"),
        ({"chat_id": 404, "text": "hi"}, "chat not found"),
        ({"chat_id": "@nobody", "text": "hi"}, "chat not found"),
        ({"chat_id": ADA}, "message text is empty"),
        ({"chat_id": ADA, "text": " \n"}, "message text is empty"),
        ({"chat_id": ADA, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": ADA, "text": "😀" * 2049}, "message is too long"),
        ({"chat_id": ADA, "text": "x", "reply_markup": [1]}, "object expected as reply markup"),
        (
            {"chat_id": ADA, "text": "x", "reply_markup": "{"},
            "can't parse reply markup JSON object",
        ),
        (
            {"chat_id": ADA, "text": "x", "reply_parameters": {"message_id": 77}},
            "message to be replied not found",
        ),
        (
            {"chat_id": ADA, "text": "x", "reply_parameters": [1]},
            "can't parse reply parameters: object expected",
        ),
    ],
)
async def test_a_senseless_message_is_refused(
    play: Play, params: dict[str, Any], reason: str
) -> None:
    """With 400 and Telegram's words, and nothing appears."""
    assert await play.refusal("sendMessage", **params) == (400, f"Bad Request: {reason}")
    assert (await play.chat(ADA))["messages"] == []


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ({"inline_keyboard": [[{"text": "x", "callback_data": "é" * 33}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": ""}]]}, "BUTTON_DATA_INVALID"),
        (
            {"inline_keyboard": [[{"text": "x"}]]},
            (
                "can't parse inline keyboard button: "
                "Text buttons are unallowed in the inline keyboard"
            ),
        ),
        (
            {"inline_keyboard": [[{"callback_data": "x"}]]},
            'can\'t parse inline keyboard button: Field "text" must be filled',
        ),
        (
            {"inline_keyboard": [{"text": "x"}]},
            "can't parse keyboard button rows: Array expected",
        ),
        ({"keyboard": "x"}, "can't parse keyboard button rows: Array expected"),
        ({"keyboard": [[{}]]}, 'can\'t parse keyboard button: Field "text" must be filled'),
    ],
)
async def test_a_senseless_keyboard_is_refused(
    play: Play, markup: dict[str, Any], reason: str
) -> None:
    """The message does not appear without it."""
    refusal = await play.refusal("sendMessage", chat_id=ADA, text="x", reply_markup=markup)
    assert refusal == (400, f"Bad Request: {reason}")


async def test_64_bytes_of_callback_data_and_4096_units_are_allowed(play: Play) -> None:
    """The limits are the last figures that work."""
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x" * 64}], []]}
    text = "😀" * 2048
    sent = await play.result("sendMessage", chat_id=str(ADA), text=text, reply_markup=markup)
    assert len(sent["reply_markup"]["inline_keyboard"]) == 1


async def test_a_number_can_be_asked_for_in_private_chats_only(play: Play) -> None:
    """A contact button in a group is refused, other keys are not."""
    await play.act(ADA, "group", text="hello all")
    group = min(play.world.chats)
    refusal = await play.refusal("sendMessage", chat_id=group, text="?", reply_markup=KEYS)
    assert refusal == (400, "Bad Request: phone number can be requested in private chats only")
    await play.result("sendMessage", chat_id=group, text="?", reply_markup={"keyboard": [["Ok"]]})


async def test_entities_and_replies_are_kept(play: Play) -> None:
    """A message tells which one it answers, and which words are bold."""
    bold = [{"type": "bold", "offset": 0, "length": 2}]
    first = await play.result("sendMessage", chat_id="@ada_example", text="Hi Ada", entities=bold)
    number = first["message_id"]
    reply = await play.result(
        "sendMessage", chat_id=ADA, text="x", reply_parameters={"message_id": number}
    )
    old_style = await play.result("sendMessage", chat_id=ADA, text="x", reply_to_message_id=number)
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    alone = await play.result("sendMessage", chat_id=ADA, text="x", reply_parameters=lenient)
    assert reply["reply_to_message"]["entities"] == bold
    assert old_style["reply_to_message"]["message_id"] == number
    assert "reply_to_message" not in alone
    assert (await play.chat(ADA))["messages"][0]["entities"] == bold


async def test_an_edit_changes_the_message_in_place(play: Play) -> None:
    """It returns the Message with edit_date; without a keyboard the old one goes."""
    sent = await play.result("sendMessage", chat_id=ADA, text="One", reply_markup=BUTTONS)
    edited = await play.result(
        "editMessageText", chat_id=ADA, message_id=sent["message_id"], text="Two"
    )
    assert (edited["message_id"], edited["text"]) == (sent["message_id"], "Two")
    assert edited["edit_date"] >= sent["date"]
    assert "reply_markup" not in edited
    seen = (await play.chat(ADA))["messages"]
    assert [(each["text"], "edit_date" in each) for each in seen] == [("Two", True)]


async def test_a_keyboard_can_be_edited_alone(play: Play) -> None:
    """The text stays; no keyboard means none."""
    sent = await play.result("sendMessage", chat_id=ADA, text="One", reply_markup=BUTTONS)
    where = {"chat_id": ADA, "message_id": sent["message_id"]}
    bare = await play.result("editMessageReplyMarkup", **where)
    dressed = await play.result("editMessageReplyMarkup", **where, reply_markup=BUTTONS)
    assert "reply_markup" not in bare
    assert (dressed["text"], dressed["reply_markup"]) == ("One", BUTTONS)


async def test_an_edit_that_changes_nothing_is_refused(play: Play) -> None:
    """Text and keyboard together decide."""
    sent = await play.result("sendMessage", chat_id=ADA, text="One", reply_markup=BUTTONS)
    where = {"chat_id": ADA, "message_id": sent["message_id"], "text": "One"}
    code, words = await play.refusal("editMessageText", **where, reply_markup=BUTTONS)
    assert code == 400
    assert words.startswith("Bad Request: message is not modified: specified new message content")
    await play.result("editMessageText", **where)


async def test_what_cannot_be_edited_is_refused(play: Play) -> None:
    """Unknown, deleted, the person's own, one with a reply keyboard, and reply keyboards."""
    own = await play.act(ADA, "text", text="mine")
    bound = await play.result("sendMessage", chat_id=ADA, text="Number?", reply_markup=KEYS)
    plain = await play.result("sendMessage", chat_id=ADA, text="Plain")
    file = await play.http.post(
        f"/bot{TOKEN}/sendDocument", data={"chat_id": ADA}, files={"document": ("a.csv", b"a")}
    )

    async def words(message_id: int | None, **params: Any) -> str:
        where = {"chat_id": ADA, "text": "new", "message_id": message_id}
        return (await play.refusal("editMessageText", **where, **params))[1]

    assert await words(None) == "Bad Request: message identifier is not specified"
    assert await words(999) == "Bad Request: message to edit not found"
    assert await words(own["message_id"]) == "Bad Request: message can't be edited"
    assert await words(bound["message_id"]) == "Bad Request: message can't be edited"
    number = plain["message_id"]
    expected = "Bad Request: inline keyboard expected"
    assert await words(number, reply_markup=KEYS) == expected
    number = file.json()["result"]["message_id"]
    assert await words(number) == "Bad Request: there is no text in the message to edit"


async def test_messages_of_both_sides_can_be_deleted_for_two_days(play: Play) -> None:
    """The method returns true; then the message is gone for edits, too."""
    own = await play.act(ADA, "text", text="secret")
    old = await play.act(ADA, "text", text="old", date=int(time.time()) - 49 * 3600)
    assert await play.result("deleteMessage", chat_id=ADA, message_id=own["message_id"]) is True
    assert await play.refusal("deleteMessage", chat_id=ADA, message_id=own["message_id"]) == (
        400,
        "Bad Request: message to delete not found",
    )
    assert await play.refusal("deleteMessage", chat_id=ADA, message_id=old["message_id"]) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )
    seen = (await play.chat(ADA))["messages"]
    assert [(each["text"], each["deleted"]) for each in seen] == [("", True), ("old", False)]


async def test_a_document_travels_as_multipart_and_can_be_fetched(play: Play) -> None:
    """Its path is told by getFile, and the file door hands it out byte for byte."""
    content = b"id,name\r\n1,Ada\n\x00\xff"
    sent = await play.http.post(
        f"/bot{TOKEN}/sendDocument",
        data={"chat_id": str(ADA), "caption": "Your data", "reply_markup": json.dumps(BUTTONS)},
        files={"document": ("data.csv", content, "text/csv")},
    )
    document = sent.json()["result"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("data.csv", "text/csv")
    assert sent.json()["result"]["caption"] == "Your data"
    file = await play.result("getFile", file_id=document["file_id"])
    assert file["file_size"] == len(content)
    assert (await play.http.get(f"/file/bot{TOKEN}/{file['file_path']}")).content == content
    assert (await play.http.get(f"/file/bot{TOKEN}/other")).status_code == 404
    seen = (await play.chat(ADA))["messages"][0]
    assert (seen["text"], seen["media"]["kind"]) == ("Your data", "document")
    assert (await play.calls())[0]["params"]["document"] == {
        "file_name": "data.csv",
        "size": len(content),
    }


async def test_a_document_can_be_sent_by_attachment_and_again_by_its_id(play: Play) -> None:
    """As python-telegram-bot uploads, and as bots save uploads."""
    sent = await play.http.post(
        f"/bot{TOKEN}/sendDocument",
        data={"chat_id": str(ADA), "document": "attach://one"},
        files={"one": ("data.csv", b"x")},
    )
    file_id = sent.json()["result"]["document"]["file_id"]
    again = await play.result("sendDocument", chat_id=LAILA, document=file_id)
    assert again["document"]["file_id"] == file_id
    assert "caption" not in again


async def test_a_document_that_is_not_there_is_refused(play: Play) -> None:
    """So are unknown file ids and captions over 1,024 units."""
    refusal = await play.refusal("sendDocument", chat_id=ADA, document="unknown")
    assert refusal == (400, "Bad Request: there is no document in the request")
    refusal = await play.refusal("sendDocument", chat_id=ADA, caption="x" * 1025)
    assert refusal == (400, "Bad Request: message caption is too long")
    refusal = await play.refusal("getFile", file_id="unknown")
    assert refusal[1] == "Bad Request: wrong file_id or the file is temporarily unavailable"


async def test_a_bot_that_left_a_group_is_out(play: Play) -> None:
    """Until somebody adds it again; private chats cannot be left."""
    await play.act(ADA, "group", text="hello all", title="Sales")
    await play.act(LAILA, "group", text="hello too", title="Sales")
    await play.act(ADA, "group", text="hello", title="Another")
    group = next(
        id_ for id_, chat in play.world.chats.items() if chat.info.get("title") == "Sales"
    )
    assert len((await play.chat(group))["messages"]) == 2
    assert await play.result("leaveChat", chat_id=group) is True
    refusal = await play.refusal("sendMessage", chat_id=group, text="x")
    assert refusal == (403, "Forbidden: bot is not a member of the supergroup chat")
    await play.act(ADA, "group", text="come back", title="Sales")
    await play.result("sendMessage", chat_id=group, text="x")
    assert (await play.refusal("leaveChat", chat_id=ADA))[0] == 400


async def test_a_blocked_bot_is_refused_until_it_is_unblocked(play: Play) -> None:
    """403 for whatever it does in that chat."""
    await play.act(ADA, "block")
    for method in ("sendMessage", "sendChatAction"):
        refusal = await play.refusal(method, chat_id=ADA, text="x", action="typing")
        assert refusal == (403, "Forbidden: bot was blocked by the user")
    await play.act(ADA, "unblock")
    assert await play.result("sendChatAction", chat_id=ADA, action="typing") is True
    assert (await play.refusal("sendChatAction", chat_id=ADA))[0] == 400

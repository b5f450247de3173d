"""What people do on the stage, and what the bot is told of it."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest

from tests.simulator.conftest import ADA, LAILA, TOKEN, Play

BUTTONS = {
    "inline_keyboard": [
        [{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://example.org"}]
    ]
}


async def test_two_people_are_there_from_the_start(play: Play) -> None:
    """With made-up names and numbers."""
    people = (await play.http.get("/stage/people")).json()["people"]
    assert people == [
        {
            "id": 1001,
            "first_name": "Ada",
            "last_name": "Lovelace",
            "username": "ada_example",
            "language_code": "en",
            "phone_number": "+447700900101",
            "blocked": False,
        },
        {
            "id": 1002,
            "first_name": "ليلى",
            "last_name": "منصور",
            "username": "laila_example",
            "language_code": "ar",
            "phone_number": "+447700900102",
            "blocked": False,
        },
    ]


async def test_people_can_come(play: Play) -> None:
    """With an id of their own or the next free one; nobody comes twice."""
    wish = {"first_name": "Grace", "phone_number": "+447700900103", "language_code": "fa"}
    first = await play.http.post("/stage/people", json=wish)
    second = await play.http.post("/stage/people", json=wish | {"id": 77, "username": "g"})
    again = await play.http.post("/stage/people", json=wish | {"id": 77})
    assert (first.status_code, first.json()["id"]) == (201, 1003)
    assert (second.json()["id"], second.json()["username"]) == (77, "g")
    assert again.status_code == 409
    await play.act(1003, "text", text="hello")
    assert (await play.result("getUpdates"))[0]["message"]["from"]["language_code"] == "fa"


async def test_all_that_people_did_is_on_record(play: Play) -> None:
    """As it was told to the bot, whether it has it by now or not; or only how much it was."""
    await play.act(ADA, "text", text="first")
    await play.act(LAILA, "text", text="second")
    await play.result("getUpdates", offset=2)
    whole = (await play.http.get("/stage/telegram/updates")).json()
    assert [each["message"]["text"] for each in whole["updates"]] == ["first", "second"]
    counted = (await play.http.get("/stage/telegram/updates?last=0")).json()
    assert counted == {"count": 2, "updates": []}


async def test_a_text_becomes_a_message_update(play: Play) -> None:
    """With User, Chat and seconds; commands are marked."""
    said = await play.act(ADA, "text", text="/start now", date=1_700_000_000)
    await play.act(ADA, "text", text="and", reply_to_message_id=said["message_id"])
    first, second = await play.result("getUpdates")
    assert first["update_id"] == said["update_id"]
    message = first["message"]
    assert message["message_id"] == said["message_id"]
    assert message["from"] == {
        "id": ADA,
        "is_bot": False,
        "first_name": "Ada",
        "last_name": "Lovelace",
        "username": "ada_example",
        "language_code": "en",
    }
    assert message["chat"]["type"] == "private"
    assert message["date"] == 1_700_000_000
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert second["update_id"] == first["update_id"] + 1
    assert second["message"]["reply_to_message"]["text"] == "/start now"


async def test_the_own_number_is_shared_as_the_keyboards_button_does(play: Play) -> None:
    """With the person's user_id, as an answer to the message that asked."""
    keys = {"keyboard": [[{"text": "Share", "request_contact": True}]]}
    asked = await play.result("sendMessage", chat_id=ADA, text="Number?", reply_markup=keys)
    await play.act(ADA, "contact")
    message = (await play.result("getUpdates"))[0]["message"]
    assert message["contact"] == {
        "phone_number": "+447700900101",
        "user_id": ADA,
        "first_name": "Ada",
        "last_name": "Lovelace",
    }
    assert message["reply_to_message"]["message_id"] == asked["message_id"]
    assert (await play.chat(ADA))["messages"][1]["contact"]["user_id"] == ADA


async def test_a_card_of_somebody_else_is_not_the_senders(play: Play) -> None:
    """It may lack a user_id, carry a vCard, or be forwarded."""
    card = {"phone_number": "+447700900199", "first_name": "Grace", "vcard": "BEGIN:VCARD"}
    await play.act(ADA, "contact", **card)
    await play.act(ADA, "contact", **card, user_id=ADA, forwarded=True)
    foreign, forwarded = (each["message"] for each in await play.result("getUpdates"))
    assert foreign["contact"] == card
    assert "forward_origin" not in foreign
    assert forwarded["contact"]["user_id"] == ADA
    assert forwarded["forward_origin"]["sender_user"]["id"] == ADA
    assert forwarded["forward_origin"]["type"] == "user"


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "document", "location"])
async def test_media_have_their_own_fields(play: Play, kind: str) -> None:
    """And no text, but a caption when there is one."""
    await play.act(ADA, "media", kind=kind)
    await play.act(ADA, "media", kind=kind, caption="look")
    bare, described = (each["message"] for each in await play.result("getUpdates"))
    assert bare[kind]
    assert "text" not in bare
    assert "caption" not in bare
    assert described["caption"] == "look"
    seen = (await play.chat(ADA))["messages"][1]
    assert (seen["text"], seen["media"]["kind"]) == ("look", kind)


async def test_a_person_can_send_a_file(play: Play) -> None:
    """A document is a file of one's own, empty ones too, which the bot can fetch."""
    await play.act(ADA, "media", kind="document", name="fair.csv", data="QWRhLDE=")
    await play.act(ADA, "media", kind="document", name="empty")
    sent, empty = (each["message"]["document"] for each in await play.result("getUpdates"))
    assert (sent["file_name"], sent["mime_type"], sent["file_size"]) == ("fair.csv", "text/csv", 5)
    assert (empty["mime_type"], empty["file_size"]) == ("application/octet-stream", 0)
    file = await play.result("getFile", file_id=sent["file_id"])
    assert (await play.http.get(f"/file/bot{TOKEN}/{file['file_path']}")).content == b"Ada,1"


async def test_a_file_may_be_too_big_to_be_fetched(play: Play) -> None:
    """Telegram hands out no more than 20 MB."""
    data = base64.b64encode(bytes(20 * 1024 * 1024 + 1)).decode()
    await play.act(ADA, "media", kind="document", name="big.csv", data=data)
    (update,) = await play.result("getUpdates")
    file_id = update["message"]["document"]["file_id"]
    assert await play.refusal("getFile", file_id=file_id) == (400, "Bad Request: file is too big")


async def test_an_own_text_can_be_edited(play: Play) -> None:
    """The bot gets an edited_message and no message."""
    said = await play.act(ADA, "text", text="Adda")
    edited = await play.act(ADA, "edit", message_id=said["message_id"], text="Ada")
    update = (await play.result("getUpdates"))[1]
    assert "message" not in update
    assert update["edited_message"]["text"] == "Ada"
    assert update["edited_message"]["edit_date"] >= update["edited_message"]["date"]
    assert edited["update_id"] == update["update_id"]
    assert (await play.chat(ADA))["messages"][0]["text"] == "Ada"


async def test_a_press_becomes_a_callback_query(play: Play) -> None:
    """By the button's label or by any data; with the message and a chat_instance."""
    sent = await play.result("sendMessage", chat_id=ADA, text="Sure?", reply_markup=BUTTONS)
    pressed = await play.act(ADA, "press", message_id=sent["message_id"], text="Yes")
    await play.act(ADA, "press", message_id=sent["message_id"], data="forged")
    first, second = (each["callback_query"] for each in await play.result("getUpdates"))
    assert first["id"] == pressed["callback_query_id"] != second["id"]
    assert (first["data"], second["data"]) == ("y", "forged")
    assert first["message"] == sent
    assert first["from"]["is_bot"] is False
    assert first["chat_instance"] == second["chat_instance"]


async def test_a_press_comes_as_the_app_showed_it(play: Play) -> None:
    """The data reaches the bot when its button is gone, and when its message is."""
    sent = await play.result("sendMessage", chat_id=ADA, text="Sure?", reply_markup=BUTTONS)
    where = {"message_id": sent["message_id"]}
    await play.result("editMessageText", chat_id=ADA, text="Done", **where)
    await play.act(ADA, "press", data="y", **where)
    await play.result("deleteMessage", chat_id=ADA, **where)
    await play.act(ADA, "press", data="y", **where)
    queries = [each["callback_query"] for each in await play.result("getUpdates")]
    assert [query["data"] for query in queries] == ["y", "y"]
    edited, inaccessible = (query["message"] for query in queries)
    assert (edited["text"], "reply_markup" in edited) == ("Done", False)
    assert inaccessible == {**where, "chat": sent["chat"], "date": 0}


async def test_a_press_is_answered_once(play: Play) -> None:
    """The text becomes a toast; afterwards the query is too old."""
    sent = await play.result("sendMessage", chat_id=ADA, text="Sure?", reply_markup=BUTTONS)
    where = {"message_id": sent["message_id"]}
    told, silent = [
        (await play.act(ADA, "press", text="Yes", **where))["callback_query_id"] for _ in range(2)
    ]
    assert await play.result("answerCallbackQuery", callback_query_id=told, text="Saved") is True
    assert await play.result("answerCallbackQuery", callback_query_id=silent) is True
    assert (await play.chat(ADA))["toasts"] == ["Saved"]
    code, words = await play.refusal("answerCallbackQuery", callback_query_id=told)
    assert (code, words.startswith("Bad Request: query is too old")) == (400, True)


async def test_a_deleted_message_is_inaccessible_in_replies(play: Play) -> None:
    """Its date is 0, as the Bot API marks it."""
    sent = await play.result("sendMessage", chat_id=ADA, text="Sure?")
    await play.result("deleteMessage", chat_id=ADA, message_id=sent["message_id"])
    gone = play.world.chats[ADA].messages[sent["message_id"]].as_api()
    assert gone == {"message_id": sent["message_id"], "chat": sent["chat"], "date": 0}


async def test_blocking_is_told_as_my_chat_member(play: Play) -> None:
    """Kicked and member again; nobody speaks to a bot they have blocked."""
    await play.act(ADA, "block")
    refused = await play.http.post(f"/stage/people/{ADA}/text", json={"text": "hi"})
    people = (await play.http.get("/stage/people")).json()["people"]
    await play.act(ADA, "unblock")
    await play.act(ADA, "text", text="hi")
    assert (refused.status_code, people[0]["blocked"]) == (409, True)
    blocked, unblocked, _ = await play.result("getUpdates")
    change = blocked["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == (
        "member",
        "kicked",
    )
    assert change["new_chat_member"]["user"]["is_bot"] is True
    assert change["chat"]["id"] == change["from"]["id"] == ADA
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_a_group_is_not_a_private_chat(play: Play) -> None:
    """Its id is negative and its type says so."""
    await play.act(ADA, "group", text="hello all", title="Sales")
    chat = (await play.result("getUpdates"))[0]["message"]["chat"]
    assert (chat["type"], chat["title"], chat["id"] < 0) == ("supergroup", "Sales", True)
    assert (await play.chat(chat["id"]))["messages"][0]["text"] == "hello all"


@pytest.mark.parametrize(
    ("act", "wish", "status"),
    [
        ("text", {}, 422),
        ("text", {"text": ""}, 422),
        ("text", {"text": "x", "colour": "red"}, 422),
        ("text", {"text": "x", "reply_to_message_id": 99}, 404),
        ("contact", {"phone_number": "+447700900199"}, 422),
        ("media", {"kind": "hologram"}, 422),
        ("media", {"kind": "photo", "name": "me.jpg"}, 422),
        ("media", {"kind": "document", "name": "a/b"}, 422),
        ("edit", {"message_id": 99, "text": "x"}, 404),
        ("edit", {"message_id": 1, "text": "x"}, 409),
        ("press", {"message_id": 1}, 422),
        ("press", {"message_id": 1, "text": "Yes", "data": "y"}, 422),
        ("press", {"message_id": 1, "text": "Nope"}, 409),
        ("press", {"message_id": 1, "text": "Site"}, 409),
        ("press", {"message_id": 2, "text": "Yes"}, 409),
        ("press", {"message_id": 99, "data": "y"}, 404),
        ("updates/repeat", {"update_id": 99}, 404),
    ],
)
async def test_what_cannot_be_done_is_said(
    play: Play, act: str, wish: dict[str, Any], status: int
) -> None:
    """With a status and a sentence, and without an update."""
    await play.result("sendMessage", chat_id=ADA, text="Sure?", reply_markup=BUTTONS)
    await play.result("sendMessage", chat_id=ADA, text="No buttons here")
    response = await play.http.post(f"/stage/people/{ADA}/{act}", json=wish)
    assert (response.status_code, list(response.json())) == (status, ["error"])
    assert await play.result("getUpdates") == []


async def test_strangers_and_broken_bodies_are_refused(play: Play) -> None:
    """404 for who or what is not there, 422 for what is not JSON."""
    assert (await play.http.get("/stage/chats/5")).status_code == 404
    assert (await play.http.post("/stage/people/5/text", json={"text": "x"})).status_code == 404
    assert (await play.http.post(f"/stage/people/{ADA}/text", content=b"{")).status_code == 422


async def test_a_reset_forgets_everything_but_the_first_people(play: Play) -> None:
    """Chats, calls, faults, updates, webhook; but numbers are never given twice."""
    await play.http.post("/stage/people", json={"first_name": "Grace"})
    before = await play.act(LAILA, "text", text="hi")
    await play.faults({"method": "getMe", "answer": "500", "times": None}, delay_ms=5)
    await play.result("setWebhook", url="https://example.org/hook", allowed_updates=["message"])
    assert (await play.http.post("/stage/reset")).json() == {"ok": True}
    assert (await play.chat(LAILA))["messages"] == []
    assert await play.calls() == []
    assert (await play.http.get("/stage/telegram/faults")).json() == {
        "faults": [],
        "updates": {"duplicate": 0.0, "lose_answer": 0.0, "delay_ms": 0},
        "seed": None,
    }
    assert len((await play.http.get("/stage/people")).json()["people"]) == 2
    assert (await play.result("getWebhookInfo"))["url"] == ""
    after = await play.act(LAILA, "text", text="hi")
    assert after["update_id"] > before["update_id"]
    assert len(await play.result("getUpdates")) == 1
    assert play.neighbour.resets == 1


async def test_a_reset_can_keep_what_the_bot_registered(play: Play) -> None:
    """So that a bot that runs goes on hearing its people."""
    await play.result("setWebhook", url="https://example.org/hook", allowed_updates=["message"])
    await play.http.post("/stage/reset", json={"keep_bot": True})
    info = await play.result("getWebhookInfo")
    assert (info["url"], info["allowed_updates"]) == ("https://example.org/hook", ["message"])


async def test_the_stage_is_healthy_and_has_a_neighbour(play: Play) -> None:
    """One port serves everything."""
    assert (await play.http.get("/stage/health")).json() == {"ok": True}
    assert (await play.http.get("/stage/flextell/customers")).json() == {"customers": []}


async def test_old_presses_are_not_answered(play: Play) -> None:
    """After 150 seconds Telegram has forgotten them."""
    sent = await play.result("sendMessage", chat_id=ADA, text="Sure?", reply_markup=BUTTONS)
    pressed = await play.act(ADA, "press", message_id=sent["message_id"], text="Yes")
    play.world.clock = lambda: time.time() + 150
    query = pressed["callback_query_id"]
    code, words = await play.refusal("answerCallbackQuery", callback_query_id=query)
    assert (code, words.startswith("Bad Request: query is too old")) == (400, True)

"""How calls travel, what the bot tells about itself, and the faults its calls can meet."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from simulator.telegram.errors import QUERY_TOO_OLD
from simulator.telegram.faults import Fault
from simulator.telegram.parameters import parse
from tests.simulator.conftest import ADA, LAILA, TOKEN, Play


async def test_any_well_formed_token_is_the_bots(play: Play) -> None:
    """Its number is the bot's id; nonsense is 401."""
    me = (await play.http.get("/bot123:abc/getMe")).json()["result"]
    assert (me["id"], me["is_bot"], me["username"]) == (123, True, "intake_stage_bot")
    assert me["can_join_groups"] is True
    for token in ("abc", "0:abc", "123:", "123:a b"):
        response = await play.http.get(f"/bot{token}/getMe")
        assert (response.status_code, response.json()["error_code"]) == (401, 401)


async def test_an_unknown_method_is_404(play: Play) -> None:
    """In Telegram's JSON; names count without case."""
    assert await play.refusal("sendPigeon") == (404, "Not Found")
    await play.result("GETME")


async def test_parameters_travel_four_ways(play: Play) -> None:
    """JSON, urlencoded, multipart and query all send the same message."""
    path = f"/bot{TOKEN}/sendMessage"
    markup = json.dumps({"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]})
    params = {"chat_id": str(ADA), "text": "Zoë & Ωmega", "reply_markup": markup}
    plain = {name: (None, value) for name, value in params.items()}
    answers = [
        await play.http.post(path, json=params),
        await play.http.post(path, data=params),
        await play.http.post(path, files=plain),
        await play.http.get(path, params=params),
    ]
    sent = [answer.json()["result"] for answer in answers]
    assert {each["text"] for each in sent} == {"Zoë & Ωmega"}
    assert all(each["reply_markup"] == json.loads(markup) for each in sent)
    assert all(call["params"]["reply_markup"] == json.loads(markup) for call in await play.calls())


@pytest.mark.parametrize("body", [b"{", b"[1]"])
async def test_a_body_that_is_not_an_object_is_refused(play: Play, body: bytes) -> None:
    """With 400; the call is noted all the same."""
    headers = {"Content-Type": "application/json"}
    response = await play.http.post(f"/bot{TOKEN}/sendMessage", content=body, headers=headers)
    assert response.json()["description"] == "Bad Request: can't parse JSON object"
    assert (await play.calls())[-1]["status"] == 400


def test_a_nested_multipart_form_is_refused() -> None:
    """A part that is no value and no file has no meaning here."""
    inner = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n'
    head = 'Content-Disposition: form-data; name="a"\r\n'
    body = f"--a\r\n{head}{inner}\r\n--a--\r\n".encode()
    with pytest.raises(Exception, match="can't parse multipart form data"):
        parse("multipart/form-data; boundary=a", body)


def test_values_are_read_leniently_and_shown_as_they_came() -> None:
    """No number is the default; text that only looks like JSON stays text."""
    parameters = parse("application/x-www-form-urlencoded", b"a=x&b={x&c=true&d=", "a=1&e=5")
    assert (parameters.integer("a", 7), parameters.integer("e")) == (7, 5)
    assert parameters.flag("c")
    assert not parameters.flag("a")
    assert parameters.tree("d") is None
    assert parameters.shown() == {"a": "x", "b": "{x", "c": "true", "d": "", "e": "5"}


async def test_half_a_surrogate_pair_and_nul_survive(play: Play) -> None:
    """Telegram delivers both; JSON in ASCII can tell them."""
    text = "half \ud83d and \x00"
    body = json.dumps({"text": text}).encode()
    response = await play.http.post(f"/stage/people/{ADA}/text", content=body)
    assert response.status_code == 201
    updates = await play.result("getUpdates")
    assert updates[0]["message"]["text"] == text


async def test_the_bot_tells_about_itself_per_language(play: Play) -> None:
    """Commands and descriptions can be read back, and the page can show them."""
    start, help_ = ({"command": name, "description": name.title()} for name in ("start", "help"))
    await play.result("setMyCommands", commands=[start])
    await play.result("setMyCommands", commands=[help_], language_code="ar")
    private = {"type": "all_private_chats"}
    await play.result("setMyCommands", commands=[start, help_], scope=private, language_code="fa")
    await play.result("setMyDescription", description="Welcome")
    await play.result("setMyShortDescription", short_description="Hi")
    await play.result("setMyName", name="Intake")
    assert await play.result("getMyCommands") == [start]
    assert await play.result("getMyCommands", language_code="de") == []
    assert await play.result("getMyDescription") == {"description": "Welcome"}
    assert await play.result("getMyShortDescription") == {"short_description": "Hi"}
    assert await play.result("getMyName", language_code="de") == {"name": ""}
    shown = (await play.http.get("/stage/telegram/bot")).json()
    assert shown["commands"] == {"": [start], "ar": [help_], "fa": [start, help_]}
    assert shown["description"] == {"": "Welcome"}
    await play.result("deleteMyCommands")
    assert await play.result("getMyCommands") == []


@pytest.mark.parametrize("commands", [None, "x", [{}] * 101])
async def test_senseless_commands_are_refused(play: Play, commands: Any) -> None:
    """At most one hundred, in a list."""
    assert (await play.refusal("setMyCommands", commands=commands))[0] == 400


async def test_get_chat_tells_the_person(play: Play) -> None:
    """With the fields that ChatFullInfo always has."""
    chat = await play.result("getChat", chat_id=LAILA)
    assert chat["first_name"] == "ليلى"
    assert {"accent_color_id", "max_reaction_count", "accepted_gift_types"} <= chat.keys()


async def test_calls_are_noted_oldest_first(play: Play) -> None:
    """Method, parameters, time, way and status."""
    await play.call("sendMessage", chat_id=ADA, text="hi")
    await play.call("sendMessage", chat_id=404, text="hi")
    first, second = await play.calls()
    assert first.pop("at").endswith("+00:00")
    assert first == {
        "method": "sendMessage",
        "params": {"chat_id": ADA, "text": "hi"},
        "via": "api",
        "status": 200,
    }
    assert second["status"] == 400
    assert (await play.http.get("/stage/telegram/calls?last=1")).json()["calls"] == [second]


async def test_429_names_the_seconds_to_wait(play: Play) -> None:
    """In the parameters, as Telegram does; then the call goes through."""
    await play.faults({"method": "sendMessage", "answer": "429", "retry_after": 3})
    response = await play.call("sendMessage", chat_id=ADA, text="hi")
    assert response.status_code == 429
    assert response.json()["parameters"] == {"retry_after": 3}
    assert response.json()["description"] == "Too Many Requests: retry after 3"
    await play.result("sendMessage", chat_id=ADA, text="hi")


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ("403", 403, "Forbidden: bot was blocked by the user"),
        ("400", 400, "Bad Request: refused on the stage"),
        ("500", 500, "Internal Server Error"),
        ("expired", 400, QUERY_TOO_OLD),
    ],
)
async def test_a_fault_refuses_the_call(play: Play, answer: str, status: int, words: str) -> None:
    """Nothing appears in the chat."""
    await play.faults({"method": "*", "answer": answer})
    assert await play.refusal("sendMessage", chat_id=ADA, text="hi") == (status, words)
    assert (await play.chat(ADA))["messages"] == []


async def test_a_bad_gateway_speaks_html(play: Play) -> None:
    """As the proxies before Telegram do."""
    await play.faults({"method": "sendMessage", "answer": "502_html"})
    response = await play.call("sendMessage", chat_id=ADA, text="hi")
    assert response.status_code == 502
    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(("answer", "said"), [("drop", ["hi"]), ("reset", [])])
async def test_a_connection_can_close_without_an_answer(
    play: Play, answer: str, said: list[str]
) -> None:
    """After the call took effect, or before."""
    await play.faults({"method": "sendMessage", "answer": answer})
    with pytest.raises(httpx.TransportError):
        await play.call("sendMessage", chat_id=ADA, text="hi")
    assert [each["text"] for each in (await play.chat(ADA))["messages"]] == said
    assert (await play.calls())[-1]["status"] is None


async def test_a_fault_lasts_as_long_as_it_says(play: Play) -> None:
    """A number of times, or until it is changed; GET shows what is left."""
    await play.faults(
        {"method": "getMe", "answer": "500", "times": 2},
        {"method": "getChat", "answer": "500", "times": None},
    )
    statuses = [(await play.call("getMe")).status_code for _ in range(3)]
    assert statuses == [500, 500, 200]
    assert [(await play.call("getChat")).status_code for _ in range(3)] == [500] * 3
    left = (await play.http.get("/stage/telegram/faults")).json()["faults"]
    assert left == [
        Fault(method="getChat", answer="500", times=None).model_dump(),
    ]
    await play.faults()
    await play.result("getMe")


async def test_a_fault_can_concern_one_chat(play: Play) -> None:
    """The others go on; calls without a chat are not concerned."""
    await play.faults({"method": "*", "answer": "500", "times": None, "chat_id": ADA})
    assert (await play.call("sendMessage", chat_id=ADA, text="hi")).status_code == 500
    await play.result("sendMessage", chat_id=LAILA, text="hi")
    await play.result("getMe")


async def test_unknown_faults_are_refused(play: Play) -> None:
    """With 422, so that a typing error in a test is seen."""
    senseless: list[dict[str, Any]] = [
        {"faults": [{"answer": "418"}]},
        {"updates": {"duplicate": 2}},
        {"fault": []},
    ]
    for wanted in senseless:
        response = await play.http.put("/stage/telegram/faults", json=wanted)
        assert response.status_code == 422
        assert "error" in response.json()


async def test_a_fault_may_meet_some_of_the_calls(play: Play) -> None:
    """With a seed the same ones each time; the others go through."""
    met = []
    for seed in (1, 1, 2):
        fault = {"method": "getMe", "answer": "500", "times": None, "rate": 0.5}
        wanted = {"faults": [fault], "seed": seed}
        await play.http.put("/stage/telegram/faults", json=wanted)
        met.append([(await play.call("getMe")).status_code for _ in range(20)])
    assert met[0] == met[1] != met[2]
    assert set(met[0]) == {200, 500}

"""The webhook's answers, which tell Telegram what to send again and what to do next."""

from __future__ import annotations

import json
import re
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.duties import AUDIT
from bot.telegram.sender import Later, Unreachable
from bot.web.app import web_app
from bot.web.backlog import Backlog
from bot.web.health import Health
from bot.web.webhook import MAX_BODY_BYTES, Webhook
from storage import DatabaseAway, SignIn
from tests.bot.telegram import made
from tests.bot.telegram.receiving import Receiving, receiving
from tests.bot.turns.jobs import Watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive

    from storage import Keyring

SECRET = "s-e-c-r-e-t"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
TENANT = "42"


class Web:
    """The application, and whoever speaks to it over HTTP."""

    def __init__(self, house: Receiving, watched: Watched, runs: bool = True) -> None:  # noqa: FBT001, FBT002 - what a test says of the background
        self.house = house
        self.watched = watched
        self.app: ASGIApp = web_app(
            webhook=Webhook(SECRET, house.reception, house.voice),
            health=Health(watched, {"turns": lambda: runs}),
            backlog=Backlog(watched, TENANT),
        )
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="https://bot.example.org"
        )

    async def post(self, update: object, secret: bytes | None = SECRET.encode()) -> httpx.Response:
        """Post an update as Telegram does."""
        headers = {} if secret is None else {HEADER.encode(): secret}
        content = update if isinstance(update, bytes) else made.body(update)
        return await self.http.post("/telegram", content=content, headers=headers)

    async def asks_email(self) -> httpx.Response:
        """Lead Ada to where the contact keyboard goes; return that answer."""
        card = await self.house.says("/start")
        await self.house.presses(card, "Agree")
        await self.house.says("Ada Byron")
        return await self.post(made.said("+44 7700 900101", self.house.next_id()))


@asynccontextmanager
async def serving(url: str, keyring: Keyring, **options: Any) -> AsyncIterator[Web]:
    """Serve the application on a database."""
    watched = Watched(url, keyring)
    async with receiving(watched, keyring, **options) as house:
        web = Web(house, watched)
        yield web
        await web.http.aclose()
    await watched.close()


@pytest_asyncio.fixture
async def web(sqlite_url: str, keyring: Keyring) -> AsyncIterator[Web]:
    """Lend the application on SQLite."""
    async with serving(sqlite_url, keyring) as web:
        yield web


async def test_the_reply_rides_in_the_answer(database_url: str, keyring: Keyring) -> None:
    """One round trip: kept, acknowledged and answered."""
    async with serving(database_url, keyring) as web:
        response = await web.post(made.said("/start"))
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert (answer["method"], answer["chat_id"]) == ("sendMessage", made.ADA)
    assert "Example Ltd" in answer["text"]


async def test_a_press_is_acknowledged_and_its_card_edited(web: Web) -> None:
    """The acknowledgement is a call of its own; the edit rides in the answer."""
    card = (await web.post(made.said("/start"))).json()
    agree = card["reply_markup"]["inline_keyboard"][0][0]
    assert agree["text"] == "Agree"
    response = await web.post(made.pressed(agree["callback_data"], 2))
    assert (response.json()["method"], response.json()["message_id"]) == ("editMessageText", 9)
    await web.house.lanes.close(5)
    assert web.house.voice.acknowledged == ["press-2"]


async def test_the_farewell_is_sent_before_the_answer(web: Web) -> None:
    """The keyboard is gone when the next question comes."""
    answer = (await web.asks_email()).json()
    (farewell,) = web.house.voice.said
    assert farewell.params["reply_markup"] == {"remove_keyboard": True}
    assert "e-mail" in answer["text"]


async def test_a_farewell_that_has_to_wait_keeps_the_question_behind_it(web: Web) -> None:
    """Telegram is answered at once; both come when it allows."""
    web.house.voice.coming[made.ADA] = [Later(0.02), Later(0.01)]
    response = await web.asks_email()
    assert (response.status_code, response.content) == (200, b"")
    await web.house.lanes.close(5)
    first, second, third, question = web.house.voice.texts(made.ADA)
    assert first == second == third
    assert "e-mail" in question


async def test_a_farewell_that_is_not_taken_holds_nothing_up(web: Web) -> None:
    """The question is asked all the same."""
    web.house.voice.coming[made.ADA] = [Unreachable()]
    assert "e-mail" in (await web.asks_email()).json()["text"]


@pytest.mark.parametrize(
    "secret", [None, b"", b"wrong", b"s-e-c-r-e-", b"s-e-c-r-e-t-", "geheim-ß".encode(), b"\xff"]
)
async def test_without_the_secret_nothing_is_taken(web: Web, secret: bytes | None) -> None:
    """Whatever stands in the header, and the body is not even looked at."""
    response = await web.post(b"{]", secret)
    assert (response.status_code, response.content) == (403, b"")
    assert await web.house.quarantined() == []


async def test_a_body_too_long_is_refused(web: Web) -> None:
    """No update is that long; one of a mebibyte is still read."""
    just = b" " * (MAX_BODY_BYTES - 2) + b"{}"
    assert (await web.post(just)).status_code == 200
    assert (await web.post(just + b" ")).status_code == 413


async def test_a_full_house_asks_telegram_to_come_again(sqlite_url: str, keyring: Keyring) -> None:
    """Soon."""
    async with serving(sqlite_url, keyring, capacity=0) as web:
        response = await web.post(made.said("/start"))
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")


async def test_trouble_with_the_database_asks_telegram_to_come_again(web: Web) -> None:
    """Later; and then the update is taken."""
    web.watched.watch.troubles = [DatabaseAway("gone")]
    response = await web.post(made.said("/start"))
    assert (response.status_code, response.headers["retry-after"]) == (503, "3")
    assert (await web.post(made.said("/start"))).status_code == 200


@pytest.mark.parametrize("body", [b"", b"{]", b'{"update_id": 1, "message": "x"}', b"[]"])
async def test_what_cannot_be_read_is_put_aside_with_200(web: Web, body: bytes) -> None:
    """Else Telegram would send nothing else to that chat."""
    response = await web.post(body)
    assert (response.status_code, response.content) == (200, b"")
    assert [row.body for row in await web.house.quarantined()] == [body]


async def test_who_hangs_up_is_not_heard(web: Web) -> None:
    """Telegram sends the update again."""
    sent: list[Message] = []

    async def hang_up() -> Message:
        return {"type": "http.disconnect"}

    async def note(message: Message) -> None:
        sent.append(message)

    await web.app(_scope(), _once({"type": "http.request", "more_body": True}, hang_up), note)
    assert sent[0]["status"] == 400
    assert await web.house.quarantined() == []


def _scope() -> dict[str, Any]:
    headers = [(HEADER.lower().encode(), SECRET.encode())]
    return {
        "type": "http",
        "method": "POST",
        "path": "/telegram",
        "headers": headers,
        "query_string": b"",
        "root_path": "",
        "http_version": "1.1",
        "scheme": "https",
        "server": ("bot.example.org", 443),
        "client": ("192.0.2.1", 5),
        "asgi": {},
    }


def _once(message: Message, then: Receive) -> Receive:
    messages = [message]

    async def receive() -> Message:
        return messages.pop() if messages else await then()

    return receive


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_the_webhook_is_only_posted_to(web: Web, method: str) -> None:
    """Nothing can be fetched from it."""
    assert (await web.http.request(method, "/telegram")).status_code == 405


async def test_health_is_told_with_its_status(web: Web) -> None:
    """Well is 200; otherwise 503 names the part."""
    response = await web.http.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "parts": {"database": "ok", "turns": "ok"}}
    web.watched.watch.troubles = [DatabaseAway("gone")]
    response = await web.http.get("/healthz")
    assert response.status_code == 503
    assert response.json()["parts"]["database"] == "DatabaseAway"


async def test_metrics_say_nothing_of_anybody(web: Web) -> None:
    """After a registration with everything in it, there are figures only."""
    await web.post(made.said("/start my-campaign", 500))
    await web.house.registers()
    await web.post(b'{"update_id": 900, "message": "my secret"}')
    response = await web.http.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    assert "intake_updates_total" in response.text
    # Short numbers are looked for by themselves: they stand in long figures by chance.
    numbers = {float(each) for each in re.findall(r"\d+(?:\.\d+)?(?:e[+-]\d+)?", response.text)}
    assert made.ADA not in numbers
    for word in ("Ada", "Byron", "7700900", "7700 900", "campaign", "secret", "Example"):
        assert word not in response.text
    assert json.dumps(made.THEN) not in response.text


async def test_the_figures_tell_what_waits(web: Web) -> None:
    """A confirmed registration is queued, and has been waiting for a moment."""
    await web.house.registers()
    page = (await web.http.get("/metrics")).text
    assert 'intake_submissions{status="queued"} 1.0' in page
    assert 'intake_submissions{status="human"} 0.0' in page
    assert "\nintake_oldest_open_seconds 0.0\n" not in page


async def test_the_figures_tell_what_the_audit_has_found(web: Web) -> None:
    """Whichever process has made it."""
    assert "\nintake_doubled 0.0\n" in (await web.http.get("/metrics")).text
    async with web.watched.begin() as work:
        await work.duties.done(AUDIT.name, 3)
    assert "\nintake_doubled 3.0\n" in (await web.http.get("/metrics")).text


@pytest.mark.parametrize(("noted", "figure"), [(None, "1.0"), (False, "0.0"), (True, "1.0")])
async def test_the_figures_tell_whether_somebody_has_to_sign_in(
    web: Web,
    noted: bool | None,  # noqa: FBT001 - whether the need is noted; None where nobody ever signed in
    figure: str,
) -> None:
    """For the first time or anew."""
    async with web.watched.begin() as work:
        sign_in = SignIn(TENANT, "access", "refresh", work.now, None)
        if noted is not None:
            await work.tokens.put(
                replace(sign_in, needs_consent_since=work.now if noted else None)
            )
    assert f"intake_consent_needed {figure}" in (await web.http.get("/metrics")).text


async def test_the_figures_come_without_the_database_too(web: Web) -> None:
    """What cannot be measured stays as it was."""
    web.watched.watch.troubles = [DatabaseAway("gone")]
    with capture_logs() as logs:
        assert (await web.http.get("/metrics")).status_code == 200
    assert [line["event"] for line in logs] == ["backlog not measured"]

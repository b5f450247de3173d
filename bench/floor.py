"""The floor: how little a registration bot can do and still lose nothing.

No framework, no encryption, one language. Each update is one durable commit, one message on a
line that is kept alive, and a 200 after the commit; a confirmed registration is one POST.
Run by the benchmark with the port to serve, the driver's port, and the SQLite file.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import uvloop

from bench.wire import LOOPBACK, Door, Lines, post_head

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bench.wire import Reply, Request

SECRET_HEADER = b"x-telegram-bot-api-secret-token"
AS_SPELLED = "%d %B %Y"

Draft: TypeAlias = list[str]  # the answers in the order of `PROMPTS`
Said: TypeAlias = tuple[str, list[str]]  # a text and the labels of its buttons

PROMPTS: tuple[Said, ...] = (
    ("Welcome to Example Ltd! Do you agree that your answers are used?", ["Agree", "Not now"]),
    ("What is your full name?", []),
    ("What is your phone number?", []),
    ("What is your e-mail address?", []),
    ("When were you born?", []),
    ("What is your gender?", ["Female", "Male", "Other"]),
    ("Please check:\n{}\n{}\n{}\n{}\n{}\n{}\nAll correct?", ["Confirm", "Start again"]),
    ("You are registered with Example Ltd, no. {}.", []),
)
EMAIL, BIRTH_DATE, CONFIRM = 3, 4, 6


class Floor:
    """The bot: drafts in memory, written through."""

    def __init__(self, driver_port: int, token: str, secret: str, database: str) -> None:
        self._driver = Lines(driver_port)
        self._secret = secret.encode()
        self._send = post_head(f"/bot{token}/sendMessage")
        self._acknowledge = post_head(f"/bot{token}/answerCallbackQuery")
        self._create = post_head("/flextell/customers")
        self._drafts: dict[int, Draft] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._database = sqlite3.connect(database, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("CREATE TABLE drafts (chat_id INTEGER PRIMARY KEY, document TEXT)")

    def answer(self, request: Request, reply: Reply) -> None:
        """Take one webhook request."""
        if request.headers.get(SECRET_HEADER) != self._secret:
            reply(403, b"")
            return
        self._do(self._take(json.loads(request.body), reply))

    async def _take(self, update: dict[str, Any], reply: Reply) -> None:
        press = update.get("callback_query")
        heard = press or update["message"]
        chat_id = heard["from"]["id"]
        answer = heard.get("data") or heard.get("text") or heard["contact"]["phone_number"]
        draft, (text, labels) = advanced(self._drafts.get(chat_id, []), answer)
        if len(draft) > CONFIRM:
            _, created = await self._driver.post(
                self._create, json.dumps(customer(draft)).encode()
            )
            text = text.format(json.loads(created)["data"]["id"])
        self._keep(chat_id, draft)
        reply(200, b"")
        if press:
            acknowledged = {"callback_query_id": press["id"]}
            self._do(self._driver.post(self._acknowledge, json.dumps(acknowledged).encode()))
        message = {"chat_id": chat_id, "text": text, "reply_markup": keyboard(labels)}
        await self._driver.post(self._send, json.dumps(message).encode())

    def _keep(self, chat_id: int, draft: Draft) -> None:
        row = (chat_id, json.dumps(draft))
        self._database.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?)", row)
        self._drafts[chat_id] = draft

    def _do(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def advanced(draft: Draft, answer: str) -> tuple[Draft, Said]:
    """Return the draft with one more answer, and what is said to it."""
    if answer == "/start":
        return [], PROMPTS[0]
    place = len(draft)
    if place == EMAIL and "@" not in answer:
        return draft, ("An e-mail address has an @ and a dot behind it.", [])
    if place == BIRTH_DATE:
        answer = datetime.strptime(answer, AS_SPELLED).date().isoformat()  # noqa: DTZ007 - a day
    draft = [*draft, answer]
    text, labels = PROMPTS[len(draft)]
    return draft, (text.format(*draft) if len(draft) == CONFIRM else text, labels)


def customer(draft: Draft) -> dict[str, str]:
    """Return a whole draft as Flextell's fields."""
    _, name, phone, email, birth_date, gender, _ = draft
    first_name, last_name = name.split()
    return {
        "first_name": first_name,
        "last_name": last_name,
        "phone_number": phone,
        "email": email,
        "date_of_birth": f"{birth_date}T00:00:00Z",
        "gender": gender,
    }


def keyboard(labels: list[str]) -> dict[str, Any]:
    """Return buttons side by side, or the removal of others."""
    if not labels:
        return {"remove_keyboard": True}
    row = [{"text": label, "callback_data": label.lower()} for label in labels]
    return {"inline_keyboard": [row]}


async def main(port: int, driver_port: int, token: str, secret: str, database: str) -> None:
    """Serve until killed."""
    floor = Floor(driver_port, token, secret, database)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Door(floor.answer), LOOPBACK, port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    own_port, drivers_port, *words = sys.argv[1:]
    uvloop.run(main(int(own_port), int(drivers_port), *words))

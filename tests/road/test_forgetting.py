"""What somebody has erased is nowhere any more: not in files, logs or figures, sealed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.rehearsal.player import Talk
from bot.rehearsal.script import Presses, Writes
from storage import Database, Keyring
from tests.road.deployment import SECRET, TOKEN
from tests.road.searching import found_in
from tests.road.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pytest

    from tests.postgres import Postgres
    from tests.road.deployment import Deployment

SECONDS = 60.0
NAME, FAMILY, PHONE, EMAIL = "Zyxcanary", "Quuxperson", "447700900987", "zyx.canary@example.org"
CANARIES = (NAME, FAMILY, PHONE, PHONE.removeprefix("44"), EMAIL, TOKEN.split(":")[1], SECRET)
REGISTERS: Sequence[Writes | Presses] = (
    Writes("/start"),
    Presses("Agree"),
    Writes(f"{NAME} {FAMILY}"),
    Writes(f"+{PHONE}"),
    Writes(EMAIL),
    Writes("/skip"),
    Writes("/skip"),
    Presses("Confirm"),
)
LEAVES_OPEN: Sequence[Writes | Presses] = (
    Presses("Register once more"),
    Writes(f"{NAME} {FAMILY}"),
    Writes("/mydata"),
)
WHOSE = "SELECT chat_id FROM submissions UNION ALL SELECT chat_id FROM consents"
SEALED = (
    "SELECT document FROM chats UNION ALL SELECT body FROM submissions"
    " UNION ALL SELECT draft FROM submissions"
)


def said(deployed: Deployment, chat_id: int) -> str:
    """Return the bot's last words to somebody."""
    messages = deployed.stage.chat(chat_id)["messages"]
    return str(next((m["text"] for m in reversed(messages) if m["from"] == "bot"), ""))


async def plays(deployed: Deployment, deeds: Iterable[Writes | Presses], chat_id: int) -> None:
    """Do one thing after the other, each once the last was answered."""
    talk = Talk(deployed.stage, chat_id)
    for deed in deeds:
        await talk.do(deed, SECONDS)


async def asked(deployed: Deployment, statement: str) -> list[bytes | str | int]:
    """Return what somebody with access to the database finds in one column."""
    environment = deployed.environment()
    keyring = Keyring.parse(environment["ENCRYPTION_KEYS"], environment["INDEX_KEY"])
    database = Database(deployed.database_url, keyring)
    async with database.begin() as work:
        found = list((await work.chats._connection.execute(text(statement))).scalars())
    await database.close()
    return found


async def test_nothing_of_who_was_erased_is_left(
    deployed: Deployment, request: pytest.FixtureRequest
) -> None:
    """Delivered once and at it again: then everything is erased, and searched for everywhere."""
    names = ["web", "worker"] if deployed.is_on_postgresql else ["web"]
    for name in names:
        deployed.start(name, LOG_LEVEL="DEBUG")
    await deployed.serves()
    chat_id = deployed.stage.add_person("Somebody", "en")
    await plays(deployed, REGISTERS, chat_id)
    await until(lambda: "You are registered" in said(deployed, chat_id), SECONDS)
    await plays(deployed, LEAVES_OPEN, chat_id)
    sealed = [each for each in await asked(deployed, SEALED) if isinstance(each, bytes)]
    await plays(deployed, [Writes("/forget"), Presses("Yes, erase everything")], chat_id)
    await until(lambda: "is erased" in said(deployed, chat_id), SECONDS)

    customer = deployed.stage.customers()[0]["id"]
    assert f"no. {customer}" in said(deployed, chat_id)
    assert not set(sealed) & set(await asked(deployed, SEALED))
    assert chat_id not in await asked(deployed, WHOSE)
    (proof,) = await asked(deployed, "SELECT id FROM submissions")
    figures = deployed.http.get(f"http://127.0.0.1:{deployed.ports['web']}/metrics").text
    assert "intake_deliveries" in figures
    assert [canary for canary in CANARIES if canary in figures] == []
    deployed.end()
    folders = [deployed.folder]
    if deployed.is_on_postgresql:
        server: Postgres = request.getfixturevalue("postgres_server")
        folders.append(server.folder)
    assert found_in(folders, [str(proof).encode()])
    assert found_in(folders, [canary.encode() for canary in CANARIES]) == []
    if not deployed.is_on_postgresql:
        # What PostgreSQL keeps of dead rows until its vacuum is sealed, as they were.
        starts = [(each, place) for each in sealed for place in range(20, len(each) - 24, 200)]
        assert found_in(folders, [each[place : place + 24] for each, place in starts]) == []

"""A list goes the whole road: sent in the chat, read, delivered, and given back."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from tests.road.starting import start_fresh
from tests.road.waiting import until

if TYPE_CHECKING:
    from tests.road.deployment import Deployment

ADA, LAILA = 1001, 1002
ROWS = 12
PATIENCE_SECONDS = 60


def hired(deployed: Deployment, agent_id: int) -> None:
    """Name an agent on the command line."""
    words = ["agents", "add", str(agent_id), "--name", "Ada", "--user-id", "17"]
    log = deployed.folder / "agents.log"
    run = start_fresh(["intake", *words], deployed.environment(), log)
    assert run.exit_code() == 0, run.said()


def a_list() -> bytes:
    """Return a list of customers, the last of whom has no number."""
    rows = [f"Grace Hopper;07700 9001{n:02};grace{n}@example.org" for n in range(ROWS)]
    return "\n".join(["Name;Phone;E-mail", *rows, "Anne Noel;;"]).encode("utf-16")


def sends(deployed: Deployment, who: int) -> None:
    """Send the list in a chat."""
    data = base64.b64encode(a_list()).decode()
    wish = {"kind": "document", "name": "fair.csv", "data": data}
    deployed.http.post(f"/stage/people/{who}/media", json=wish).raise_for_status()


def said(deployed: Deployment, who: int) -> list[dict[str, Any]]:
    """Return what the bot said to somebody."""
    chat = deployed.http.get(f"/stage/chats/{who}").json()
    return [each for each in chat["messages"] if each["from"] == "bot"]


def presses(deployed: Deployment, label: str, who: int = ADA) -> None:
    """Press a button under what the bot said last."""
    wish = {"message_id": said(deployed, who)[-1]["message_id"], "text": label}
    deployed.http.post(f"/stage/people/{who}/press", json=wish).raise_for_status()


def newest(deployed: Deployment, who: int = ADA) -> str:
    """Return the words of what the bot said last."""
    return str([{"text": ""}, *said(deployed, who)][-1]["text"])


async def test_a_list_is_sent_read_delivered_and_given_back(serving: Deployment) -> None:
    """Each customer on it is in Flextell once, with the agent's user; a customer's is no list."""
    await serving.serves()
    hired(serving, ADA)
    sends(serving, LAILA)
    sends(serving, ADA)
    await until(lambda: "Phone → Phone" in newest(serving), PATIENCE_SECONDS)
    presses(serving, "In person")
    await until(lambda: "What about those" in newest(serving), PATIENCE_SECONDS)
    presses(serving, "Leave them to staff")
    await until(lambda: "Taken: 12" in newest(serving), PATIENCE_SECONDS)

    document = said(serving, ADA)[-1]["media"]["document"]
    path = f"/file/bot1:stage/documents/{document['file_id']}/{document['file_name']}"
    lines = serving.http.get(path).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name;Phone;E-mail;Status;Reason"
    assert [line.rsplit(";", 2)[1] for line in lines[1:]] == ["taken"] * ROWS + ["needs an answer"]

    await until(lambda: len(serving.stage.customers()) == ROWS, PATIENCE_SECONDS)
    assert len({each["phone_number"] for each in serving.stage.customers()}) == ROWS
    assert {json.loads(each["body"])["user_id"] for each in serving.posts()} == {17}
    assert not any("fair.csv" in each["text"] for each in said(serving, LAILA))

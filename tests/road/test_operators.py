"""Operators come to their pages through the whole road, at a process of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.road.waiting import until

if TYPE_CHECKING:
    from tests.road.deployment import Deployment

ADA = 1001


def answer(deployment: Deployment, name: str, path: str) -> httpx.Response:
    """Return what a process answers on this machine."""
    address = f"http://127.0.0.1:{deployment.ports[name]}{path}"
    return deployment.http.get(address, headers={"Host": f"localhost:{deployment.ports[name]}"})


def said_to(deployment: Deployment, person_id: int) -> list[dict[str, Any]]:
    """Return what the bot said to somebody."""
    chat = deployment.http.get(f"/stage/chats/{person_id}").json()
    return [each for each in chat["messages"] if each["from"] == "bot"]


@pytest.mark.parametrize("name", ["web", "poll"])
async def test_an_operator_comes_in_by_the_bots_link(on_sqlite: Deployment, name: str) -> None:
    """Asked for in the chat, opened in a browser, with one click."""
    on_sqlite.start(name, OPERATOR_IDS=str(ADA))
    await on_sqlite.serves()
    on_sqlite.http.post(f"/stage/people/{ADA}/text", json={"text": "/admin"})
    await until(lambda: bool(said_to(on_sqlite, ADA)), 10)
    found = re.search(r"http://localhost:\d+/admin/enter/\S+", said_to(on_sqlite, ADA)[0]["text"])
    assert found is not None
    home = f"http://localhost:{on_sqlite.ports[name]}"
    async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as browser:
        assert "Sign in" in (await browser.get(found[0])).text
        page = await browser.post(found[0], headers={"Origin": home})
    assert (page.status_code, "operator 1001" in page.text) == (200, True)


async def test_without_operators_there_is_no_page(on_sqlite: Deployment) -> None:
    """Nothing to be attacked, either."""
    on_sqlite.start("web")
    await on_sqlite.serves()
    assert answer(on_sqlite, "web", "/admin").status_code == 404
    assert answer(on_sqlite, "web", "/admin/style.css").status_code == 404

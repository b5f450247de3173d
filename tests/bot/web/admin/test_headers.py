"""What every answer of the operators' pages carries, and what no page needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.web.admin.app import HEADERS
from storage import DatabaseAway
from tests.bot.turns.jobs import Watched
from tests.bot.web.admin.visiting import PAGES, visited

if TYPE_CHECKING:
    from storage import Keyring
    from tests.bot.web.admin.visiting import House

ADDRESSES = (
    *PAGES,
    *("/admin/enter/x", "/admin/style.css", "/admin/icon.svg", "/admin/nothing", "/admin/leave"),
)


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_answer_is_guarded(house: House, address: str) -> None:
    """Signed in or not, found or not: nothing is kept, framed, or loaded from elsewhere."""
    for visitor in (house.visitor(), await house.signed_in()):
        answer = await visitor.opens(address)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_the_policy_lets_no_script_run() -> None:
    """Nor any style that is not ours; what is not named is not loaded."""
    parts = HEADERS["Content-Security-Policy"].split(";")
    assert dict(part.strip().split(" ", 1) for part in parts) == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize("address", ADDRESSES)
async def test_no_page_needs_what_the_policy_forbids(house: House, address: str) -> None:
    """No script, no style within a page, no address of another site."""
    page = (await (await house.signed_in()).opens(address)).text
    assert not re.findall(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.findall(r'(?:href|src|action)="(?!/admin|#main)[^"]', page)
    assert "@import" not in page
    assert "url(" not in page


async def test_a_slash_more_is_another_page(house: House) -> None:
    """Nobody is sent to an address made from what a stranger's request says of itself."""
    visitor = await house.signed_in()
    page = await visitor.opens("/admin/submissions/")
    assert (page.status_code, page.history) == (404, [])


async def test_trouble_with_the_database_is_said(sqlite_url: str, keyring: Keyring) -> None:
    """In a page, with the status that says so."""
    async with visited(sqlite_url, keyring, kind=Watched) as house:
        visitor = await house.signed_in()
        assert isinstance(house.database, Watched)
        house.database.watch.troubles = [DatabaseAway("gone")]
        page = await visitor.opens("/admin/submissions")
    assert (page.status_code, "does not answer" in page.text) == (503, True)

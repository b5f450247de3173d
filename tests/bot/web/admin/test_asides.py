"""What was put aside, and what operators did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage import AuditEntry, Keyring, new_keys
from tests.bot.web.admin.visiting import visited
from tests.storage.rows import THEN

if TYPE_CHECKING:
    from tests.bot.web.admin.visiting import House

BODY = b'{"update_id":7,"message":{"text":"<script>Ada</script>"}}'


async def put_aside(house: House, body: bytes = BODY) -> str:
    """Put an update aside, and one that nobody could read."""
    async with house.database.begin() as work:
        await work.quarantine.add(None, None, "unreadable", b"\xff")
        return await work.quarantine.add(7, 123456789, "failed", body)


async def test_the_quarantine_shows_no_person(any_house: House) -> None:
    """Why, when, which update and the end of the chat's id."""
    await put_aside(any_house)
    page = (await (await any_house.signed_in()).opens("/admin/quarantine")).text
    assert 'Put aside <span class="count">2</span>' in page
    assert re.findall(r"<td>([^<]*)</td>", page).count("failed") == 1
    assert "•••789" in page
    assert not re.search(r"\bAda\b", page)  # a token may hold it by chance


async def test_an_empty_quarantine_says_so(house: House) -> None:
    """Rather than showing a head without a body."""
    assert "Nothing is." in (await (await house.signed_in()).opens("/admin/quarantine")).text


async def test_an_update_is_shown_to_whom_it_is_written_down(any_house: House) -> None:
    """As it came, as text."""
    row_id = await put_aside(any_house)
    visitor = await any_house.signed_in()
    await visitor.opens("/admin/quarantine")
    page = (await visitor.sends(f"/admin/quarantine/{row_id}/show")).text
    assert "&lt;script&gt;Ada&lt;/script&gt;" in page
    assert "<script" not in page
    (entry,) = await any_house.audited()
    assert (entry.who, entry.action, entry.about) == ("operator 1001", "show", row_id)


async def test_an_update_is_removed_after_a_question(any_house: House) -> None:
    """Once, and that is on record."""
    row_id = await put_aside(any_house)
    visitor = await any_house.signed_in()
    await visitor.opens("/admin/quarantine")
    question = await visitor.sends(f"/admin/quarantine/{row_id}/remove")
    assert "Are you sure?" in question.text
    for _ in range(2):
        page = await visitor.sends(f"/admin/quarantine/{row_id}/remove", sure="yes")
        assert 'Put aside <span class="count">1</span>' in page.text
    assert [(each.action, each.about) for each in await any_house.audited()] == [
        ("remove", row_id)
    ]


async def test_what_is_gone_is_nowhere(house: House) -> None:
    """Housekeeping may have been quicker; nobody looked at anything then."""
    visitor = await house.signed_in()
    page = await visitor.sends("/admin/quarantine/nobody/show")
    assert (page.status_code, await house.audited()) == (404, [])


async def test_what_does_not_open_says_so(sqlite_url: str, keyring: Keyring) -> None:
    """Its key is not there."""
    async with visited(sqlite_url, Keyring.parse(*new_keys())) as before:
        row_id = await put_aside(before)
    async with visited(sqlite_url, keyring) as house:
        visitor = await house.signed_in()
        await visitor.opens("/admin/quarantine")
        page = (await visitor.sends(f"/admin/quarantine/{row_id}/show")).text
    assert "its key is not among ENCRYPTION_KEYS" in page


async def test_what_was_done_is_told_newest_first(house: House) -> None:
    """In words; what a later version did, in its own."""
    entries = [
        AuditEntry(THEN, "command line", "exists as", "row-1", "17"),
        AuditEntry(THEN, "operator 7", "later word"),
    ]
    visitor = await house.signed_in()
    async with house.database.begin() as work:
        await work.audit.add(entries)
    page = (await visitor.opens("/admin/audit")).text
    told = re.findall(r"<td>(signed in|later word|said that it exists, as no\. 17)</td>", page)
    assert told == ["signed in", "later word", "said that it exists, as no. 17"]

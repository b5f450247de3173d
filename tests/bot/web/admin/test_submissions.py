"""What operators see of submissions, and what they decide about them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.operators import words
from conversations.answers import Answer
from conversations.documents import draft_document
from conversations.draft import Draft
from storage import Attempt, AuditEntry, Keyring, Status, Submission, new_keys
from tests.bot.web.admin.visiting import GRACE, visited
from tests.storage.rows import SECOND, THEN, stored

if TYPE_CHECKING:
    from tests.bot.web.admin.visiting import House

DRAFT = Draft(
    {
        "name": Answer({"first_name": "Ada", "last_name": "Example"}),
        "phone": Answer({"phone": "+447700900123"}),
        "email": Answer({"email": "ada@example.org"}),
        "birth_date": Answer({"birth_date": "1990-12-10"}),
        "gender": Answer({"gender": "female"}),
    }
)
IN_FULL = ("Ada Example", "+44 7700 900123", "ada@example.org", "10 December 1990", "Female")
MARKUP = "<script>alert(1)</script>\"'&<b>"


async def confirmed(
    house: House, status: Status = Status.HUMAN, draft: Draft = DRAFT, **fields: Any
) -> Submission:
    """Store a submission of a draft."""
    return await stored(house.database, status, draft=draft_document(draft), **fields)


def address(row: Submission) -> str:
    """Return where a submission is shown."""
    return f"/admin/submissions/{row.id}"


async def test_a_list_shows_who_it_is_and_hides_the_rest(any_house: House) -> None:
    """Initials and the last digits are enough to tell people apart."""
    row = await confirmed(any_house, chat_id=123456789)
    page = (await (await any_house.signed_in()).opens("/admin/submissions")).text
    assert "A. E., ••• 123" in page
    assert address(row) in page
    # Longer than what an id or a token holds by chance, or a word of its own.
    hidden = (*IN_FULL, "7700 9", "447700900", "123456789")
    assert not any(each in page for each in hidden)
    assert not re.search(r"\bAda\b", page)


async def test_who_is_there_already_stands_beside_the_choice(any_house: House) -> None:
    """The operator need not look for him, and reads what the person is told of him."""
    one = await confirmed(any_house, found=("17",))
    two = await confirmed(any_house, found=("17", "18"))
    visitor = await any_house.signed_in()
    pages = [" ".join((await visitor.opens(address(row))).text.split()) for row in (one, two)]
    assert "is in Flextell already, as no. 17: look there" in pages[0]
    assert "is in Flextell already, as no. 17, no. 18: look there" in pages[1]
    assert ['value="17"' in page for page in pages] == [True, False]
    assert "unless the customer was there before: he typed" in pages[0]


async def test_one_is_shown_masked_with_its_attempts(any_house: House) -> None:
    """What happened stands in order, in words."""
    row = await confirmed(any_house, chat_id=123456789, created_at=THEN)
    attempts = [
        Attempt(row.id, 1, 1, THEN + SECOND, THEN, (), "Unknown HTTP 503", THEN, 3),
        Attempt(row.id, 2, 2, THEN + 2 * SECOND, THEN, (), "Conflict", THEN),
        Attempt(row.id, 3, 3, THEN + 3 * SECOND, THEN),
    ]
    async with any_house.database.begin() as work:
        await work.attempts.add(attempts)
        await work.audit.add([AuditEntry(THEN + 9 * SECOND, "operator 7", "later word", row.id)])
    page = (await (await any_house.signed_in()).opens(address(row))).text
    told = [
        "confirmed by the person",
        "attempt 1: no clear answer came: it may have been created (HTTP 503); looked up 3 times",
        "attempt 2: Flextell says that such a customer is there already",
        "attempt 3: no answer yet",
        "later word, operator 7",
    ]
    assert re.findall(r"</time> <span>(.*?)</span>", page) == told
    shown = ["A. E.", "••• 123", "a•••@•••.org", "•••", "•••"]
    assert re.findall(r"<dd><bdi>(.*?)</bdi></dd>", page) == shown
    assert "•••789" in page
    assert not any(each in page for each in IN_FULL)


async def test_showing_it_in_full_is_written_down(any_house: House) -> None:
    """Who looked at which submission, and when; the next look is masked again."""
    row = await confirmed(any_house, chat_id=123456789)
    visitor = await any_house.signed_in()
    await visitor.opens(address(row))
    page = (await visitor.sends(f"{address(row)}/show")).text
    assert all(each in page for each in (*IN_FULL, "123456789"))
    (entry,) = await any_house.audited()
    assert (entry.who, entry.action, entry.about) == ("operator 1001", "show", row.id)
    again = (await visitor.opens(address(row))).text
    assert "looked at personal data, operator 1001" in again
    assert not any(each in again for each in IN_FULL)


@pytest.mark.parametrize("name", [MARKUP, "{{ 7*7 }}", "\u202egro.elpmaxe", "عبد الرحمن", "<!--"])
async def test_what_people_write_stays_text(house: House, name: str) -> None:
    """Markup is shown, not obeyed, and every name stands in an island of its own direction."""
    draft = DRAFT.with_answer("name", Answer({"first_name": name, "last_name": name}))
    row = await confirmed(house, draft=draft)
    visitor = await house.signed_in()
    pages = [
        await visitor.opens("/admin/submissions"),
        await visitor.opens(address(row)),
        await visitor.sends(f"{address(row)}/decide", choice="drop", fence="0"),
        await visitor.sends(f"{address(row)}/show"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "<b>" not in page.text
        assert "49" not in re.findall(r"<bdi>(.*?)</bdi>", page.text)
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace('"', "&#34;").replace("'", "&#39;")
    shown = pages[-1].text.replace("\u2068", "").replace("\u2069", "")
    assert f"<bdi>{escaped} {escaped}</bdi>" in shown


STRANGE = ("show=<script>", "show=", "after=x", "after=1.x", f"after={'9' * 99}")


@pytest.mark.parametrize("query", STRANGE)
async def test_a_strange_address_shows_the_beginning(house: House, query: str) -> None:
    """Nothing of it is repeated on the page."""
    await confirmed(house)
    page = await (await house.signed_in()).opens(f"/admin/submissions?{query}")
    assert (page.status_code, "A. E." in page.text) == (200, True)
    assert "<script" not in page.text


async def test_the_list_is_leafed_through(any_house: House) -> None:
    """Each submission is on one page, the newest first, whatever is added meanwhile."""
    rows = [
        await confirmed(any_house, Status.QUEUED, created_at=THEN + number * SECOND)
        for number in range(53)
    ]
    visitor = await any_house.signed_in()
    first = (await visitor.opens("/admin/submissions?show=under-way")).text
    await confirmed(any_house, Status.QUEUED, created_at=THEN + 99 * SECOND)
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older is not None
    second = (await visitor.opens(older[1].replace("&amp;", "&"))).text
    shown = re.findall(r'href="/admin/submissions/([^"]+)"', first + second)
    assert shown == [row.id for row in reversed(rows)]
    assert 'rel="next"' not in second
    assert ">Newest<" in second


async def test_every_status_has_its_words_and_its_group(any_house: House) -> None:
    """A list shows what its heading says, with how many there are; nothing is in two."""
    for status in Status:
        await confirmed(any_house, status)
    groups = [group for group in words.GROUPS if group.key != words.ALL]
    assert sorted(status for group in groups for status in group.statuses) == sorted(Status)
    visitor = await any_house.signed_in()
    for group in words.GROUPS:
        page = (await visitor.opens(f"/admin/submissions?show={group.key}")).text
        shown = [status for status in Status if f">{words.STATUSES[status]}</span>" in page]
        assert set(shown) == group.statuses
        count = len(group.statuses)
        assert 'aria-current="page"' in page
        assert f'{group.name} <span class="count">{count}</span>' in page


async def test_an_empty_list_says_so(house: House) -> None:
    """Rather than showing a head without a body."""
    assert "There is none." in (await (await house.signed_in()).opens("/admin")).text


WAYS_OUT = {
    "exists as": (Status.LINKED, "17", "said that it exists, as customer 17, operator 1001"),
    "create again": (Status.QUEUED, None, "had it created again, operator 1001"),
    "drop": (Status.DROPPED, None, "gave it up, operator 1001"),
}


@pytest.mark.parametrize("choice", WAYS_OUT)
async def test_a_decision_is_asked_twice_and_made_once(any_house: House, choice: str) -> None:
    """The first form leads to a question, the second to the end, and all of it is on record."""
    status, customer_id, told = WAYS_OUT[choice]
    row = await confirmed(any_house)
    visitor = await any_house.signed_in()
    page = await visitor.opens(address(row))
    fields = {"choice": choice, "fence": str(row.fence), "customer_id": " 17 "}
    question = await visitor.sends(f"{address(row)}/decide", **fields)
    assert "Are you sure?" in question.text
    assert "A. E., ••• 123" in question.text
    assert await any_house.audited() == []
    page = await visitor.sends(f"{address(row)}/decide", **fields, sure="yes")
    assert str(page.url).endswith(address(row))
    assert told in page.text
    async with any_house.database.begin() as work:
        ended = await work.submissions.peek(row.id)
    assert ended is not None
    assert (ended.status, ended.customer_id) == (status, customer_id)
    assert [(each.who, each.action) for each in await any_house.audited()] == [
        ("operator 1001", choice)
    ]
    assert any_house.woken == [1]


async def test_two_operators_do_not_decide_twice(any_house: House) -> None:
    """The second one is told, and sees what the first one did."""
    row = await confirmed(any_house)
    ada, grace = await any_house.signed_in(), await any_house.signed_in(GRACE)
    for visitor in (ada, grace):
        await visitor.opens(address(row))
    fields = {"fence": str(row.fence), "sure": "yes"}
    await ada.sends(f"{address(row)}/decide", choice="drop", **fields)
    page = await grace.sends(f"{address(row)}/decide", choice="create again", **fields)
    assert (page.status_code, "Somebody has decided before." in page.text) == (409, True)
    assert "gave it up, operator 1001" in page.text
    assert "How does it end?" not in page.text


@pytest.mark.parametrize("fence", ["1", "", "x", "-1", "9" * 5000, "٠"])
async def test_a_page_from_before_the_last_attempt_decides_nothing(
    house: House, fence: str
) -> None:
    """What it showed is not what is decided about."""
    row = await confirmed(house)
    visitor = await house.signed_in()
    await visitor.opens(address(row))
    fields = {"choice": "drop", "fence": fence, "sure": "yes"}
    assert (await visitor.sends(f"{address(row)}/decide", **fields)).status_code == 409
    assert await house.audited() == []


NO_CHOICES: tuple[dict[str, str], ...] = (
    {"choice": "exists as", "customer_id": "x"},
    {"choice": "exists as"},
    {"choice": "sign in"},
    {},
)


@pytest.mark.parametrize("fields", NO_CHOICES)
async def test_what_is_no_choice_is_said(house: House, fields: dict[str, str]) -> None:
    """A slip of the pen, or a form of somebody's own making."""
    row = await confirmed(house)
    visitor = await house.signed_in()
    await visitor.opens(address(row))
    page = await visitor.sends(f"{address(row)}/decide", fence="0", **fields)
    assert (page.status_code, "That is no number of a customer." in page.text) == (409, True)


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.HUMAN])
async def test_only_what_waits_for_a_decision_offers_one(house: House, status: Status) -> None:
    """Everything else is the delivery's own business."""
    row = await confirmed(house, status)
    page = (await (await house.signed_in()).opens(address(row))).text
    assert "How does it end?" not in page


async def test_what_is_erased_shows_that_it_was(house: House) -> None:
    """There is nobody left to be shown, and nothing to be sent again."""
    row = await confirmed(house, draft=Draft())
    async with house.database.begin() as work:
        loaded = (await work.submissions.load([row.id]))[row.id]
        await work.submissions.keep([replace(loaded, body=b"", draft={})])
    visitor = await house.signed_in()
    assert ">erased<" in (await visitor.opens("/admin/submissions")).text
    page = (await visitor.opens(address(row))).text
    assert "or the person had it erased" in page
    assert "Create again" not in page


async def test_what_does_not_open_is_shown_all_the_same(sqlite_url: str, keyring: Keyring) -> None:
    """A key that was lost keeps no operator from deciding."""
    async with visited(sqlite_url, Keyring.parse(*new_keys())) as before:
        row = await confirmed(before)
    async with visited(sqlite_url, keyring) as house:
        page = (await (await house.signed_in()).opens(address(row))).text
    assert "its key is not among ENCRYPTION_KEYS" in page
    assert "Create again" not in page
    assert "Nobody is to be registered" in page


@pytest.mark.parametrize("deed", ["", "/show", "/decide"])
async def test_what_is_not_there_is_nowhere(house: House, deed: str) -> None:
    """An id of nobody leads to a page that says so, and is on nobody's record."""
    visitor = await house.signed_in()
    go = visitor.sends if deed else visitor.opens
    page = await go(f"/admin/submissions/nobody{deed}")
    assert (page.status_code, "Nothing is here" in page.text) == (404, True)
    assert await house.audited() == []


async def test_times_are_the_companys(sqlite_url: str, keyring: Keyring) -> None:
    """As on the clock and the calendar on its wall, and exact for programs."""
    at = datetime(2026, 6, 30, 22, 0, 5, tzinfo=UTC)
    async with visited(sqlite_url, keyring, time_zone="Europe/Istanbul") as house:
        await confirmed(house, created_at=at)
        page = (await (await house.signed_in()).opens("/admin/submissions")).text
    assert ">1 Jul 2026, 01:00</time>" in page
    (exact,) = re.findall(r'<time datetime="([^"]+)">1 Jul', page)
    assert datetime.fromisoformat(exact) == at

"""Who comes in, by which link, for how long, and whose forms are taken."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.bot.web.admin.visiting import ADA, CARL, GRACE, HOME, PAGES, form_token, visited

if TYPE_CHECKING:
    from storage import Keyring
    from tests.bot.web.admin.visiting import House

HOURS = timedelta(hours=1)
FORMS = (
    *("/admin/leave", "/admin/submissions/nobody/show", "/admin/submissions/nobody/decide"),
    *("/admin/quarantine/nobody/show", "/admin/quarantine/nobody/remove"),
)


async def test_a_link_lets_an_operator_in_once(any_house: House) -> None:
    """Looking at it uses nothing up; one click does, for whoever comes with it again."""
    link = await any_house.office.entrance.link(ADA)
    assert link.startswith(f"{HOME}/admin/enter/")
    visitor = any_house.visitor()
    for _ in range(3):
        page = await visitor.opens(link)
        assert (page.status_code, "Sign in" in page.text) == (200, True)
    assert str((await visitor.sends(link, token="")).url) == f"{HOME}/admin/submissions"
    assert "operator 1001" in (await visitor.opens("/admin")).text
    again = await any_house.visitor().sends(link, token="")
    assert (again.status_code, "does not open" in again.text) == (403, True)


async def test_two_who_click_at_once_do_not_both_come_in(any_house: House) -> None:
    """One of them has the session."""
    link = await any_house.office.entrance.link(ADA)
    visitors = [any_house.visitor() for _ in range(3)]
    pages = await asyncio.gather(*(each.sends(link, token="") for each in visitors))
    assert sorted(page.status_code for page in pages) == [200, 403, 403]


async def test_a_link_is_too_old_after_ten_minutes(sqlite_url: str, keyring: Keyring) -> None:
    """Nine are fine."""
    for minutes, status in ((9, 200), (10, 403)):
        async with visited(sqlite_url, keyring) as now:
            link = await now.office.entrance.link(ADA)
        later = timedelta(minutes=minutes, seconds=1)
        async with visited(sqlite_url, keyring, clock_offset=later) as then:
            assert (await then.visitor().sends(link, token="")).status_code == status


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "..%2f..", "<script>"])
async def test_a_made_up_link_opens_nothing(any_house: House, token: str) -> None:
    """Whether looked at or clicked."""
    visitor = any_house.visitor()
    await visitor.opens(f"/admin/enter/{token}")
    page = await visitor.sends(f"/admin/enter/{token}", token="")
    assert page.status_code in {403, 404}
    assert not visitor.http.cookies


async def test_a_link_of_somebody_who_is_no_operator_any_more_opens_nothing(
    sqlite_url: str, keyring: Keyring
) -> None:
    """It was given in better days."""
    async with visited(sqlite_url, keyring) as before:
        link = await before.office.entrance.link(GRACE)
    async with visited(sqlite_url, keyring, operators=[ADA]) as after:
        assert (await after.visitor().sends(link, token="")).status_code == 403


@pytest.mark.parametrize(
    "origin", [None, "null", "https://evil.example", "http://intake.example.org"]
)
async def test_a_link_is_not_used_up_from_elsewhere(house: House, origin: str | None) -> None:
    """Another site cannot sign a visitor in, and the link still opens for its operator."""
    link = await house.office.entrance.link(ADA)
    assert (await house.visitor().sends(link, origin=origin, token="")).status_code == 403
    assert (await house.visitor().sends(link, token="")).status_code == 200


async def test_the_cookie_is_kept_from_everybody_else(house: House) -> None:
    """Scripts cannot read it, other sites cannot send it, it goes over https to this host only."""
    link = await house.office.entrance.link(ADA)
    visitor = house.visitor()
    visitor.http.follow_redirects = False
    cookie = (await visitor.sends(link, token="")).headers["set-cookie"]
    assert cookie.startswith("__Host-intake=")
    flags = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert flags == {"httponly", "path=/", "samesite=strict", "secure"}


async def test_on_this_machine_the_cookie_goes_over_http(
    sqlite_url: str, keyring: Keyring
) -> None:
    """A laptop has no certificate; the name promises nothing then."""
    async with visited(sqlite_url, keyring, address="http://localhost:8080") as house:
        visitor = house.visitor()
        visitor.http.follow_redirects = False
        link = await house.office.entrance.link(ADA)
        page = await visitor.sends(link, origin="http://localhost:8080", token="")
    cookie = page.headers["set-cookie"]
    assert cookie.startswith("intake=")
    assert "secure" not in cookie.lower()


async def test_only_hashes_are_stored(house: House) -> None:
    """Whoever reads the database, or its backup, cannot come in by what is there."""
    link = await house.office.entrance.link(ADA)
    visitor = await house.signed_in()
    secrets = [link.rpartition("/")[2], visitor.http.cookies["__Host-intake"]]
    async with house.database.begin() as work:
        rows = [
            repr(row)
            for table in ("operator_links", "operator_sessions", "audit")
            for row in await work.sessions._connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - our tables
        ]
    assert len(rows) == 3
    assert not any(secret in row for secret in secrets for row in rows)


async def test_every_page_the_menu_leads_to_is_among_those_tested(house: House) -> None:
    """Strangers see none of them, and each is guarded."""
    page = await (await house.signed_in()).opens("/admin/submissions")
    menu = page.text.partition("<main")[0]
    assert set(re.findall(r'href="(/admin/[a-z]+)"', menu)) <= {*PAGES}


@pytest.mark.parametrize("page", PAGES)
async def test_strangers_see_no_page(any_house: House, page: str) -> None:
    """Nor does who brings a cookie of his own making; what exists looks like what does not."""
    visitor = any_house.visitor()
    for cookie in (None, "x", "A" * 43):
        if cookie:
            visitor.http.cookies.set("__Host-intake", cookie, domain="intake.example.org")
        answer = await visitor.opens(page)
        assert (answer.status_code, "For operators only" in answer.text) == (403, True)


@pytest.mark.parametrize("form", FORMS)
async def test_strangers_change_nothing(house: House, form: str) -> None:
    """Even with a form that looks right."""
    answer = await house.visitor().sends(form, token="0" * 64, sure="yes", choice="drop")
    assert (answer.status_code, "For operators only" in answer.text) == (403, True)


@pytest.mark.parametrize("form", FORMS)
async def test_forged_forms_change_nothing(house: House, form: str) -> None:
    """Without the token, with another session's, from another site, or from nowhere."""
    ada, grace = await house.signed_in(ADA), await house.signed_in(GRACE)
    hers = form_token(await grace.opens("/admin/submissions"))
    mine = form_token(await ada.opens("/admin/submissions"))
    forged = [
        await ada.sends(form, token="", sure="yes"),
        await ada.sends(form, token="ü", sure="yes"),
        await ada.sends(form, token=hers, sure="yes"),
        await ada.sends(form, origin=None, token=mine),
        await ada.sends(form, origin="null", token=mine),
        await ada.sends(form, origin="https://evil.example", token=mine),
        await ada.sends(form, origin=f"{HOME}.evil.example", token=mine),
        await ada.http.post(form, content=b"\xff", headers={"Origin": HOME}),
        await ada.http.post(form, content=b"a" * 20_000, headers={"Origin": HOME}),
        await ada.http.post(form, content=b"a=1&" * 30, headers={"Origin": HOME}),
    ]
    assert {(page.status_code, "Not taken" in page.text) for page in forged} == {(403, True)}
    assert (await ada.opens("/admin/submissions")).status_code == 200
    assert await house.audited() == []


@pytest.mark.parametrize("form", FORMS)
async def test_a_form_cannot_be_followed(house: House, form: str) -> None:
    """What changes something is posted, so that no link and no picture does it."""
    assert (await (await house.signed_in()).opens(form)).status_code in {404, 405}


async def test_who_signs_out_is_out(any_house: House) -> None:
    """Here and wherever the cookie was copied to, while another operator stays in."""
    ada, grace = await any_house.signed_in(ADA), await any_house.signed_in(GRACE)
    copied = ada.http.cookies["__Host-intake"]
    page = await ada.sends("/admin/leave")
    assert (page.status_code, "Signed out" in page.text) == (200, True)
    assert "__Host-intake" not in ada.http.cookies
    ada.http.cookies.set("__Host-intake", copied, domain="intake.example.org")
    assert (await ada.opens("/admin/submissions")).status_code == 403
    assert (await grace.opens("/admin/submissions")).status_code == 200


async def test_a_session_in_use_goes_on_and_an_idle_one_ends(
    sqlite_url: str, keyring: Keyring
) -> None:
    """Twelve hours after the last look, however long it was in use before."""
    async with visited(sqlite_url, keyring) as house:
        cookies = (await house.signed_in()).http.cookies
    for hours, status in ((11, 200), (22, 200), (33, 200), (46, 403)):
        async with visited(sqlite_url, keyring, clock_offset=hours * HOURS) as later:
            visitor = later.visitor()
            visitor.http.cookies = cookies
            assert (await visitor.opens("/admin/submissions")).status_code == status


async def test_a_session_ends_with_its_operators_office(sqlite_url: str, keyring: Keyring) -> None:
    """And it does not come back when he is named again."""
    async with visited(sqlite_url, keyring) as house:
        cookies = (await house.signed_in(GRACE)).http.cookies
    for operators, status in (([ADA], 403), ([ADA, GRACE], 403)):
        async with visited(sqlite_url, keyring, operators=operators) as house:
            visitor = house.visitor()
            visitor.http.cookies = cookies
            assert (await visitor.opens("/admin/submissions")).status_code == status


async def test_sessions_of_former_operators_are_ended_at_the_start(
    sqlite_url: str, keyring: Keyring
) -> None:
    """Even where nobody came with one while he was none."""
    async with visited(sqlite_url, keyring) as house:
        cookies = (await house.signed_in(GRACE)).http.cookies
    async with visited(sqlite_url, keyring, operators=[CARL]) as house:
        await house.office.entrance.revoke_others()
    async with visited(sqlite_url, keyring) as house:
        visitor = house.visitor()
        visitor.http.cookies = cookies
        assert (await visitor.opens("/admin/submissions")).status_code == 403


async def test_coming_and_going_is_on_record(house: House) -> None:
    """Who, and when; no secret of either."""
    visitor = await house.signed_in()
    await visitor.sends("/admin/leave")
    async with house.database.begin() as work:
        entries = await work.audit.newest(10)
    assert [(each.who, each.action) for each in entries] == [
        ("operator 1001", "sign out"),
        ("operator 1001", "sign in"),
    ]

"""What operators were told is kept: each trouble once for each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storage import NEVER, Alert, Status
from tests.storage.rows import SECOND, THEN, stored

if TYPE_CHECKING:
    from storage import Database

ADA, GRACE = 1001, 1002
FIRST = Alert("blocked", ADA, THEN, THEN, shown=3, message_id=9)
OTHERS = [replace(FIRST, kind="human"), replace(FIRST, operator_id=GRACE)]


async def all_of(database: Database) -> list[Alert]:
    """Return what is kept."""
    async with database.begin() as work:
        return await work.alerts.all()


async def test_an_alert_is_kept_changed_and_removed(database: Database) -> None:
    """No other one changes with it; to keep or remove none is no error."""
    changed = replace(FIRST, shown=None, message_id=None, quiet_since=THEN + SECOND)
    async with database.begin() as work:
        await work.alerts.keep([])
        await work.alerts.keep([FIRST, *OTHERS])
    assert await all_of(database) == [FIRST, *OTHERS]
    async with database.begin() as work:
        await work.alerts.keep([changed])
    assert await all_of(database) == [changed, *OTHERS]
    async with database.begin() as work:
        await work.alerts.remove([])
        await work.alerts.remove([FIRST])
        await work.alerts.remove([FIRST])
    assert await all_of(database) == OTHERS


async def test_an_alert_can_be_asked_for(database: Database) -> None:
    """It is due now, whatever it shows; asking for one that is not there makes none."""
    async with database.begin() as work:
        await work.alerts.keep([replace(FIRST, due_at=work.now + SECOND), *OTHERS])
    async with database.begin() as work:
        await work.alerts.ask(ADA, "blocked")
        await work.alerts.ask(ADA, "late")
        asked = replace(FIRST, shown=None, due_at=work.now)
    assert await all_of(database) == [asked, *OTHERS]


async def test_who_cannot_be_written_to_is_left_in_peace_until_heard_of(
    database: Database,
) -> None:
    """That concerns all of an operator's alerts, and nobody else's."""
    async with database.begin() as work:
        await work.alerts.keep([FIRST, *OTHERS])
        await work.alerts.set_aside(ADA)
    assert [row.due_at for row in await all_of(database)] == [NEVER, NEVER, THEN]
    async with database.begin() as work:
        await work.alerts.take_up(GRACE)
        await work.alerts.take_up(ADA)
        now = work.now
    assert [row.due_at for row in await all_of(database)] == [now, now, THEN]


async def test_a_few_statuses_are_counted(database: Database) -> None:
    """Those that nobody asks for are not looked at."""
    for status in (Status.QUEUED, Status.QUEUED, Status.HUMAN, Status.CREATED):
        await stored(database, status)
    async with database.begin() as work:
        counts = await work.submissions.counts_of([Status.QUEUED, Status.HUMAN, Status.BLOCKED])
    assert counts == {Status.QUEUED: 2, Status.HUMAN: 1}


async def test_what_waits_since_long_ago_is_counted(database: Database) -> None:
    """By when it was confirmed, and in the statuses asked for."""
    for second in range(4):
        await stored(database, created_at=THEN + second * SECOND)
    await stored(database, Status.HUMAN, created_at=THEN)
    async with database.begin() as work:
        before = THEN + 2 * SECOND
        assert await work.submissions.count_before([Status.QUEUED], before) == 2
        both = [Status.QUEUED, Status.HUMAN]
        assert await work.submissions.count_before(both, before) == 3


async def test_what_was_put_aside_of_late_is_counted(database: Database) -> None:
    """From a time on, that time included."""
    async with database.begin() as work:
        await work.quarantine.add(1, 7, "failed", b"{}")
        assert await work.quarantine.count_since(work.now) == 1
        assert await work.quarantine.count_since(work.now + SECOND) == 0

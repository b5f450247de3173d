"""Whatever happens to submissions, the queries say what a plain model of them says."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from storage import ARROWS, ON_ITS_WAY, Database, PhoneBusy, Status, Submission
from tests.storage.rows import SECOND, a_submission

if TYPE_CHECKING:
    from storage import UnitOfWork

PHONES = [None, b"p" * 32, b"q" * 32]
LEASE = 30 * SECOND
WAIT = 60 * SECOND
LIMIT = 3


class Model:
    """What should be in the database."""

    def __init__(self) -> None:
        self.rows: dict[str, Submission] = {}

    def on_its_way(self, phone: bytes | None) -> bool:
        """Tell whether a submission of the phone is on its way."""
        holders = (row for row in self.rows.values() if row.status in ON_ITS_WAY)
        return phone is not None and any(row.phone_index == phone for row in holders)

    def waits(self, row: Submission) -> bool:
        """Tell whether a submission may not be sent because of its phone."""
        return row.status is Status.QUEUED and self.on_its_way(row.phone_index)

    def due(self, status: Status, now: datetime) -> list[str]:
        """Return what the worker should get."""
        found: list[Submission] = []
        rows = (row for row in self.rows.values() if row.status is status and row.due_at <= now)
        ready = sorted((r for r in rows if not self.waits(r)), key=lambda r: (r.due_at, r.id))
        for row in ready[:LIMIT]:
            again = row.phone_index in {one.phone_index for one in found}
            if status is not Status.QUEUED or row.phone_index is None or not again:
                found.append(row)
        return [row.id for row in found]

    def expired(self, now: datetime) -> list[str]:
        """Return what a dead worker left behind."""
        rows = [row for row in self.rows.values() if row.status is Status.SENDING]
        over = [
            (row.lease_until, row.id) for row in rows if row.lease_until and row.lease_until <= now
        ]
        return [row_id for _, row_id in sorted(over)[:LIMIT]]

    def next_due_at(self) -> datetime | None:
        """Return when the worker should wake."""
        rows = [row for row in self.rows.values() if not self.waits(row)]
        moments = [row.lease_until for row in rows if row.status is Status.SENDING]
        dated = {Status.QUEUED, Status.UNKNOWN, Status.FIND_ID}
        moments += [row.due_at for row in rows if row.status in dated]
        return min((moment for moment in moments if moment), default=None)


async def _agree(work: UnitOfWork, model: Model) -> None:
    for status in (Status.QUEUED, Status.UNKNOWN, Status.FIND_ID):
        due = await work.submissions.due([status], LIMIT)
        assert [row.id for row in due] == model.due(status, work.now)
    expired = await work.submissions.expired(LIMIT)
    assert [row.id for row in expired] == model.expired(work.now)
    assert await work.submissions.next_due_at() == model.next_due_at()
    assert await work.submissions.load(model.rows) == model.rows


async def _confirm(work: UnitOfWork, model: Model, chance: random.Random) -> None:
    row = a_submission(
        id=str(uuid.UUID(int=chance.getrandbits(128))),
        draft_token=f"{chance.getrandbits(64):x}",
        phone_index=chance.choice(PHONES),
        due_at=work.now + chance.choice([-1, 0, 1]) * WAIT,
        created_at=work.now,
        updated_at=work.now,
    )
    await work.submissions.add([row])
    model.rows[row.id] = row


async def _move(work: UnitOfWork, model: Model, chance: random.Random) -> None:
    """Move any submission along any of its arrows, with a lease or a later time."""
    movable = sorted(row.id for row in model.rows.values() if ARROWS[row.status])
    if not movable:
        return
    row_id = chance.choice(movable)
    before = (await work.submissions.load([row_id]))[row_id]
    after = replace(
        before,
        status=chance.choice(sorted(ARROWS[before.status])),
        due_at=work.now + chance.choice([0, 1, 2]) * WAIT,
        lease_until=work.now + LEASE,
        fence=before.fence + 1,
    )
    others = Model()
    others.rows = {key: row for key, row in model.rows.items() if key != row_id}
    if after.status in ON_ITS_WAY and others.on_its_way(after.phone_index):
        with pytest.raises(PhoneBusy, match=row_id):
            await work.submissions.keep([after])
    else:
        await work.submissions.keep([after])
        model.rows[row_id] = replace(after, updated_at=work.now)


@pytest.mark.parametrize("seed", range(3))
async def test_the_queue_equals_its_model(database: Database, seed: int) -> None:
    """Through 60 random confirmations, moves and waits the database and the model agree."""
    chance, model = random.Random(seed), Model()
    seen: set[Status] = set()
    for _ in range(60):
        database.clock_offset += chance.choice([timedelta(0), LEASE, WAIT])
        async with database.begin() as work:
            await chance.choice([_confirm, _move, _move])(work, model, chance)
        async with database.begin() as work:
            await _agree(work, model)
        seen |= {row.status for row in model.rows.values()}
    assert len(seen) > len(Status) / 2

"""Doubt what a restored database says was not sent: it may have been, after the backup was made.

Each open submission gets an attempt that covers the time from its confirmation to the restoring,
as if it had been sent in it without an answer; it is looked up, and sent only once it is proven
absent. Of one phone only the first is looked up now: the others keep their status, and their turn
begins with the look-up (`Attempt.is_doubted`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from storage.submission import ARROWS, DOUBTED, ON_ITS_WAY, OPEN, Status
from storage.tables import attempts, is_on_its_way, submissions

if TYPE_CHECKING:
    from datetime import datetime

    from storage.connection import Connection

# What the arrows lead to a look-up, and what is being looked up already.
_MOVED = sorted(status for status in OPEN if Status.UNKNOWN in ARROWS[status])
_CONCERNED = sorted({*_MOVED, Status.UNKNOWN})

_row, _attempt = submissions.c, attempts.c
_now = bindparam("now", type_=_row.due_at.type)
_other = submissions.alias("other")

_is_doubted_already = exists().where(
    _attempt.submission_id == _row.id,
    _attempt.outcome == DOUBTED,
    _attempt.fence == _row.fence,
    _attempt.lookups_complete == 0,
)
_last_number = (
    select(func.coalesce(func.max(_attempt.number), 0))
    .where(_attempt.submission_id == _row.id)
    .scalar_subquery()
)
_doubt = insert(attempts).from_select(
    [column.name for column in attempts.columns],
    select(
        _row.id,
        _last_number + 1,
        _row.fence + 1,
        _row.created_at,
        _now,
        null(),
        literal(DOUBTED),
        _now,
        literal(0),
    ).where(_row.status.in_(_CONCERNED), ~_is_doubted_already),
)
_has_been_doubted = exists().where(
    _attempt.submission_id == _row.id,
    _attempt.outcome == DOUBTED,
    _attempt.fence == _row.fence + 1,
)
_comes_later = exists().where(
    _other.c.phone_index == _row.phone_index,
    _other.c.id != _row.id,
    or_(
        is_on_its_way(_other.c.status),
        and_(
            _other.c.status.in_(_MOVED),
            or_(
                _other.c.created_at < _row.created_at,
                and_(_other.c.created_at == _row.created_at, _other.c.id < _row.id),
            ),
        ),
    ),
)
_look_up = (
    update(submissions)
    .where(_row.status.in_(_CONCERNED), _has_been_doubted)
    .values(
        status=case(
            (or_(_row.status.in_(sorted(ON_ITS_WAY)), ~_comes_later), literal(Status.UNKNOWN)),
            else_=_row.status,
        ),
        fence=_row.fence + 1,
        lease_until=null(),
        due_at=_now,
        last_error=literal(DOUBTED),
        updated_at=_now,
    )
)


async def doubt(connection: Connection, now: datetime) -> int:
    """Have all open submissions looked up before they are sent; return how many are new to it.

    What a person decides (HUMAN) stays with the person, and what surely exists (FIND_ID) as it is.
    Doing it again before anything was looked up changes nothing.
    """
    await connection.execute(_doubt, {"now": now})
    doubted = await connection.execute(_look_up, {"now": now})
    return doubted.rowcount

"""The statements on submissions, built once so that each is compiled once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    tuple_,
    update,
)

from storage.columns import among
from storage.nobody import NOBODY
from storage.submission import NEVER, OPEN, UNDECIDED, Status
from storage.tables import is_on_its_way, submissions
from storage.upserts import inserts

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

COLUMNS = tuple(column.name for column in submissions.columns)
# What was confirmed and what it is found by: written once, and emptied in the end.
CONTENT = ("body", "draft", "phone_index", "email_index", "body_index")
# What moves with a submission; the rest is as it was when it was confirmed.
_FOR_EVER = (
    "id",
    "chat_id",
    "draft_token",
    "revision",
    "on_existing",
    "created_at",
    "agent_id",
    "agreed",
)
MOVING = tuple(name for name in COLUMNS if name not in CONTENT + _FOR_EVER)

_row = submissions.c
_rows = bindparam("rows", type_=BigInteger())

HAS_ONE_OF = or_(
    _row.phone_index.in_(bindparam("phones", expanding=True)),
    _row.email_index.in_(bindparam("emails", expanding=True)),
)
_now = bindparam("now", type_=_row.due_at.type)
_holder = submissions.alias("holder")
_phone_is_held = exists().where(
    _holder.c.phone_index == _row.phone_index, is_on_its_way(_holder.c.status)
)
_waits_for_its_phone = and_(_row.status == Status.QUEUED, _phone_is_held)


def _held(column: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select rows whose time has come, longest due first, each for one worker only."""
    query = select(submissions).where(column <= _now, *conditions)
    return (
        query.order_by(column, _row.id)
        .limit(_rows)
        .with_for_update(of=submissions, skip_locked=True)
    )


_confirmation = [_row.draft_token, _row.revision]
ADD = inserts(
    submissions, lambda insert: insert.on_conflict_do_nothing(index_elements=_confirmation)
)
LOAD = select(submissions).where(among(_row.id, "ids")).order_by(_row.id).with_for_update()
DUE = _held(_row.due_at, among(_row.status, "statuses"), ~_waits_for_its_phone)
EXPIRED = _held(_row.lease_until, _row.status == Status.SENDING)
NOTICES_DUE = _held(_row.notice_due_at)
_this = update(submissions).where(_row.id == bindparam("row_id"))
KEEP = _this.values({name: bindparam(name) for name in MOVING})
KEEP_CONTENT = _this.values({name: bindparam(name) for name in CONTENT})
# Any two numbers, the same in every release; a pair never meets the single number of a chat.
CLAIM_ALONE = text("SELECT pg_advisory_xact_lock(1768846433, 2)")
HOLDERS = select(_row.id, _row.phone_index).where(
    is_on_its_way(_row.status),
    _row.phone_index.in_(bindparam("phones", expanding=True)),
)
NEXT_DUE_AT = select(
    select(func.min(_row.due_at))
    .where(
        or_(
            _row.status.in_([Status.UNKNOWN, Status.FIND_ID]),
            and_(_row.status == Status.QUEUED, ~_phone_is_held),
        )
    )
    .scalar_subquery(),
    select(func.min(_row.lease_until)).where(_row.status == Status.SENDING).scalar_subquery(),
    select(func.min(_row.notice_due_at)).scalar_subquery(),
)
HELD = (
    select(submissions)
    .where(
        _row.status == Status.CREATED,
        _row.due_at < NEVER,
        tuple_(_row.due_at, _row.id)
        > tuple_(bindparam("at", type_=_row.due_at.type), bindparam("after", type_=_row.id.type)),
    )
    .order_by(_row.due_at, _row.id)
    .limit(_rows)
)
OWNERS = select(_row.customer_id, _row.id).where(
    _row.customer_id.is_not(None), among(_row.customer_id, "customers")
)
COUNTS = select(_row.status, func.count()).group_by(_row.status)
COUNTS_OF = COUNTS.where(among(_row.status, "statuses"))
COUNT_BEFORE = select(func.count()).where(
    among(_row.status, "statuses"),
    _row.created_at < bindparam("before", type_=_row.created_at.type),
)
OLDEST_OPEN_AT = select(func.min(_row.created_at)).where(_row.status.in_(sorted(OPEN)))
# What a person confirmed himself; what he entered for others as an agent is not about him.
_is_own = _row.agent_id.is_(None)
OF = (
    select(submissions)
    .where(among(_row.chat_id, "chats"), _is_own)
    .order_by(_row.id)
    .with_for_update()
)
OVERDUE = (
    select(submissions)
    .where(
        _row.taken_back_at <= bindparam("before", type_=_row.due_at.type),
        _row.status.in_(sorted(UNDECIDED)),
    )
    .order_by(_row.taken_back_at, _row.id)
    .limit(_rows)
)
WAITING = (
    select(_row.chat_id)
    .where(
        among(_row.chat_id, "chats"),
        _is_own,
        or_(_row.due_at < NEVER, _row.notice_due_at.is_not(None)),
    )
    .distinct()
)
PART = (
    update(submissions)
    .where(_row.chat_id == bindparam("of"), _is_own)
    .values(
        chat_id=bindparam("nobody"),
        draft_token=func.substr(_row.id, 1, 16),
        card_message_id=None,
    )
)
DELIVERED = (
    select(_row.id).where(_row.chat_id == bindparam("of"), _row.customer_id.is_not(None)).limit(1)
)
FORGET_NOBODIES = delete(submissions).where(
    _row.chat_id <= NOBODY, _row.updated_at < bindparam("before", type_=_row.due_at.type)
)
# What agents entered names nobody else: emptied long ago, it is over like a nobody's.
FORGET_LEADS = delete(submissions).where(
    ~_is_own,
    _row.due_at == NEVER,
    _row.updated_at < bindparam("before", type_=_row.due_at.type),
)

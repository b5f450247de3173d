"""The statements on handovers, built once so that each is compiled once."""

from __future__ import annotations

from sqlalchemy import BigInteger, Text, and_, bindparam, delete, exists, select, update

from storage.columns import among
from storage.handover import ENDS, HandoverState
from storage.tables import agents, handovers, submissions
from storage.upserts import upserts

COLUMNS = tuple(column.name for column in handovers.columns)

_row, _sent = handovers.c, submissions.c
_now = bindparam("now", type_=_row.expires_at.type)
_rows = bindparam("rows", type_=BigInteger())
_this = _row.id == bindparam("of", type_=Text())
# What is in the customer's chat goes with that, and what is on its way to Flextell has its end.
_may_be_over = (HandoverState.LINKED, HandoverState.DELIVERED, HandoverState.ENDED)
_is_over = and_(_row.expires_at <= _now, _row.state.in_(_may_be_over))
_is_of_an_agent = exists().where(agents.c.agent_id == _row.agent_id, agents.c.removed_at.is_(None))
LINKED = (
    select(handovers)
    .where(
        among(_row.token_hash, "hashes"),
        _row.state == HandoverState.LINKED,
        _row.expires_at > _now,
        _is_of_an_agent,
    )
    .order_by(_row.id)
    .with_for_update(of=handovers)
)
HOLD = select(handovers).where(among(_row.id, "ids"), ~_is_over)
HOLD = HOLD.order_by(_row.id).with_for_update()
_stands = (_sent.status.label("status"), _sent.customer_id.label("number"))
_with_submission = select(handovers, *_stands).outerjoin(
    submissions, _sent.id == _row.submission_id
)
PAGE = (
    _with_submission.where(_row.agent_id == bindparam("of", type_=BigInteger()), ~_is_over)
    .order_by(_row.handed_at.desc(), _row.id)
    .limit(_rows)
)
ONE = _with_submission.where(among(_row.id, "ids"))
REMOVE = delete(handovers).where(_this)
FORGET = delete(handovers).where(_row.taken_by == bindparam("of", type_=BigInteger()))
SWEEP = delete(handovers).where(_is_over)
MOVE = (
    update(handovers)
    .where(_this, _row.taken_by == bindparam("by", type_=BigInteger()))
    .values(
        state=bindparam("to"),
        submission_id=bindparam("sent"),
        expires_at=bindparam("until", type_=_row.expires_at.type),
    )
)
OVER = (
    select(_row.id, _sent.status)
    .join(submissions, _sent.id == _row.submission_id)
    .where(_row.state == HandoverState.CONFIRMED, _sent.status.in_(sorted(ENDS)))
    .order_by(_row.id)
    .limit(_rows)
    .with_for_update(of=handovers, skip_locked=True)
)
DUE = (
    select(_row.id)
    .where(_row.notice_due_at <= _now)
    .order_by(_row.notice_due_at, _row.id)
    .limit(_rows)
    .with_for_update(skip_locked=True)
)
END = (
    update(handovers)
    .where(_this)
    .values(
        state=bindparam("to"),
        notice_due_at=_now,
        expires_at=bindparam("until", type_=_row.expires_at.type),
    )
)
_notice = bindparam("notice", type_=_row.notice_due_at.type)
LEASE = update(handovers).where(among(_row.id, "ids")).values(notice_due_at=_notice)
TOLD = (
    update(handovers)
    .where(and_(_this, _row.notice_due_at == bindparam("leased", type_=_row.notice_due_at.type)))
    .values(notice_due_at=_notice)
)
KEEP = upserts(handovers)

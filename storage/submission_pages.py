"""The statements by which people look at submissions, who change nothing and hold nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, func, select, tuple_, union_all

from storage.submission import Status
from storage.tables import submissions

if TYPE_CHECKING:
    from sqlalchemy import Select

_row = submissions.c
_rows = bindparam("rows", type_=BigInteger())

PEEK = select(submissions).where(_row.id == bindparam("of"))


@cache
def page(statuses: tuple[Status, ...], *, is_first: bool) -> Select[Any]:
    """Select submissions in these statuses, newest first, from the beginning or after a place.

    Each status gives its own newest by the index, and the newest of those are the page: however
    many rows there are, and however many of them stand in one status, a page costs the same.
    """
    each = (_newest(status, is_first=is_first) for status in statuses)
    found = union_all(*(select(part.subquery()) for part in each)).subquery()
    newest = select(found.c.id).order_by(found.c.created_at.desc(), found.c.id.desc())
    query = select(submissions).where(_row.id.in_(newest.limit(_rows)))
    return query.order_by(_row.created_at.desc(), _row.id.desc())


def _some(status: Status) -> Select[Any]:
    some = select(_row.status).where(_row.status == status).limit(_rows).subquery()
    return select(some.c.status, func.count()).group_by(some.c.status)


# However many there are, no more are looked at than are counted.
COUNTS_UP_TO = union_all(*(_some(status) for status in Status))


def _newest(status: Status, *, is_first: bool) -> Select[Any]:
    query = select(_row.id, _row.created_at).where(_row.status == status)
    if not is_first:
        place = tuple_(
            bindparam("at", type_=_row.created_at.type), bindparam("after", type_=_row.id.type)
        )
        query = query.where(tuple_(_row.created_at, _row.id) < place)
    return query.order_by(_row.created_at.desc(), _row.id.desc()).limit(_rows)

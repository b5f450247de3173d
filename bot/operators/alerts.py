"""What becomes of an alert: when its message is sent, edited and closed, as pure functions.

A trouble is one message to each operator: sent once, edited while it lasts, closed when it is
over. One that comes back within `Pace.quiet` was not over: a queue that is tried once a minute
and blocked again is one trouble.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.notices import Later
from bot.leading import LEASE
from bot.operators.troubles import TROUBLES, Kind
from storage import NEVER, Alert

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from bot.delivery.notices import Done


@dataclass(frozen=True, slots=True)
class Pace:
    """How often troubles are looked for, and messages edited.

    `look` is the rest between two looks, in seconds. `edit` is the shortest time between two
    edits of a message, and `quiet` how long a trouble must be away to be over. `lease` is how long
    the looking is one process's own: half of it has room for sending one message with `patience`.
    `retry` is the rest after one that could not be sent, and `doubt` after one of which nobody
    knows whether it was: sent again it may stand there twice.
    """

    look: float = 2.0
    edit: timedelta = timedelta(minutes=1)
    quiet: timedelta = timedelta(seconds=30)
    lease: timedelta = LEASE
    retry: timedelta = timedelta(seconds=10)
    doubt: timedelta = timedelta(minutes=5)
    patience: timedelta = timedelta(seconds=5)


def begun(
    rows: Sequence[Alert], operator_ids: Collection[int], counts: Mapping[Kind, int], now: datetime
) -> list[Alert]:
    """Return the alerts of troubles that operators have not heard of.

    One who cannot be written to is not tried with each new trouble.
    """
    known = {(row.kind, row.operator_id) for row in rows}
    unheard = {row.operator_id for row in rows if row.due_at == NEVER}
    return [
        Alert(
            kind,
            operator_id,
            since=now,
            due_at=NEVER if operator_id in unheard else now + TROUBLES[kind].patience,
        )
        for operator_id in sorted(operator_ids)
        for kind in counts
        if (kind, operator_id) not in known
    ]


def seen(row: Alert, counts: Mapping[Kind, int], now: datetime) -> Alert | None:
    """Return an alert after a look at the troubles, None where nobody needs to hear of it."""
    if row.kind in counts:
        return replace(row, quiet_since=None)
    if row.message_id is None:
        return None
    if row.quiet_since is not None:
        return row
    return replace(row, quiet_since=now, due_at=NEVER if row.due_at == NEVER else now)


def is_due(row: Alert, counts: Mapping[Kind, int], now: datetime, pace: Pace) -> bool:
    """Tell whether an operator is to be told something new now.

    However often he asks, a trouble is over only when it stays away: to ask is to try the queue,
    and while that is tried nothing is blocked.
    """
    if row.due_at > now:
        return False
    if row.quiet_since is None:
        return row.shown != counts[Kind(row.kind)]
    return now - row.quiet_since >= pace.quiet


def told(
    row: Alert, count: int | None, answer: Done | Later, now: datetime, pace: Pace
) -> Alert | None:
    """Return an alert after its message, None once it is closed; `count` is what that shows."""
    if isinstance(answer, Later):
        return replace(row, due_at=now + _wait(row, answer, pace))
    if count is None:
        return None
    message_id = answer.card_message_id or row.message_id
    return replace(row, shown=count, message_id=message_id, due_at=now + pace.edit)


def _wait(row: Alert, answer: Later, pace: Pace) -> timedelta:
    """Return when to tell it once more; to edit a message twice does no harm."""
    if answer.seconds is not None:
        return timedelta(seconds=answer.seconds)
    return pace.doubt if row.message_id is None else pace.retry

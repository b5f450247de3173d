"""Taking submissions up for one worker, in one transaction.

The attempt is on record before anything is sent, so that a crash at any later moment leaves an
expired lease, and never a silent gap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.delivery.decisions import after_expiry
from bot.delivery.matching import is_alike, matches, sought
from bot.delivery.outcomes import stepped_to
from bot.delivery.pausing import held
from bot.turns.indexing import phone_indexes
from storage import UNSENT, Attempt, Keyring, PhoneBusy, Status, Submission, UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.delivery.rules import Rules
    from flextell import Customer

# As many rows as one transaction should hold.
ROWS = 100


@dataclass(frozen=True, slots=True)
class Claims:
    """What was taken up, each with its newest attempt.

    `now` is the transaction's time; `more` says that others are due as well.
    `unreadable` are due, but do not open; they were left as they are.
    """

    now: datetime
    taken: tuple[tuple[Submission, Attempt], ...] = ()
    more: bool = False
    unreadable: tuple[Submission, ...] = ()


async def claim(
    work: UnitOfWork,
    there: Sequence[Customer] | None,
    count: int,
    rules: Rules,
    keyring: Keyring,
) -> Claims:
    """Take up to `count` due submissions for sending.

    `there` are the newest customers in Flextell, None if they could not be listed. One that may
    be among them already is looked up instead, which finds it.
    """
    if await held(work) is not None:
        return Claims(work.now)
    due = await work.submissions.due([Status.QUEUED], count + 1)
    rows = await _free(work, [row for row in due[:count] if row.is_readable], rules, keyring)
    before = await work.attempts.latest([row.id for row in rows])
    doubted = await _looked_up_first(work, rows, before, there, rules)
    wanted = [
        replace(row, status=Status.UNKNOWN) if row.id in doubted else _leased(row, work.now, rules)
        for row in rows
    ]
    kept = await _keep_all_but_busy(work, wanted)
    sending = [row for row in kept if row.status is Status.SENDING]
    attempts = [_begun(row, before.get(row.id), there, work.now, rules) for row in sending]
    await work.attempts.add(attempts)
    return Claims(
        work.now,
        tuple(zip(sending, attempts, strict=True)),
        more=len(due) > count,
        unreadable=tuple(row for row in due[:count] if not row.is_readable),
    )


async def expire(work: UnitOfWork, rules: Rules, chance: float) -> int:
    """Give up what a worker has left lying; return how many submissions that were.

    They were perhaps sent, so they are looked up, and never simply queued again, unless it stands
    on record that they were not.
    """
    rows = await work.submissions.expired(ROWS)
    attempts = await work.attempts.latest([row.id for row in rows])
    steps = [after_expiry(row, attempts.get(row.id), work.now, rules, chance) for row in rows]
    stepped = [stepped_to(row, step) for row, step in zip(rows, steps, strict=True)]
    await work.submissions.keep([replace(row, last_error="LeaseExpired") for row in stepped])
    return len(rows)


async def unblock(work: UnitOfWork) -> int:
    """Queue again what had waited for the installation to be mended; return how many."""
    rows = await work.submissions.due([Status.BLOCKED], ROWS)
    await work.submissions.keep(
        [replace(row, status=Status.QUEUED, due_at=work.now) for row in rows]
    )
    return len(rows)


def _leased(row: Submission, now: datetime, rules: Rules) -> Submission:
    return replace(
        row,
        status=Status.SENDING,
        fence=row.fence + 1,
        posts=row.posts + 1,
        lease_until=now + rules.lease,
    )


async def _looked_up_first(
    work: UnitOfWork,
    rows: Sequence[Submission],
    before: Mapping[str, Attempt],
    there: Sequence[Customer] | None,
    rules: Rules,
) -> set[str]:
    """Return those that have perhaps been sent: after a backup, or with a late effect."""
    doubted = {row.id for row in rows if row.id in before and before[row.id].is_doubted}
    found = {
        row.id: matches(sought(row.body, before[row.id], rules), there or (), row.due_at)
        for row in rows
        if row.absences and row.id in before
    }
    appeared = {each for them in found.values() for each in (*them.strict, *them.loose)}
    owners = await work.submissions.owners(appeared)
    ours = {row_id: them.unowned(owners, row_id) for row_id, them in found.items()}
    return doubted | {row_id for row_id, them in ours.items() if them.strict or them.loose}


async def _free(
    work: UnitOfWork, rows: Sequence[Submission], rules: Rules, keyring: Keyring
) -> Sequence[Submission]:
    """Return those whose phone is not on its way under whichever key of INDEX_KEY.

    With a single key the database sees that by itself. While keys change, one worker claims at a
    time; the others are looked at again a little later.
    """
    if not keyring.is_changing_index:
        return rows
    await work.submissions.claim_alone()
    phones = {row.id: phone_indexes(keyring, row.body) for row in rows}
    taken = await work.submissions.on_their_way({each for row in phones.values() for each in row})
    free: list[Submission] = []
    later: list[Submission] = []
    for row in rows:
        (free if taken.isdisjoint(phones[row.id]) else later).append(row)
        taken.update(phones[row.id])
    until = work.now + rules.first_backoff
    await work.submissions.keep([replace(row, due_at=until) for row in later])
    return free


async def _keep_all_but_busy(work: UnitOfWork, rows: Sequence[Submission]) -> list[Submission]:
    """Write the rows; one whose phone another worker has just taken stays queued."""
    rows = list(rows)
    while rows:
        try:
            await work.submissions.keep(rows)
        except PhoneBusy as busy:
            rows = [row for row in rows if row.id != busy.submission_id]
        else:
            break
    return rows


def _begun(
    row: Submission,
    before: Attempt | None,
    there: Sequence[Customer] | None,
    now: datetime,
    rules: Rules,
) -> Attempt:
    """Return the attempt about to be made, and who looks like its customer already."""
    attempt = Attempt(
        submission_id=row.id,
        number=1 if before is None else before.number + 1,
        fence=row.fence,
        started_at=now,
        deadline_at=now + rules.deadline,
        outcome=UNSENT,
    )
    if there is None:
        return replace(attempt, baseline=row.found or None)
    who = sought(row.body, attempt, rules)
    alike = (each.id for each in there if is_alike(who, each))
    return replace(attempt, baseline=tuple(dict.fromkeys((*(row.found or ()), *alike))))

"""What becomes of a submission, by what its first POST meets: seen meanwhile, and in the end."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from storage import Status

if TYPE_CHECKING:
    from collections.abc import Mapping


class Where(Enum):
    """Where a submission is, as far as it matters to its person."""

    WAITS = "waits"  # surely not sent
    ON_ITS_WAY = "on its way"  # perhaps sent
    CREATED = "created"
    REFUSED = "refused"
    CHECKED = "checked"  # a human decides
    WITHDRAWN = "withdrawn"


WHERE: Mapping[Status, Where] = {
    Status.QUEUED: Where.WAITS,
    Status.BLOCKED: Where.WAITS,
    Status.SENDING: Where.ON_ITS_WAY,
    Status.UNKNOWN: Where.ON_ITS_WAY,
    Status.FIND_ID: Where.ON_ITS_WAY,
    Status.CREATED: Where.CREATED,
    Status.REFUSED: Where.REFUSED,
    Status.HUMAN: Where.CHECKED,
    Status.WITHDRAWN: Where.WITHDRAWN,
}
UNDER_WAY = frozenset({Where.WAITS, Where.ON_ITS_WAY})

# Nothing is created: it is, by a second POST.
NOT_CREATED = (
    *("refuse_500", "refuse_503", "reset_before_commit", "unauthorized_401", "forbidden_403"),
    *("limit_seconds", "limit_silent", "limit_nonsense", "redirect_307", "refuse_setting_422"),
)
# It is created by the first, whatever the answer was.
MADE = (
    *("commit_then_timeout", "commit_late", "commit_then_reset", "commit_then_500"),
    *("commit_then_502_html", "created_without_id", "created_broken_json"),
    *("created_partial_body", "created_bad_gzip", "slow_drip", "echo_other_case"),
)

# Somebody has to do something: the person, or a member of staff.
NOT_TAKEN = {
    "refuse_email_422": Where.REFUSED,
    "refuse_unnamed_422": Where.CHECKED,
    "conflict_409": Where.CHECKED,
}

END: Mapping[str, Where] = dict.fromkeys(("", *NOT_CREATED, *MADE), Where.CREATED) | NOT_TAKEN
# Drawn by the group, so that rare ends are met as often as the usual ones.
FAULTS = (NOT_CREATED, MADE, *((each,) for each in NOT_TAKEN))

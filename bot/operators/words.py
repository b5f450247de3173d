"""How statuses, outcomes and deeds are called where operators read of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.decisions import Found
from bot.operators.actions import Action
from bot.turns.step_counts import LONGER
from flextell import (
    ClientRejected,
    Conflict,
    ConsentNeeded,
    Created,
    CreatedWithoutID,
    FieldsRefused,
    GrantRejected,
    LimitReached,
    Misconfigured,
    NotSent,
    Refused,
    TokenRejected,
    Unknown,
)
from storage import DOUBTED, UNSENT, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.delivery.decisions import Verdict

ALL = "all"
_MINUTE, _HOUR = 60, 3600
_PLACE = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True)
class Group:
    """Statuses that mean the same to an operator; `key` stands in the address."""

    key: str
    name: str
    statuses: frozenset[Status]


GROUPS = (
    Group("human", "To decide", frozenset({Status.HUMAN})),
    Group("blocked", "Held up", frozenset({Status.BLOCKED})),
    Group(
        "under-way",
        "On the way",
        frozenset({Status.QUEUED, Status.SENDING, Status.UNKNOWN, Status.FIND_ID}),
    ),
    Group("registered", "Registered", frozenset({Status.CREATED, Status.LINKED})),
    Group("refused", "To be corrected", frozenset({Status.REFUSED})),
    Group("ended", "Given up", frozenset({Status.DROPPED, Status.WITHDRAWN})),
    Group(ALL, "All", frozenset(Status)),
)


def group_of(key: str) -> Group:
    """Return the group of this key, all statuses where it is none."""
    return next((group for group in GROUPS if group.key == key), GROUPS[-1])


STATUSES: Mapping[Status, str] = {
    Status.QUEUED: "waits for its turn to be sent",
    Status.SENDING: "is being sent",
    Status.UNKNOWN: "was perhaps created, which is being looked up",
    Status.FIND_ID: "was created, and its number is being looked up",
    Status.CREATED: "was created",
    Status.LINKED: "belongs to a customer that was found",
    Status.REFUSED: "was not accepted; the person was asked to correct it",
    Status.BLOCKED: "waits until a setting is mended",
    Status.HUMAN: "waits for your decision",
    Status.WITHDRAWN: "was taken back by the person",
    Status.DROPPED: "was given up",
}

TONES: Mapping[Status, str] = {
    Status.CREATED: "good",
    Status.LINKED: "good",
    Status.HUMAN: "alert",
    Status.BLOCKED: "alert",
}
"""The colours that are not neutral; words say the same, for those who see none."""

DEEDS: Mapping[Action, str] = {
    Action.SIGN_IN: "signed in",
    Action.SIGN_OUT: "signed out",
    Action.SHOW: "looked at personal data",
    Action.EXISTS_AS: "said that it exists",
    Action.CREATE_AGAIN: "had it created again",
    Action.DROP: "gave it up",
    Action.REMOVE: "removed an update that was put aside",
    Action.REPLAY: "had an update taken that was put aside",
    Action.INVITE: "invited somebody to be an agent",
    Action.ACCEPT: "came in by an invitation",
    Action.ADD_AGENT: "made somebody an agent",
    Action.REMOVE_AGENT: "ended an agent's access",
}

OUTCOMES: Mapping[type[Verdict], str] = {
    Created: "the customer was created",
    CreatedWithoutID: "the customer was created, and the answer held no number",
    Found: "the phone or the e-mail is in Flextell already; nothing was sent",
    Conflict: "Flextell says that such a customer is there already",
    FieldsRefused: "Flextell did not accept some of the answers",
    Refused: "Flextell refused it without saying what is wrong",
    Misconfigured: "address, tenant or rights are wrong",
    TokenRejected: "the token was not accepted",
    GrantRejected: "the sign-in was not accepted",
    ClientRejected: "Flextell does not know the application",
    ConsentNeeded: "somebody has to sign in at Flextell",
    LimitReached: "Flextell takes no more calls for a while",
    NotSent: "it surely never left this machine",
    Unknown: "no clear answer came: it may have been created",
}

# What stands in an attempt's row: a verdict's class, or that nobody noted any.
_CALLED: Mapping[str, str] = {
    **{kind.__name__: words for kind, words in OUTCOMES.items()},
    DOUBTED: "it may have been sent after the backup from which all this was restored",
    UNSENT: "nothing was sent yet",
}


def outcome(text: str | None) -> str:
    """Say what came of an attempt, whose outcome is a class and a status or an error's class."""
    if text is None:
        return "no answer yet"
    known, _, detail = text.partition(" ")
    meaning = _CALLED.get(known, known)
    return f"{meaning} ({detail})" if detail else meaning


def seconds(bound: str) -> str:
    """Say a bound of the time that an answer took, in seconds."""
    if bound == LONGER:
        return "longer than an hour"
    count = int(bound)
    if count < _MINUTE:
        return f"{count} s"
    return f"{count // _MINUTE} min" if count < _HOUR else f"{count // _HOUR} h"


def blanks(text: str) -> str:
    """Return a sentence with its places left open: what stood in them was never counted."""
    return _PLACE.sub("…", text)


def deed(action: str) -> str:
    """Say what was done; a word of a later version stands for itself."""
    known = {str(each): words for each, words in DEEDS.items()}
    return known.get(action, action)

"""What operators are told of a trouble: while it lasts, and once it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from datetime import datetime

    from conversations.wording import Wording

LOOK_AGAIN = sentence("Look again")
OPEN_PAGE = sentence("Open the page")


@dataclass(frozen=True, slots=True)
class Alert:
    """The words of one trouble: what is so, and what an operator does about it."""

    title: Sentence
    advice: Sentence


BLOCKED = Alert(
    sentence("Flextell does not take registrations"),
    sentence(
        "Its address, the tenant, the token or the token's rights have to be mended."
        " Nothing is lost; delivery goes on by itself after that."
    ),
)
CONSENT = Alert(
    sentence("Nobody is signed in at Flextell"),
    sentence(
        "Sign in with this command: {command}. Nothing is lost; delivery goes on by itself"
        " after that.",
        command="intake authorize",
    ),
)
LATE = Alert(
    sentence("Registrations wait for longer than usual"),
    sentence("Flextell may be down, or give no clear answers. Nothing is lost meanwhile."),
)
HUMAN = Alert(
    sentence("Registrations wait for a decision"),
    sentence("Only a human can tell how these end: look into Flextell, then decide on the page."),
)
QUARANTINE = Alert(
    sentence("Messages could not be taken"),
    sentence(
        "They were put aside; their reasons are in the log. This may be a defect of the bot."
    ),
)
DOUBLED = Alert(
    sentence("Customers stand in Flextell more than once"),
    sentence(
        "The nightly audit has found them; the record of what was done names them."
        " Merge or delete the others there."
    ),
)


def registrations(count: int) -> Sentence:
    """Return how many registrations a trouble concerns."""
    return sentence("Registrations: {count}", count=count)


def last_hour(count: int) -> Sentence:
    """Return how often it happened of late."""
    return sentence("In the last hour: {count}", count=count)


def lasting_text(alert: Alert, counted: Sentence, since: datetime, words: Wording) -> str:
    """Return what is said while it lasts; `since` is in the time zone of the company."""
    title, advice = words.say(alert.title), words.say(alert.advice)
    return f"⚠️ {title}\n{words.say(counted)}\n{_begun(since, words)}\n\n{advice}"


def over_text(alert: Alert, since: datetime, over: datetime, words: Wording) -> str:
    """Return what is said once it is over; both times are in the time zone of the company."""
    title = words.say(sentence("Over: {what}", what=alert.title))
    ended = sentence("Over since {day}, {time}", day=over.date(), time=words.time(over))
    return f"✅ {title}\n{_begun(since, words)}\n{words.say(ended)}"


def _begun(since: datetime, words: Wording) -> str:
    return words.say(sentence("Since {day}, {time}", day=since.date(), time=words.time(since)))

"""What the memory would hold of a person who plays a talk, as far as the talk is told of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from conversations.effects import (
    Effect,
    ForgetPerson,
    HandOver,
    KeepConsent,
    SubmitCustomer,
    TakeBack,
    TakeBackLead,
    TakeHandoverBack,
    WithdrawConsent,
)
from conversations.entered import Entered, Entries, HandedLead, Reached, State
from conversations.events import AskedData, Event, Forgot, PressedOldButton, WithdrewConsent
from conversations.handover_events import (
    OpenedHandover,
    RenewedLink,
    TookHandoverBack,
    TookUp,
)
from conversations.holdings import HeldAttempt, HeldConsent, HeldSubmission, Holdings
from conversations.lead_events import AskedLeads, MendedLead, OpenedLead, WithdrewLead

if TYPE_CHECKING:
    from conversations.draft import Draft

CHAT_ID = 1001

_STATES = {"queued": State.WAITS, "sending": State.SENDING, "created": State.REGISTERED}


@dataclass(slots=True)
class Held:
    """Consents and submissions; the last submission is the one that moves.

    `handed` is what an agent has handed over, `lead` what was handed over to a customer.
    """

    consents: list[HeldConsent] = field(default_factory=list)
    submissions: list[HeldSubmission] = field(default_factory=list)
    handed: list[HandedLead] = field(default_factory=list)
    lead: Draft | None = None

    def informed(self, event: Event) -> Event:
        """Return the event with what it has to know, as the shell gives it."""
        numbers = tuple(each.number for each in self.submissions if each.number)
        match event:
            case AskedData():
                return AskedData(Holdings(CHAT_ID, tuple(self.consents), tuple(self.submissions)))
            case WithdrewConsent():
                return WithdrewConsent(self._is_under_way())
            case Forgot():
                return Forgot(self._is_under_way(), numbers)
            case AskedLeads():
                leads = self._leads()
                today = Counter(lead.state for lead in leads)
                first = event.start if not event.wanted else 0
                return replace(event, held=self._entries(leads[first:], first, today))
            case TookUp():
                return replace(event, draft=self.lead)
            case OpenedHandover() | RenewedLink() | TookHandoverBack():
                handed = [each for each in self.handed if each.id == event.id]
                return replace(event, handed=handed[0]) if handed else PressedOldButton()
            case OpenedLead() | MendedLead() | WithdrewLead():
                named = [lead for lead in self._leads() if lead.id == event.id]
                return replace(event, lead=named[0]) if named else PressedOldButton()
        return event

    def _entries(self, leads: tuple[Entered, ...], first: int, today: Counter[State]) -> Entries:
        return Entries(leads, first, today, tuple(reversed(self.handed)))

    def _leads(self) -> tuple[Entered, ...]:
        """Return what an agent is shown: the newest first."""
        return tuple(
            Entered(each.id, _STATES[each.status], each.confirmed_at, each.draft, each.number)
            for each in reversed(self.submissions)
        )

    def does(self, effect: Effect, at: datetime) -> None:
        """Do what the talk wants done."""
        match effect:
            case SubmitCustomer(draft):
                number = str(len(self.submissions) + 1)
                self.submissions.append(HeldSubmission(number, "queued", at, at, draft=draft))
            case KeepConsent(proof):
                given_at = datetime.fromisoformat(proof.given_at)
                self.consents.append(
                    HeldConsent(proof.text_id, proof.text_hash, proof.language, given_at)
                )
            case WithdrawConsent():
                self.consents = [replace(each, withdrawn_at=at) for each in self.consents]
            case TakeBack():
                self.submissions = [each for each in self.submissions if each.status != "queued"]
            case TakeBackLead(lead):
                self.submissions = [each for each in self.submissions if each.id != lead]
            case HandOver(draft):
                number, until = f"h{len(self.handed)}", at + timedelta(days=7)
                handed = HandedLead(number, Reached.LINKED, at, until, draft, draft)
                self.handed.append(handed)
            case TakeHandoverBack(row_id):
                self.handed = [each for each in self.handed if each.id != row_id]
            case ForgetPerson():
                self.consents.clear()
                self.submissions = [each for each in self.submissions if each.status == "sending"]

    def notes(self, what: str, at: datetime) -> None:
        """Note that the last submission has been `posted`, or `swept`: its answers are erased."""
        last = self.submissions[-1]
        posted = replace(last, status="sending", attempts=(HeldAttempt(1, at),))
        self.submissions[-1] = posted if what == "posted" else replace(last, draft=None)

    def reached(self, how_far: str) -> None:
        """Note how far the customer is who goes on with what was handed over last."""
        last = self.handed[-1]
        number = "4711" if how_far == "delivered" else None
        self.handed[-1] = replace(last, reached=Reached(how_far), draft=None, number=number)

    def created(self, number: str) -> None:
        """Note that Flextell has the customer."""
        self.submissions[-1] = replace(self.submissions[-1], status="created", number=number)

    def _is_under_way(self) -> bool:
        return any(each.status == "sending" for each in self.submissions)

"""What an agent is shown of the leads he has entered: his own rows, in the talk's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.turns.handing import handed_lead
from bot.turns.indexing import EMAIL, PHONE
from bot.turns.roles import role_of
from conversations.documents import draft_of
from conversations.entered import Entered, Entries, State
from conversations.events import PressedOldButton
from conversations.kinds.kind import Listener
from conversations.lead_list import ON_A_PAGE
from conversations.seeking import is_called, sought
from storage import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from bot.turns.changes import Seen
    from bot.turns.roles import Role
    from bot.turns.taking import Talk
    from conversations.conversation import Conversation
    from conversations.events import Event
    from conversations.lead_events import AskedLeads, OfOneLead
    from storage import Agent, Chat, Submission, UnitOfWork

# So many names are looked at; who has entered more finds the older ones by phone or e-mail.
MOST_NAMES: Final = 1000
# Nobody waits for more links to be opened at once; who has given more sees the newest.
MOST_HANDED: Final = 200

# What an agent is told of each status; of one that was withdrawn he is told nothing more.
_STATES: Final[Mapping[Status, State]] = {
    Status.QUEUED: State.WAITS,
    Status.BLOCKED: State.WAITS,
    Status.SENDING: State.SENDING,
    Status.UNKNOWN: State.SENDING,
    Status.FIND_ID: State.SENDING,
    Status.HUMAN: State.CHECKED,
    Status.CREATED: State.REGISTERED,
    Status.LINKED: State.REGISTERED,
    Status.REFUSED: State.REFUSED,
    Status.DROPPED: State.GIVEN_UP,
}


@dataclass(frozen=True, slots=True)
class Looking:
    """An agent who looks for leads of his: whose they are, and in which talk."""

    talk: Talk
    agent: Agent
    chat: Chat | None

    async def entries(self, work: UnitOfWork, asked: AskedLeads) -> Entries:
        """Return the leads that may be shown, and today's counts."""
        zone = self.talk.time_zone
        midnight = self.talk.midnight(work.now)
        counts = await work.leads.counts_since(self.agent.agent_id, midnight)
        kept = await work.handovers.page(self.agent.agent_id, MOST_HANDED)
        first = max(0, asked.start - self._unfinished() - len(kept))
        rows = await self._rows(work, asked.wanted, first)
        leads = tuple(_entered(row, zone) for row in rows)
        handed = tuple(handed_lead(row, zone) for row in kept)
        return Entries(leads, first, by_state(counts), handed)

    async def _rows(self, work: UnitOfWork, text: str, first: int) -> list[Submission]:
        agent_id = self.agent.agent_id
        if not text:
            return await work.leads.page(agent_id, ON_A_PAGE + 1, first)
        flow = self._role.flow
        today = self.talk.occasion(work.now).today
        wanted = sought(flow, text, Listener(flow.wording(self._conversation), today))
        if wanted.is_by_name:
            drafts = await work.leads.drafts(agent_id, MOST_NAMES)
            called = [row_id for row_id, draft in drafts.items() if is_called(flow, draft, wanted)]
            return await work.leads.these(agent_id, called[: ON_A_PAGE + 1])
        keyring = self.talk.submitting.keyring
        phones = [index for phone in wanted.phones for index in keyring.indexes(phone, PHONE)]
        emails = [index for email in wanted.emails for index in keyring.indexes(email, EMAIL)]
        return await work.leads.found(agent_id, phones, emails, ON_A_PAGE + 1)

    def _unfinished(self) -> int:
        """Return how many leads stand above the confirmed ones."""
        now = self._conversation
        return len(now.waiting) + (now.draft is not None)

    @property
    def _role(self) -> Role:
        return role_of(self.talk.flow, self.agent)

    @property
    def _conversation(self) -> Conversation:
        return self._role.in_chat(self.chat, self.talk.default_language)


def about_own(event: OfOneLead, seen: Seen, zone: tzinfo) -> Event:
    """Return the event with the lead it names; what is not this agent's is an old button."""
    row, agent = seen.submission, seen.agent
    if row is None or agent is None or row.agent_id != agent.agent_id or not _is_shown(row):
        return PressedOldButton()
    return replace(event, lead=_entered(row, zone))


def _is_shown(row: Submission) -> bool:
    """Tell whether it is in the list: neither taken back, nor in the chat to be corrected."""
    return row.status is not Status.WITHDRAWN and not row.is_back


def _entered(row: Submission, zone: tzinfo) -> Entered:
    return Entered(
        row.id,
        _STATES[row.status],
        row.created_at.astimezone(zone),
        draft_of(row.draft) if row.draft else None,
        row.number,
        row.refused_keys,
    )


def by_state(counts: Mapping[Status, int]) -> dict[State, int]:
    """Return how many leads stand in each state; those that were withdrawn are not counted."""
    found: dict[State, int] = {}
    for status, count in counts.items():
        if status in _STATES:
            state = _STATES[status]
            found[state] = found.get(state, 0) + count
    return found

"""Who on a list is known here already: among its own rows, what is begun, what was confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from bot.files.apart import process
from bot.lists import reading
from bot.lists.rows import taken_of, tokens_of
from bot.operators.known import confirmed
from bot.turns.indexing import reached_indexes
from bot.turns.roles import role_of
from conversations.acquaintances import acquaintance, begun, further_up
from conversations.draft import Draft
from conversations.known import reached_at
from conversations.leads import WAYS, with_agreement
from conversations.lines import lead_name
from conversations.lists.entries import State
from conversations.lists.sight import Met

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from bot.lists.means import Means
    from bot.lists.task import Task
    from bot.turns.taking import Talk
    from conversations.lists.entries import Entry
    from conversations.sentences import Sentence
    from conversations.wording import Wording
    from storage import Agent, UnitOfWork

    Holds: TypeAlias = Callable[[UnitOfWork], Awaitable[bool]]

SHOWN: Final = 3
_PORTION: Final = 200  # rows that are looked for in one transaction, which only reads
# Of one phone or e-mail there are few; so many rows are looked at for each that is looked for.
_FOR_EACH: Final = 4


@dataclass(slots=True)
class Meeting:
    """Looks who is known of one agent's list, from its first row to its last.

    A row that is taken already is nobody's double, whatever list it stands on.
    """

    talk: Talk
    agent: Agent
    words: Wording
    _rows: dict[str, tuple[str, int]] = field(default_factory=dict, init=False)

    async def of(
        self, work: UnitOfWork, entries: Sequence[Entry], taken: Mapping[str, str]
    ) -> dict[int, str]:
        """Return by whom these rows may be known already, by their numbers; the rest is new.

        `taken` are the submissions that rows have already, by the tokens of their drafts.
        """
        ready = [entry for entry in entries if entry.state is State.READY]
        reached = {entry.number: reached_at(Draft(entry.answers)) for entry in ready}
        elsewhere = await self._confirmed(work, frozenset[str]().union(*reached.values()))
        elsewhere |= await self._begun(work)
        found: dict[int, str] = {}
        for entry in ready:
            texts, tokens = reached[entry.number], self._tokens(entry)
            known = self._above(texts, tokens[0]) or _first(texts, elsewhere)
            if known is not None and taken.keys().isdisjoint(tokens):
                found[entry.number] = self.words.say(known)
            for text in texts:
                self._rows.setdefault(text.casefold(), (tokens[0], entry.number))
        return found

    def _tokens(self, entry: Entry) -> tuple[str, ...]:
        return tokens_of(self.talk.submitting, self.agent.agent_id, entry)

    def _above(self, texts: frozenset[str], token: str) -> Sentence | None:
        """Return the row further up that is reached alike, where it is not the very same."""
        above = map(self._rows.get, map(str.casefold, texts))
        numbers = [row[1] for row in above if row is not None and row[0] != token]
        return further_up(min(numbers)) if numbers else None

    async def _begun(self, work: UnitOfWork) -> dict[str, Sentence]:
        """Return what the agent has not finished, by how it is reached."""
        chat = (await work.chats.load([self.agent.agent_id])).get(self.agent.agent_id)
        role = role_of(self.talk.flow, self.agent)
        now = role.in_chat(chat, self.talk.default_language)
        drafts = (*now.waiting, *filter(None, (now.draft,)))
        names = ((lead_name(role.flow, d, role.flow.wording(now)), d) for d in drafts)
        return {text: begun(name) for name, draft in names for text in reached_at(draft)}

    async def _confirmed(self, work: UnitOfWork, texts: Iterable[str]) -> dict[str, Sentence]:
        """Return what was confirmed by whomever, by how it is reached."""
        keyring = self.talk.submitting.keyring
        indexes = {text: reached_indexes(keyring, [text]) for text in texts}
        phones = [index for each, _ in indexes.values() for index in each]
        emails = [index for _, each in indexes.values() for index in each]
        rows = await work.alike.find(phones, emails, _FOR_EACH * len(indexes))
        owners = await work.agents.names({row.agent_id for row in rows if row.agent_id})
        newest = {index: row for row in reversed(rows) for index in row.indexes}
        found = {}
        for text, (of_phone, of_email) in indexes.items():
            row = next((newest[i] for i in (*of_phone, *of_email) if i in newest), None)
            if row is not None:
                owner = owners.get(row.agent_id or 0, "")
                found[text] = acquaintance(confirmed(self.talk, row, owner))
        return found


async def met(means: Means, agent: Agent, task: Task, holds: Holds) -> Met | None:
    """Return who on a list is known here already; nothing is decided yet.

    `holds` is asked with each portion whether to go on; None where it said no.
    """
    meeting = Meeting(means.talk, agent, task.listener.wording)
    agreed = {**with_agreement(Draft(), WAYS[0]).answers, **task.given}
    found: dict[int, str] = {}
    with process() as reader:
        await reader.do(reading.begin, replace(task, given=agreed), 0)
        while entries := await reader.do(reading.portion, _PORTION):
            async with means.database.begin() as work:
                if not await holds(work):
                    return None
                taken = await taken_of(work, meeting.talk.submitting, agent.agent_id, entries)
                found |= await meeting.of(work, entries, taken)
    return Met(len(found), tuple(found.items())[:SHOWN])


def met_document(known: Met) -> list[Any]:
    """Return who is known as plain data."""
    return [known.count, [list(each) for each in known.first]]


def met_of(document: Mapping[str, Any]) -> Met:
    """Return who on a list is known, as its document tells."""
    count, first = document.get("met", (0, ()))
    return Met(count, tuple((number, who) for number, who in first))


def _first(texts: frozenset[str], met: dict[str, Sentence]) -> Sentence | None:
    return next((met[text] for text in sorted(texts) if text in met), None)

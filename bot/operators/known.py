"""Who is known already of a phone or an e-mail: among submissions, and in Flextell.

Told to an agent, who may not read others' leads: masked, with the day and whose it is.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.operators.masking import initials, tail
from bot.turns.indexing import reached_indexes
from conversations.documents import draft_of
from conversations.draft import Known
from flextell import CallFailed

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.turns.taking import Talk
    from flextell import Customer, Flextell
    from storage import AlikeRow, Database

LOG = structlog.get_logger()

MOST = 5
PATIENCE_SECONDS = 8.0


async def known(
    database: Database, flextell: Flextell, talk: Talk, agent_id: int, reached_at: Collection[str]
) -> tuple[Known, ...]:
    """Return who has this phone or this e-mail, the newest first, five of each sort at most.

    It is told to this agent, who may open what he entered himself.

    Where Flextell cannot tell, what is known here is told alone. Raises DatabaseTrouble.
    """
    phones, emails = reached_indexes(talk.submitting.keyring, reached_at)
    async with database.begin() as work:
        rows = await work.alike.find(phones, emails, MOST)
        names = await work.agents.names({row.agent_id for row in rows if row.agent_id})
    here = tuple(_told_to(agent_id, talk, row, names.get(row.agent_id or 0, "")) for row in rows)
    ours = {row.customer_id for row in rows}
    customers = await _customers(flextell, reached_at)
    there = [each for each in customers if each.id not in ours]
    return (*here, *(_registered(talk, each) for each in there[:MOST]))


async def _customers(flextell: Flextell, reached_at: Collection[str]) -> list[Customer]:
    """Return who stands in Flextell with one of these, each once; none where that fails."""
    found: dict[str, Customer] = {}
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            for text in sorted(reached_at):
                answer = await flextell.search(text.removeprefix("+"))
                found |= {each.id: each for each in answer.customers if _is_at(each, reached_at)}
    except (CallFailed, TimeoutError) as failure:
        LOG.warning("search failed", outcome=type(failure).__name__)
    return list(found.values())


def _is_at(customer: Customer, reached_at: Collection[str]) -> bool:
    """Tell whether a customer who was not deleted has one of these."""
    has = {f"+{customer.phone_digits}", customer.normalised_email}
    wanted = {text.casefold() for text in reached_at}
    return customer.deleted_at is None and not has.isdisjoint(wanted)


def confirmed(talk: Talk, row: AlikeRow, owner: str) -> Known:
    """Return one who was confirmed, masked; `owner` is the agent who entered him, if one did."""
    answers = draft_of(row.draft).answers
    shown = [(initials, "name"), (tail, "phone")]
    who = ", ".join(mask(answers[key].values) for mask, key in shown if key in answers)
    return Known(who, talk.occasion(row.created_at).today.isoformat(), owner)


def _told_to(agent_id: int, talk: Talk, row: AlikeRow, owner: str) -> Known:
    lead = row.id if row.agent_id == agent_id else ""
    return replace(confirmed(talk, row, owner), lead=lead)


def _registered(talk: Talk, customer: Customer) -> Known:
    names = initials({"first": customer.first_name or "", "last": customer.last_name or ""})
    who = ", ".join(filter(None, (names, tail({"phone": customer.phone_digits}))))
    at, user = customer.created_at, customer.related_user
    day = "" if at is None else talk.occasion(at).today.isoformat()
    return Known(who, day, (user and user.name) or "", is_customer=True)

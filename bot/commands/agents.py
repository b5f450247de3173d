"""`intake agents`: who enters leads, and who does so no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.opening import opened, run
from bot.commands.serving import settings_of
from bot.operators.actions import COMMAND_LINE, Action, agent_name
from storage import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from storage import UnitOfWork

MOST = 10_000

# Ids are at most 64 bits wide, as the columns are that keep them.
_ID = click.IntRange(1, 2**63 - 1)


@click.group
def command() -> None:
    """Name the members of staff who enter customers for other people.

    The bot may run meanwhile: it asks at every message who is an agent.
    """


@command.command
@click.argument("telegram_id", type=_ID)
@click.option("--name", required=True, help="What operators read.")
@click.option("--user-id", type=_ID, required=True, help="Whose the leads are in Flextell.")
def add(telegram_id: int, name: str, user_id: int) -> None:
    """Make somebody an agent, or change the name or the user."""

    async def added(work: UnitOfWork) -> bool:
        await work.agents.add(telegram_id, name, user_id)
        await _note(work, Action.ADD_AGENT, telegram_id)
        click.echo(f"{name} is an agent now: {telegram_id}, user {user_id} in Flextell.")
        return True

    run(_transacted(added))


@command.command("list")
def list_() -> None:
    """List the agents, and who was one: Telegram id, user in Flextell, name."""

    async def listed(work: UnitOfWork) -> bool:
        rows = await work.agents.list(MOST)
        for row in rows:
            ended = "" if row.removed_at is None else f"  removed {row.removed_at:%Y-%m-%d}"
            click.echo(f"{row.agent_id}  user {row.user_id}  {row.name}{ended}")
        if not rows:
            click.echo("There is none.")
        return True

    run(_transacted(listed))


@command.command
@click.argument("telegram_id", type=_ID)
def remove(telegram_id: int) -> None:
    """End an agent's access at once; the leads stay, and are delivered."""

    async def removed(work: UnitOfWork) -> bool:
        if not await work.agents.remove(telegram_id):
            click.echo(f"{telegram_id} is no agent.", err=True)
            return False
        await _note(work, Action.REMOVE_AGENT, telegram_id)
        click.echo(f"{telegram_id} is an agent no more.")
        return True

    run(_transacted(removed))


async def _note(work: UnitOfWork, action: Action, telegram_id: int) -> None:
    await work.audit.add([AuditEntry(work.now, COMMAND_LINE, action, agent_name(telegram_id))])


async def _transacted(work: Callable[[UnitOfWork], Awaitable[bool]]) -> bool:
    """Do the work in one transaction."""
    async with opened(settings_of()) as database, database.begin() as unit:
        return await work(unit)

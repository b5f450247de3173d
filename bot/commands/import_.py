"""`intake import`: a list of customers from a file, as an agent's leads."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from bot.clock import SystemClock
from bot.commands.opening import opened, run
from bot.commands.progress import bar, shown
from bot.commands.serving import settings_of
from bot.files.apart import Exhausted
from bot.lists.answering import begun, confirmed
from bot.lists.means import Means
from bot.lists.meeting import met
from bot.lists.reader import Reader
from bot.lists.returning import ended, written
from bot.lists.rows import import_id
from bot.lists.showing import keep_anew, seen
from bot.lists.task import BY_COMMAND, Task
from bot.wiring import company_talk
from conversations.leads import WAYS, lead_flow
from conversations.lists import cards
from conversations.lists.limits import MOST_BYTES
from conversations.lists.on_known import OnKnown
from conversations.lists.outcomes import Outcome
from conversations.lists.unfit import REASONS, Unfit
from conversations.wording import wording
from storage import Import, ImportState

if TYPE_CHECKING:
    from bot.settings import Settings
    from conversations.lists.sight import Sight
    from conversations.wording import Wording
    from storage import Agent, UnitOfWork

LOOK_SECONDS = 1.0
INCOMPLETE = 3  # the list was read, and not all of its rows were taken


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    path: Path
    agent_id: int
    agreed: str
    known: str
    yes: bool


@click.command
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agent", type=click.IntRange(1, 2**63 - 1), required=True, help="Telegram id.")
@click.option(
    "--agreed",
    type=click.Choice(WAYS),
    required=True,
    help="How the customers agreed that the answers are used for this.",
)
@click.option(
    "--known",
    type=click.Choice([choice.value for choice in OnKnown]),
    default=OnKnown.STAFF.value,
    show_default=True,
    help="What becomes of those with a phone or an e-mail that is known already.",
)
@click.option("--yes", is_flag=True, help="Do not ask whether the columns are right.")
def command(*, file: Path, agent: int, agreed: str, known: str, yes: bool) -> None:
    """Take the customers in FILE (CSV, XLSX or vCard) as leads of an agent.

    Shows how the columns are understood, reads all rows, and writes beside FILE what became of
    each. The bot may run meanwhile; what is cut off goes on when the same is asked for again.
    Exits with 0 where all rows were taken, 3 where some were not, 1 where nothing was done.
    """
    run(_import(settings_of(), Wish(file, agent, agreed, known, yes)))


async def _import(settings: Settings, wish: Wish) -> bool:
    words = wording(settings.default_language, lead_flow(company_talk(settings).flow).audience)
    if wish.path.stat().st_size > MOST_BYTES:
        return _not_done(words.say(REASONS[Unfit.TOO_LARGE]))
    async with opened(settings) as database:
        means = Means(database, company_talk(settings))
        async with database.begin() as work:
            agent = (await work.agents.among([wish.agent_id])).get(wish.agent_id)
        if agent is None:
            return _not_done(f"{wish.agent_id} is no agent.")
        task = Task(
            wish.path.read_bytes(),
            means.flow.questions,
            settings.default_language,
            means.talk.occasion(SystemClock().now()).today,
        )
        try:
            return await _taken(means, wish, agent, task, words)
        except Exhausted:
            return _not_done(words.say(cards.TOO_MUCH))


async def _taken(means: Means, wish: Wish, agent: Agent, task: Task, words: Wording) -> bool:
    """Show a list and read it, where that is meant; raise Exhausted where it is too much."""
    sight = await seen(task)
    if isinstance(sight, Unfit):
        return _not_done(words.say(REASONS[sight]))
    task = replace(task, plan=sight.plan)
    may_be = cards.may_be_read(means.flow, sight)
    known = await met(means, agent, task, _goes_on) if may_be else None
    known = known or cards.NOBODY_MET
    click.echo(cards.plan_text(means.flow, wish.path.name, sight, words, known))
    if not may_be or not _is_meant(wish):
        return False
    row = await _read(means, _row(means, wish, task, sight))
    if not await _tell(means, wish, row, words):
        raise click.exceptions.Exit(INCOMPLETE)
    return True


def _not_done(why: str) -> bool:
    click.echo(why, err=True)
    return False


async def _goes_on(_: UnitOfWork) -> bool:
    return True


def _is_meant(wish: Wish) -> bool:
    """Ask whether that is right, unless it was said to be."""
    return wish.yes or click.confirm(f"{wish.agreed}, {wish.known}?")


def _row(means: Means, wish: Wish, task: Task, sight: Sight) -> Import:
    row = Import(
        import_id(means.talk.submitting.keyring, wish.agent_id, task.content),
        wish.agent_id,
        ImportState.SHOWN,
        task.content,
        task.document() | {"name": wish.path.name, BY_COMMAND: True},
        sight.rows,
    )
    agreed = confirmed(row, wish.agreed) or row
    return begun(agreed, wish.known) or row


async def _read(means: Means, row: Import) -> Import:
    """Read a list to its end, or go on with it where it was cut off."""
    me = secrets.token_hex(8)
    async with means.database.begin() as work:
        await keep_anew(work, row)
        await means.hold(work, row.id, me)
    with bar(Console(stderr=True)) as progress:
        advance = shown(progress, row.document["name"], row.rows)

        async def watch(_: Import, count: int) -> None:
            advance(count)

        reader = Reader(means, watch)
        await reader.take(row.id, me)
        while await _is_being_read(means, row):  # by the bot, or by nobody any more
            await asyncio.sleep(LOOK_SECONDS)
            await reader.take(row.id)
    return row


async def _is_being_read(means: Means, row: Import) -> bool:
    async with means.database.begin() as work:
        return await work.imports.is_in(row.id, ImportState.READING)


async def _given_back(means: Means, row: Import) -> None:
    """Leave the rest to the bot: it tells the agent what is delivered of the list."""
    async with means.database.begin() as work:
        is_left = await work.imports.is_in(row.id, ImportState.LEFT)
    if is_left:
        await ended(means, row)


async def _tell(means: Means, wish: Wish, row: Import, words: Wording) -> bool:
    """Write what became of each row beside the file; tell whether all were taken."""
    async with means.database.begin() as work:
        counts = await work.imports.counts(row.id)
    file = await written(means, row)
    target = wish.path.with_name(file.name)
    target.write_bytes(file.content)
    await _given_back(means, row)
    click.echo(cards.summary(wish.path.name, counts, words))
    click.echo(str(target))
    taken = counts.get(Outcome.TAKEN, 0) + counts.get(Outcome.KNOWN, 0)
    return taken == row.rows

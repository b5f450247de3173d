"""`intake quarantine`: the updates that were put aside, looked at, taken after all, or erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.commands.opening import opened, run, serving
from bot.commands.serving import settings_of
from bot.operators.actions import COMMAND_LINE, Action
from bot.operators.masking import masked_id
from bot.telegram.updates import Unreadable
from bot.turns.batches import Full
from bot.wiring import house
from storage import AuditEntry, NotPutAside, StorageTrouble

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.wiring import House
    from storage import Quarantined

ANSWER_SECONDS = 10.0


@click.group
def command() -> None:
    """Look at the updates that could not be taken, and have them taken or erased.

    Personal data is not shown unless it is asked for. The bot may run meanwhile; what is done
    here is written down as done on the command line.
    """


@command.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
def list_(limit: int, *, as_json: bool) -> None:
    """List what was put aside, the newest first: id, when, whose chat, why."""
    run(_list(settings_of(), limit, as_json=as_json))


@command.command
@click.argument("row_id")
@click.option("--in-full", is_flag=True, help="The update itself; it is written down.")
def show(row_id: str, *, in_full: bool) -> None:
    """Show one update that was put aside."""
    run(_show(settings_of(), row_id, in_full=in_full))


@command.command
@click.argument("row_id")
@click.option("--yes", is_flag=True, help="Do not ask whether that is meant.")
def replay(row_id: str, *, yes: bool) -> None:
    """Take an update as if it came now, and answer it; it is put aside no more."""
    if not yes:
        click.confirm(f"{row_id}: take it as an answer to what is asked now?", abort=True)
    run(_replay(settings_of(), row_id))


@command.command
@click.argument("row_id")
@click.option("--yes", is_flag=True, help="Do not ask whether that is meant.")
def drop(row_id: str, *, yes: bool) -> None:
    """Erase an update; nobody is told."""
    if not yes:
        click.confirm(f"{row_id}: erase it?", abort=True)
    run(_drop(settings_of(), row_id))


async def _list(settings: Settings, limit: int, *, as_json: bool) -> bool:
    async with opened(settings) as database, database.begin() as work:
        rows = await work.quarantine.list(limit)
    for row in rows:
        click.echo(json.dumps(_facts(row, settings)) if as_json else _line(row, settings))
    if not rows and not as_json:
        click.echo("There is none.")
    return True


async def _show(settings: Settings, row_id: str, *, in_full: bool) -> bool:
    async with opened(settings) as database, database.begin() as work:
        row = await work.quarantine.load(row_id)
        if row is not None and in_full:
            await work.audit.add([AuditEntry(work.now, COMMAND_LINE, Action.SHOW, row_id)])
    if row is None:
        return _nothing(row_id)
    click.echo(_line(row, settings))
    if in_full:
        click.echo(row.body.decode(errors="replace"))
    return True


async def _replay(settings: Settings, row_id: str) -> bool:
    async with house(settings) as home:
        await home.database.check_schema()
        async with home.database.begin() as work:
            row = await work.quarantine.load(row_id)
        if row is None:
            return _nothing(row_id)
        async with serving(home.batches):
            return await _taken(home, row)


async def _taken(home: House, row: Quarantined) -> bool:
    """Take it, and wait until its answer is said; say where it stays as it was."""
    try:
        calls = await home.reception.replay(row, COMMAND_LINE)
    except NotPutAside:
        return _nothing(row.id)
    except Unreadable:
        return _stays("it cannot be read")
    except (Full, StorageTrouble):
        raise
    except Exception as error:  # noqa: BLE001 - what failed once may fail again, whatever it is
        return _stays(f"it failed again ({type(error).__name__})")
    home.lanes.say(calls)
    await home.lanes.said(ANSWER_SECONDS)
    click.echo("Done: it was taken.")
    return True


async def _drop(settings: Settings, row_id: str) -> bool:
    async with opened(settings) as database, database.begin() as work:
        is_gone = await work.quarantine.remove(row_id)
        if is_gone:
            await work.audit.add([AuditEntry(work.now, COMMAND_LINE, Action.REMOVE, row_id)])
    if not is_gone:
        return _nothing(row_id)
    click.echo("Done: it is erased.")
    return True


def _line(row: Quarantined, settings: Settings) -> str:
    facts = _facts(row, settings)
    return "  ".join(str(facts[name]) for name in ("id", "put_at", "chat", "reason"))


def _facts(row: Quarantined, settings: Settings) -> dict[str, str | int | None]:
    """Return what tells nothing of a person."""
    return {
        "id": row.id,
        "put_at": f"{row.put_at.astimezone(settings.time_zone):%Y-%m-%d %H:%M}",
        "chat": "-" if row.chat_id is None else masked_id(row.chat_id),
        "update_id": row.update_id,
        "reason": row.reason if row.is_readable else f"{row.reason}; it does not open",
    }


def _nothing(row_id: str) -> bool:
    click.echo(f"There is no update {row_id} put aside.", err=True)
    return False


def _stays(why: str) -> bool:
    click.echo(f"Nothing was done: {why}; it stays put aside.", err=True)
    return False

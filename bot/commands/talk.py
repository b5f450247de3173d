"""`intake talk`: a talk with the bot in the terminal, or one played from a file."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.background import ToldToStop, until_told_to_stop
from bot.rehearsal.children import RehearsalFailed
from bot.rehearsal.house import rehearsal
from bot.rehearsal.player import NoAnswer, Talk
from bot.rehearsal.script import Script, deed, parse, written
from bot.rehearsal.stage import StageError
from bot.rehearsal.typed import typed_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.rehearsal.house import Rehearsal
    from bot.rehearsal.stage import Stage

DELIVERY_SECONDS = 60.0
LOOK_SECONDS = 0.05
FAILED = 1


@click.command
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--language", default="en", show_default=True, help="The person's Telegram language."
)
def command(file: Path | None, language: str) -> None:
    """Chat with the bot here, or play the talk in FILE through the whole road.

    Write texts as in a chat; press a button by writing its label in brackets: [Skip].
    The last thing printed is the customer created, as JSON.
    """
    script = None if file is None else _script(file)
    try:
        customer = asyncio.run(until_told_to_stop(_talk(script, language)))
    except ToldToStop:
        raise KeyboardInterrupt from None
    except (RehearsalFailed, StageError, NoAnswer) as failure:
        click.echo(f"The talk could not go on: {failure}", err=True)
        sys.exit(FAILED)
    if customer is None:
        click.echo("No customer was created.", err=True)
    else:
        click.echo(json.dumps(customer, ensure_ascii=False, indent=2))


def _script(file: Path) -> Script:
    """Return the talk of a file; a usage error where it is none."""
    try:
        return parse(file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise click.BadParameter(f"{file} is not a text in UTF-8.") from None


async def _talk(script: Script | None, language: str) -> dict[str, Any] | None:
    """Hold the talk on a stage of its own; return the customer it led to."""
    headings = script.headings if script else {}
    with tempfile.TemporaryDirectory(prefix="intake-talk-") as folder:
        async with rehearsal(Path(folder), settings=_settings(headings)) as running:
            await _ready(running)
            chat_id = running.stage.add_person(
                headings.get("first_name", "Ada"),
                headings.get("language", language),
                headings.get("last_name", ""),
            )
            talk = Talk(running.stage, chat_id)
            return await running.during(_held(running.stage, talk, script))


def _settings(headings: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that a talk's headings ask for."""
    return {
        "LANGUAGES": headings.get("languages", ""),  # empty: all that are shipped
        "DEFAULT_REGION": headings.get("region", "GB"),
        "COMPANY_NAME": headings.get("company", "Example Ltd"),
        "MINIMUM_AGE": headings.get("minimum_age", "0"),
        "REQUIRED_QUESTIONS": headings.get("required", "name,phone"),
        "EXTRA_QUESTIONS": headings.get("extra", ""),
        "FLEXTELL_COUNTRIES": headings.get("countries", ""),
    }


async def _ready(running: Rehearsal) -> None:
    """Wait for the bot; whoever sits at a terminal sees that something goes on."""
    if not sys.stderr.isatty():
        return await running.bot_is_up()
    from rich.console import Console  # noqa: PLC0415 - a script has no use for it

    with Console(stderr=True).status("The stage is raised; the bot is starting …"):
        await running.bot_is_up()
    return None


async def _held(stage: Stage, talk: Talk, script: Script | None) -> dict[str, Any] | None:
    if script is None:
        await _chat(talk)
    else:
        await _play(talk, script)
    return await _customer(stage, talk)


async def _play(talk: Talk, script: Script) -> None:
    for step in script.deeds:
        click.echo(f"\n> {written(step)}")
        _show(await talk.do(step))


async def _chat(talk: Talk) -> None:
    """Do what the person writes until the end of input."""
    click.echo("Write /start to begin; an end of input (Ctrl-D) ends the talk.")
    click.echo("> ", nl=False)
    async for line in typed_lines(sys.stdin.fileno()):
        if line.strip():
            await _do(talk, line.strip())
        click.echo("> ", nl=False)
    click.echo()


async def _do(talk: Talk, line: str) -> None:
    """Do one thing; what cannot be done is said, and the talk goes on."""
    try:
        _show(await talk.do(deed(line)) or ["(nothing new is said)"])
    except (StageError, NoAnswer) as failure:
        click.echo(f"({failure})")


def _show(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)


async def _customer(stage: Stage, talk: Talk) -> dict[str, Any] | None:
    """Return the customer once Flextell has it and the person was told; None without one."""
    looks = int(DELIVERY_SECONDS / LOOK_SECONDS)
    for _ in range(looks):
        if not await talk.waits_for_delivery():
            break
        await asyncio.sleep(LOOK_SECONDS)
    _show(await talk.news())
    customers = await asyncio.to_thread(stage.customers)
    return {k: v for k, v in customers[-1].items() if v is not None} if customers else None

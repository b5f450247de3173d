"""`intake talk`: a talk with the bot in the terminal, or one played from a file."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from bot.rehearsal.house import RehearsalFailed, rehearsal
from bot.rehearsal.player import NoAnswer, Talk
from bot.rehearsal.script import Script, deed, parse, written
from bot.rehearsal.stage import Stage, StageError

DELIVERY_SECONDS = 60.0
LOOK_SECONDS = 0.1


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
    script = parse(file.read_text("utf-8")) if file else None
    try:
        customer = asyncio.run(_talk(script, language))
    except (RehearsalFailed, StageError) as failure:
        click.echo(f"The talk could not go on: {failure}.", err=True)
        sys.exit(1)
    except NoAnswer:
        click.echo("The bot did not answer.", err=True)
        sys.exit(1)
    if customer is not None:
        click.echo(json.dumps(customer, ensure_ascii=False, indent=2))


async def _talk(script: Script | None, language: str) -> dict[str, Any] | None:
    """Hold the talk on a stage of its own; return the customer it led to."""
    headings = script.headings if script else {}
    settings = {
        "DEFAULT_REGION": headings.get("region", "GB"),
        "COMPANY_NAME": headings.get("company", "Example Ltd"),
        "MINIMUM_AGE": headings.get("minimum_age", "0"),
        "REQUIRED_QUESTIONS": headings.get("required", "name,phone"),
    }
    with tempfile.TemporaryDirectory(prefix="intake-talk-") as folder:
        async with rehearsal(Path(folder), settings=settings) as running:
            chat_id = running.stage.add_person("Ada", headings.get("language", language))
            talk = Talk(running.stage, chat_id)
            if script is None:
                await _chat(talk)
            else:
                await _play(talk, script)
            return await _customer(running.stage, talk)


async def _play(talk: Talk, script: Script) -> None:
    for step in script.deeds:
        click.echo(f"\n> {written(step)}")
        await _show(await talk.do(step))


async def _chat(talk: Talk) -> None:
    """Read what the person writes until the end of input."""
    click.echo("Write /start to begin; an end of input (Ctrl-D) ends the talk.")
    while True:
        line = await asyncio.to_thread(_line)
        if line is None:
            return
        if line.strip():
            try:
                await _show(await talk.do(deed(line.strip())))
            except StageError as error:
                click.echo(f"  ({error})")


def _line() -> str | None:
    click.echo("> ", nl=False)
    return sys.stdin.readline() or None


async def _show(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)


async def _customer(stage: Stage, talk: Talk) -> dict[str, Any] | None:
    """Return the customer once Flextell has it and the person was told; None without one."""
    looks = int(DELIVERY_SECONDS / LOOK_SECONDS)
    for _ in range(looks):
        if not await talk.waits_for_delivery():
            break
        await asyncio.sleep(LOOK_SECONDS)
    await _show(await talk.news())
    customers = await asyncio.to_thread(stage.customers)
    return {k: v for k, v in customers[-1].items() if v is not None} if customers else None

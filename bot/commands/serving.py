"""What the commands that serve have in common: settings, logs, the loop, and clear last words."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import click
import structlog

from bot.background import PartEnded
from bot.logs import configure_logs
from bot.processes import NoDoor
from bot.settings import SHIPPED, Settings, load_settings
from storage import StorageTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

LOG = structlog.get_logger()

FAILED = 1


def settings_of() -> Settings:
    """Return the settings, or raise WrongSettings with all that is wrong."""
    return load_settings(Settings, shipped=SHIPPED)


def served(name: str, run: Callable[[Settings], Coroutine[Any, Any, None]]) -> None:
    """Run a process until it is told to stop; exit with a sentence where it cannot go on."""
    settings = settings_of()
    configure_logs(settings)
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(run(settings))
    except (StorageTrouble, PartEnded, NoDoor, OSError) as trouble:
        click.echo(f"intake {name} cannot go on: {_words(trouble)}", err=True)
        sys.exit(FAILED)
    LOG.info("ended in order", command=name)


def _words(trouble: Exception) -> str:
    """Return what went wrong; our own texts name what to do, an OSError names what it was."""
    if isinstance(trouble, OSError):
        what = trouble.strerror or type(trouble).__name__
        return f"{what}: {trouble.filename}" if trouble.filename else what
    return str(trouble)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """Return uvloop's loop, which spends half the time a turn of the standard one."""
    import uvloop  # noqa: PLC0415 - only the processes that serve need it

    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory

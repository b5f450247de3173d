"""Bring every event to one stream: our own, those of libraries, and what nobody caught."""

import logging
import sys
import threading
from typing import TextIO

import structlog

from bot.clock import Clock, SystemClock
from bot.logs.errors import place
from bot.logs.lines import Lines
from bot.settings import LogSettings, load_settings

# Below this level they tell addresses with the token in them, every single request, or what says
# nothing without its arguments.
QUIET = ("aiohttp.access", "alembic", "httpcore", "httpx", "telegram", "uvicorn")


def configure_logs(
    settings: LogSettings,
    *,
    stream: TextIO | None = None,
    clock: Clock | None = None,
) -> None:
    """Log as the settings say, to standard error unless another stream is given.

    The secrets hidden in the lines are those of the settings: give all that there are.
    """
    lines = Lines(settings, stream or sys.stderr, clock or SystemClock())
    level = logging.getLevelNamesMapping()[settings.log_level]
    structlog.configure(
        processors=[],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: lines,
    )
    _route_libraries(lines, level)
    _route_uncaught(lines)


def configure_command_logs() -> None:
    """Log warnings and worse to standard error: what a command was asked for goes to the other.

    Until a command that serves has its settings, and all along for the others.
    """
    told = {"LOG_LEVEL": "WARNING"}
    configure_logs(load_settings(LogSettings, environment=told, env_file=None))


class _LibraryHandler(logging.Handler):
    """Tells that a library logged, where and with which template: never the filled-in text.

    A text without arguments may have been put together from anything, so it is left out.
    """

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        template = {"template": str(record.msg)} if record.args else {}
        self._lines.write(
            record.levelname.lower(),
            "a library logged",
            logger=record.name,
            at=place(record.pathname, record.lineno, record.funcName),
            exc_info=record.exc_info,
            **template,
        )


def _route_libraries(lines: Lines, level: int) -> None:
    root = logging.getLogger()
    root.handlers[:] = [_LibraryHandler(lines)]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _route_uncaught(lines: Lines) -> None:
    """Python would print the messages of these errors."""
    sys.excepthook = lambda _, error, __: lines.critical("crashed", exc_info=error)
    threading.excepthook = lambda args: lines.critical("thread crashed", exc_info=args.exc_value)
    sys.unraisablehook = lambda args: lines.error("clean-up failed", exc_info=args.exc_value)

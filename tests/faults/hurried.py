"""The bot's processes under quick rules, and made to die, or halt, at a commit of one's choice.

They are the commands a host starts; what is put around them here is no part of the product.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.commands.serving import served
from bot.delivery.rules import Rules, rules_of
from bot.processes import run_web, run_worker
from bot.wiring import company_talk
from tests.road.starting import Running, become, nursery

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.settings import Settings

WRITES = ("INSERT", "UPDATE", "DELETE")
RUNS = {"web": run_web, "worker": run_worker}


def quick(rules: Rules) -> Rules:
    """Return rules under which nobody waits half a minute for a lease to end."""
    return replace(
        rules,
        deadline=timedelta(seconds=2),
        margin=timedelta(seconds=0.5),
        list_patience=timedelta(seconds=1),
        search_patience=timedelta(seconds=1),
        search_rest=timedelta(seconds=0.2),
        tell_patience=timedelta(seconds=1),
        first_backoff=timedelta(seconds=0.1),
        longest_backoff=timedelta(seconds=1),
        unnamed_wait=timedelta(seconds=0.3),
        probe_pause=timedelta(seconds=0.5),
        duty_lease=timedelta(seconds=2),
    )


@dataclass(slots=True)
class Deaths:
    """Counts the moments around each commit that writes; at the chosen one it gets the signal.

    Each moment is a line of `file`, so that whoever looks on can count them.
    """

    file: Path
    at: int = 0
    signum: int = signal.SIGKILL
    _count: int = 0

    def pass_by(self, where: str) -> None:
        """Note a moment; it may be the last."""
        self._count += 1
        with self.file.open("a") as lines:
            lines.write(f"{where}\n")
        if self._count == self.at:
            os.kill(os.getpid(), self.signum)

    def lie_in_wait(self) -> None:
        """Have every engine of this process pass by before and after each commit that writes.

        SQLite's commit is a statement of ours; PostgreSQL's is SQLAlchemy's, and the connection
        goes back to its pool right after it.
        """
        from sqlalchemy import Engine, event  # noqa: PLC0415 - read before the fork
        from sqlalchemy.pool import Pool  # noqa: PLC0415 - likewise

        event.listen(Engine, "before_cursor_execute", self._before_statement)
        event.listen(Engine, "after_cursor_execute", self._after_statement)
        event.listen(Engine, "commit", self._before_commit)
        event.listen(Pool, "checkin", self._goes_back)

    def _before_statement(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().startswith(WRITES):
            connection.info["writes"] = True
        elif statement == "COMMIT" and connection.info.get("writes"):
            self.pass_by("before a commit")

    def _after_statement(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement == "COMMIT" and connection.info.pop("writes", False):
            self.pass_by("after a commit")

    def _before_commit(self, connection: Any) -> None:
        if connection.dialect.name == "postgresql" and connection.info.get("writes"):
            connection.info["commits"] = True
            self.pass_by("before a commit")

    def _goes_back(self, _: Any, record: Any) -> None:
        if record.info.pop("commits", False):
            self.pass_by("after a commit")
        record.info.pop("writes", None)


def start_hurried(
    command: str, environment: Mapping[str, str], log: Path, deaths: Deaths | None = None
) -> Running:
    """Start `intake web` or `intake worker` under quick rules."""
    process = nursery().Process(target=_run, args=(command, dict(environment), log, deaths))
    process.start()
    return Running(process, log)


def _run(command: str, environment: dict[str, str], log: Path, deaths: Deaths | None) -> None:
    become(environment, log)
    if deaths is not None:
        deaths.lie_in_wait()
    served(command, partial(_hurried, command))


async def _hurried(command: str, settings: Settings) -> None:
    usual = rules_of(company_talk(settings).flow, settings.settle_minutes)
    await RUNS[command](settings, rules=quick(usual))

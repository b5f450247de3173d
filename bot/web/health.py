"""Whether this process can do its work, as a host's health check asks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import Database, StorageTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, by part; `ok` in all of them is well."""

    parts: Mapping[str, str]

    @property
    def is_well(self) -> bool:
        """Tell whether every part is in order."""
        return all(state == "ok" for state in self.parts.values())

    @property
    def document(self) -> dict[str, object]:
        """Return the report as JSON holds it."""
        return {"status": "ok" if self.is_well else "failing", "parts": dict(self.parts)}


class Health:
    """Asks the parts of one process; `running` names its background work and whether it runs."""

    def __init__(self, database: Database, running: Mapping[str, Callable[[], bool]]) -> None:
        self._database = database
        self._running = running

    async def report(self) -> Report:
        """Return how everything is, in the time of one empty transaction."""
        parts = {name: "ok" if runs() else "stopped" for name, runs in self._running.items()}
        return Report({"database": await self._database_state(), **parts})

    async def _database_state(self) -> str:
        try:
            async with self._database.begin() as work:
                await work.pauses.get("health")
        except StorageTrouble as trouble:
            return type(trouble).__name__
        return "ok"

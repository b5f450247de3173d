"""What waits in the database, measured when somebody asks for the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.duties import AUDIT
from bot.tokens.signing_in import lacks_consent
from storage import Status, StorageTrouble

if TYPE_CHECKING:
    from storage import Database, UnitOfWork

LOG = structlog.get_logger()


class Backlog:
    """The submissions by status, how long the oldest open one waits, and whether consent lacks.

    `signs_in_as` is the tenant whose tokens come from a sign-in, None where none does.
    """

    def __init__(self, database: Database, signs_in_as: str | None = None) -> None:
        self._database = database
        self._tenant = signs_in_as

    async def measure(self) -> None:
        """Bring the gauges up to date; without the database they stay as they were."""
        try:
            async with self._database.begin() as work:
                await _measure(work)
                metrics.CONSENT_NEEDED.set(float(await lacks_consent(work, self._tenant)))
        except StorageTrouble as trouble:
            LOG.warning("backlog not measured", error=type(trouble).__name__)


async def _measure(work: UnitOfWork) -> None:
    counts = await work.submissions.counts()
    for status in Status:
        metrics.SUBMISSIONS.labels(status.value).set(counts.get(status, 0))
    metrics.DOUBLED.set(await work.duties.found(AUDIT.name))
    oldest = await work.submissions.oldest_open_at()
    age = 0.0 if oldest is None else (work.now - oldest).total_seconds()
    metrics.OLDEST_OPEN_SECONDS.set(age)

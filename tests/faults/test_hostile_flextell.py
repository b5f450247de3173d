"""A Flextell that fails in every way but by refusing somebody: none lost, none doubled.

Over real sockets, all kinds of faults at once. What is refused for its answers or its settings
waits for a human by right, and would hide what is lost.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx

from flextell import Flextell, StaticToken
from storage import Database, Status
from tests.bot.delivery.conftest import a_road
from tests.bot.delivery.road import Road, gone
from tests.faults.checker import Evidence, check, remembered
from tests.faults.scale import SCALE, SEED, tell
from tests.road.deployment import raised_stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage import Keyring, Submission

# Nothing of it can be cleared up by a look-up, and so it is rare here: a conflict is for a human.
RARE = ("conflict_409",)
OFTEN = (
    *("commit_then_timeout", "commit_late", "commit_then_reset", "commit_then_500"),
    *("commit_then_502_html", "created_without_id", "created_broken_json"),
    *("created_partial_body", "created_bad_gzip", "slow_drip"),
    *("refuse_500", "refuse_503", "reset_before_commit"),
    *("limit_seconds", "limit_date", "limit_silent", "limit_nonsense"),
    *("unauthorized_401", "redirect_307"),
    *("echo_shifted_date", "echo_other_case", "echo_no_country_code"),
)
LISTS = ("fails_500", "limited_429", "lags", "misses", "cursor_style")
SEARCHES = ("fails_500", "limited_429", "lags", "misses")
FAULTS = {
    "create": {"mix": [*OFTEN * 4, *RARE], "rate": 0.4, "seconds": 1},
    "list": {"mix": LISTS, "rate": 0.1, "seconds": 1},
    "search": {"mix": SEARCHES, "rate": 0.1, "seconds": 1},
}
# One in a hundred, where there are hundreds.
A_FEW = 3
SETTLE = timedelta(seconds=4)
DEADLINE = timedelta(seconds=3)
WAIT_SECONDS = 3600.0


@dataclass(slots=True)
class StageRoad(Road):
    """The delivery's road to the stand-in, over HTTP."""

    address: str = ""

    def client(self) -> Flextell:
        """Return the way to the stage's Flextell."""
        return Flextell(f"{self.address}/api/v1", "1", StaticToken("demo-token"))


def a_stage_road(database: Database, keyring: Keyring, address: str) -> StageRoad:
    """Return a road under quick rules, whose window is longer than any lag of the stand-in."""
    road = a_road(database, keyring)
    rules = replace(road.rules, settle=SETTLE, skew=timedelta(seconds=2), deadline=DEADLINE)
    return StageRoad(database, road.talk, rules, road.flextell, address=address)


async def is_killed_now_and_then(road: Road, chance: random.Random) -> None:
    """Run a second worker that is killed again and again."""
    while True:
        running = asyncio.create_task(road.worker().run())
        try:
            await asyncio.sleep(chance.uniform(0.3, 3))
        finally:
            await gone(running)


async def test_a_hostile_flextell_loses_and_doubles_nothing(
    postgres_url: str, keyring: Keyring, opened: Callable[..., Database], tmp_path: Path
) -> None:
    """Four of ten POSTs and one of ten lists fail, and a worker dies: one customer each."""
    with raised_stage(tmp_path) as (_, stage):
        road = a_stage_road(opened(postgres_url), keyring, stage.address)
        rows = [await road.confirmed() for _ in range(SCALE.submissions)]
        async with httpx.AsyncClient(base_url=stage.address, trust_env=False) as http:
            await http.put("/stage/flextell/faults", json=FAULTS)
            async with road.working():
                killing = asyncio.create_task(is_killed_now_and_then(road, random.Random(SEED)))
                ended = await road.all_end(rows, WAIT_SECONDS)
                await gone(killing)
        customers = stage.customers()
    check(Evidence(road.talk, await remembered(road.database), customers))
    counts = dict(Counter(row.status.value for row in ended))
    tell(f"{len(rows)} submissions: {counts}, {len(customers)} customers")
    assert {row.status for row in ended} <= {Status.CREATED, Status.HUMAN}
    human = [row for row in ended if row.status is Status.HUMAN and not _is_conflict(row)]
    assert len(human) <= max(A_FEW, len(rows) / 100), [row.last_error for row in human]


def _is_conflict(row: Submission) -> bool:
    return (row.last_error or "").startswith("Conflict")

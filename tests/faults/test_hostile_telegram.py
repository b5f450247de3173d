"""Calls fail in every way that Telegram knows, updates come twice, and nobody answers a while."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from tests.faults.crowd import FAMILY, Crowd
from tests.faults.frail import frail
from tests.faults.scale import SCALE, SEED, tell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.frail import Frail
    from tests.postgres import Postgres

PROCESSES = ("web-1", "web-2", "worker-1", "worker-2")
SPEAKING = ("sendMessage", "editMessageText", "answerCallbackQuery")
# Of a hundred calls so many are answered like this; edits fail more often, as old cards do.
RATES = {"429": 0.03, "403": 0.01, "400": 0.02, "500": 0.03, "502_html": 0.02, "drop": 0.03}
RATES |= {"reset": 0.03}
FAULTS = [
    {"method": method, "answer": answer, "times": None, "rate": rate}
    for method in SPEAKING
    for answer, rate in RATES.items()
] + [{"method": "editMessageText", "answer": "400", "times": None, "rate": 0.1}]
MISHAPS = {"duplicate": 0.1, "lose_answer": 0.03}
# What people press while nobody answers is too old to be acknowledged afterwards.
EXPIRED = {"method": "answerCallbackQuery", "answer": "expired", "times": SCALE.people}
OUTAGE_SECONDS = 4.0


async def is_away_for_a_while(house: Frail) -> None:
    """Let nobody answer Telegram for a while, after people have begun to register."""
    await asyncio.sleep(4)
    webs = [name for name in house.names if name.startswith("web")]
    for name in webs:
        house.kill(name)
    house.deployed.spoil_telegram(EXPIRED, *FAULTS, seed=SEED, **MISHAPS)
    await asyncio.sleep(OUTAGE_SECONDS)
    for name in webs:
        house.start(name)


async def test_a_crowd_outlives_a_hostile_telegram(
    tmp_path: Path, postgres_server: Postgres, postgres_url: str
) -> None:
    """Everybody is registered once, whatever becomes of what is said to them."""
    async with frail(tmp_path / "house", postgres_url, PROCESSES) as house:
        for name in PROCESSES:
            house.start(name)
        crowd = Crowd(house.deployed.stage.address, SCALE.people, SEED)
        await house.serves()
        house.deployed.spoil_telegram(*FAULTS, seed=SEED, **MISHAPS)
        async with asyncio.TaskGroup() as group:
            group.create_task(is_away_for_a_while(house))
            group.create_task(crowd.registers(SCALE.registrations))
        met = Counter(str(call["status"]) for call in house.deployed.calls(*SPEAKING))
        left = house.deployed.http.get("/stage/telegram/faults").json()["faults"]
        house.deployed.spoil_telegram()
        await house.is_quiet()
        evidence = await house.check(
            [FAMILY, FAMILY.lower()], [postgres_server.folder], is_deaf=True
        )
    assert len(evidence.customers) == len(crowd.visitors) == SCALE.registrations
    assert [fault for fault in left if fault["answer"] == "expired"] == []
    tell(
        f"{len(evidence.updates)} updates of {len(crowd.visitors)} people;"
        f" the last {met.total()} calls ended with {dict(met)}: all registered once"
    )

"""Two web processes, two workers: what is done for all goes on whoever dies, and never twice."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from bot.duties import ALERTS, AUDIT, HOUSEKEEPING, REMINDERS, WEBHOOK
from tests.faults.frail import frail
from tests.faults.scale import tell
from tests.road.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from storage import Database
    from tests.faults.frail import Frail

WORKERS = ("worker-1", "worker-2")
WEBS = ("web-1", "web-2")
ADA = 1001
ROUNDS = 3
PATIENCE_SECONDS = 30.0
# The lease of `hurried` and a look, on a machine that has much to do.
TAKEN_OVER_SECONDS = 8.0


def where_it_is_noon() -> str:
    """Return a zone in which people may be written to now."""
    ahead = 12 - datetime.now(UTC).hour  # noqa: TID251 - the bot's processes have the real time
    return f"Etc/GMT{-ahead:+d}" if ahead else "UTC"


async def leader(house: Frail, database: Database, lease: str) -> str:
    """Return the name of the process that leads, once one does that still lives."""
    running = house.deployed.running
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            pids = {str(each.process.pid): name for name, each in running.items()}
            async with database.begin() as work:
                query = text("SELECT holder FROM leases WHERE name LIKE :name")
                rows = await work.leases._connection.execute(query, {"name": f"{lease}%"})
                holders = rows.scalars().all()
            for holder in holders:
                name = pids.get(holder.split("/")[1])
                if name is not None and running[name].is_alive:
                    return name
            await asyncio.sleep(0.05)


def done(house: Frail) -> dict[str, list[datetime]]:
    """Return when each duty was done, by all the logs there are."""
    times = defaultdict(list)
    for said in _said(house):
        if said["event"] == "duty done":
            times[said["what"]].append(datetime.fromisoformat(said["time"]))
    return {name: sorted(each) for name, each in times.items()}


def alerts(house: Frail) -> list[dict[str, Any]]:
    """Return what the operator's chat shows."""
    chat = house.deployed.http.get(f"/stage/chats/{ADA}").json()
    return [each for each in chat["messages"] if each["from"] == "bot"]


def shows(house: Frail, count: int) -> bool:
    """Tell whether there is one alert, with this count."""
    return [each["text"].splitlines()[1:2] for each in alerts(house)] == [
        [f"In the last hour: {count}"]
    ]


async def test_alerts_and_sweeps_outlive_their_leader(tmp_path: Path, postgres_url: str) -> None:
    """Each trouble is told once, by the other worker; nothing is swept twice in its period."""
    settings = {"OPERATOR_IDS": str(ADA), "LOG_LEVEL": "DEBUG", "TIME_ZONE": where_it_is_noon()}
    names = (*WEBS, *WORKERS)
    slowest = 0.0
    async with frail(tmp_path / "house", postgres_url, names, **settings) as house:
        for name in names:
            house.start(name)
        async with house.opened() as database:
            nightly = {AUDIT.name, HOUSEKEEPING.name, REMINDERS.name}
            await until(lambda: nightly <= set(done(house)), PATIENCE_SECONDS)
            for count in range(1, ROUNDS + 1):
                dying = await leader(house, database, ALERTS.name)
                house.kill(dying)
                began = time.monotonic()
                async with database.begin() as work:
                    await work.quarantine.add(count, ADA, "made up", b"{}")
                    await work.alerts.ask(ADA, "quarantine")
                await until(partial(shows, house, count), TAKEN_OVER_SECONDS)
                slowest = max(slowest, time.monotonic() - began)
                house.start(dying)
        times = done(house)
    assert (len(times[AUDIT.name]), len(times[HOUSEKEEPING.name])) == (1, 1)
    gaps = [later - one for one, later in pairwise(times[REMINDERS.name])]
    assert all(gap > timedelta(seconds=59) for gap in gaps), gaps
    tell(f"{ROUNDS} leaders killed: alerts went on after {slowest:.1f} s at most")


async def test_a_webhook_is_registered_by_one_and_by_the_other_where_that_dies(
    tmp_path: Path, postgres_url: str
) -> None:
    """While Telegram does not answer one tries; killed, the other one does; a restart does not."""
    settings = {"PUBLIC_URL": "https://intake.example.org"}
    async with frail(tmp_path / "house", postgres_url, WEBS, **settings) as house:
        house.settings["TELEGRAM_API_URL"] = house.deployed.stage.address  # one and the same
        house.deployed.spoil_telegram({"method": "setWebhook", "answer": "500", "times": None})
        for name in WEBS:
            house.start(name)
        async with house.opened() as database:
            first = await leader(house, database, WEBHOOK.name)
            house.kill(first)
            second = await leader(house, database, WEBHOOK.name)
            house.deployed.spoil_telegram()
            await until(lambda: _registered(house) == 1, PATIENCE_SECONDS)
            house.start(first)
            await house.deployed.answers(first)
            await asyncio.sleep(1)
    assert {first, second} == set(WEBS)
    assert _registered(house) == 1


async def test_after_polling_the_webhook_is_registered_anew(
    tmp_path: Path, postgres_url: str
) -> None:
    """However soon a web process begins: `intake poll` has taken the webhook away."""
    settings = {"PUBLIC_URL": "https://intake.example.org"}
    async with frail(tmp_path / "house", postgres_url, WEBS[:1], **settings) as house:
        [web] = WEBS[:1]
        for count in (1, 2):
            house.start(web)
            await until(partial(_is_registered, house, count), PATIENCE_SECONDS)
            house.kill(web)
            house.deployed.start("poll")
            await until(partial(_is_deleted, house, count), PATIENCE_SECONDS)
            house.kill("poll")


def _is_registered(house: Frail, count: int) -> bool:
    return _registered(house) == count


def _is_deleted(house: Frail, count: int) -> bool:
    return len(house.deployed.calls("deleteWebhook")) == count


def _registered(house: Frail) -> int:
    """Return how often a web process was told that its webhook is registered."""
    events = [(said["event"], said.get("action")) for said in _said(house)]
    return events.count(("telegram knows", "webhook registered"))


def _said(house: Frail) -> list[dict[str, Any]]:
    """Return every line of every log."""
    logs = house.deployed.folder.glob("*-?.log")
    return [json.loads(line) for log in logs for line in log.read_text("utf-8").splitlines()]

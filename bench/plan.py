"""How many processes and servers so many registrations a day need, from what a page has measured.

Nothing is measured here: the figures are read from the tables that the other commands have
written, and the sums are done with them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from bench.figures import UPDATES_OF_A_REGISTRATION
from bench.pages import to_page, told
from bench.table import BEGIN_OF, END, NoPlace, around, drawn

if TYPE_CHECKING:
    from pathlib import Path

DAYS = (1_000, 10_000, 100_000, 1_000_000)
DAY_SECONDS = 86_400
# The busiest moment of a day has so many times its mean.
PEAK = 5
# A process or a server is planned to be at most so busy then.
BUSY = 0.5
# Two searches before the POST, and the POST.
CALLS_OF_FLEXTELL = 3
CONNECTIONS_OF_A_PROCESS = 10
# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
MESSAGES_A_SECOND, PAID_MESSAGES_A_SECOND = 30, 1000

HEADINGS = (
    *("registrations a day", "at the peak /s", "updates/s", "web", "worker", "bot's CPUs busy"),
    *("PostgreSQL's CPUs busy", "connections", "calls of Telegram/s", "calls of Flextell/s"),
)


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured on PostgreSQL.

    `bot_ms` and `postgres_ms` are CPU milliseconds an update, `delivered` customers a second by
    one worker, `calls` those of the Bot API a registration.
    """

    bot_ms: float
    postgres_ms: float
    delivered: float
    calls: float


@click.command("plan")
@to_page
def command(page: Path | None) -> None:
    """Say what so many registrations a day need, by the page's own figures."""
    if page is None:
        raise click.UsageError(
            "--write names the page whose figures are taken, and that is filled"
        )
    try:
        costs = read(page.read_text("utf-8"))
    except NoPlace:
        raise click.ClickException(f"{page}: first measure web and delivery into it") from None
    told(
        f"{drawn(HEADINGS, [needs(costs, day) for day in DAYS])}\n\n{limits(costs)}", page, "plan"
    )


def read(page: str) -> Costs:
    """Return what a page has measured; raises NoPlace where a table or a figure is missing."""
    web, delivery = _rows(page, "web"), _rows(page, "delivery")
    try:
        ours = web["ours-postgres"]
        return Costs(
            _figure(ours["CPU ms/update"]),
            _figure(ours["PostgreSQL CPU ms/update"]),
            _figure(delivery["postgresql"]["customers/s"]),
            _figure(ours["calls/registration"]),
        )
    except (KeyError, ValueError):
        raise NoPlace("the page has not measured what is needed") from None


def needs(costs: Costs, day: int) -> list[str]:
    """Return what so many registrations a day need when most come at once."""
    peak = day / DAY_SECONDS * PEAK
    updates = peak * UPDATES_OF_A_REGISTRATION
    bot = updates * costs.bot_ms / 1000
    webs = math.ceil(bot / BUSY)  # the worker's share is counted in, to be on the safe side
    workers = math.ceil(peak / (costs.delivered * BUSY))
    return [
        f"{day:,}",
        f"{peak:,.1f}",
        f"{updates:,.0f}",
        f"{webs:,}",
        f"{workers:,}",
        f"{bot:,.2f}",
        f"{updates * costs.postgres_ms / 1000:,.2f}",
        f"{(webs + workers) * CONNECTIONS_OF_A_PROCESS:,}",
        f"{peak * costs.calls:,.0f}",
        f"{peak * CALLS_OF_FLEXTELL:,.0f}",
    ]


def limits(costs: Costs) -> str:
    """Return at how many registrations a day each part is at its end, the narrowest first."""
    a_second = {
        "one bot's free messages at Telegram": MESSAGES_A_SECOND / costs.calls,
        "one bot's paid messages at Telegram": PAID_MESSAGES_A_SECOND / costs.calls,
        "one worker": costs.delivered,
        "one CPU of the bot": _a_second(costs.bot_ms),
        "one CPU of PostgreSQL": _a_second(costs.postgres_ms),
    }
    lines = [
        [name, f"{each:,.1f}", f"{each * DAY_SECONDS / PEAK:,.0f}"]
        for name, each in sorted(a_second.items(), key=lambda item: item[1])
    ]
    return drawn(("at its end, fully busy", "registrations/s", "a day with such a peak"), lines)


def _a_second(update_ms: float) -> float:
    return 1000 / (update_ms * UPDATES_OF_A_REGISTRATION)


def _rows(page: str, command: str) -> dict[str, dict[str, str]]:
    """Return a command's table: by the first column's word, each cell by its heading."""
    _, tail = around(page, BEGIN_OF.format(command=command))
    block, _ = around(tail, END)
    lines = [line for line in block.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head, *rows = [row for row in cells if not row[0].startswith("---")] or [[]]
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def _figure(cell: str) -> float:
    return float(cell.replace(",", ""))

"""An examination: all checks at once, each in its time, and none before what it needs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.doctor.findings import Finding, unchecked, wrong

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from bot.doctor.patient import Patient

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at.

    `needs` names the checks before it in the table without which looking is in vain; `seconds`
    is for how long it may look.
    """

    name: str
    look: Callable[[Patient], Awaitable[Finding]]
    needs: tuple[str, ...] = ()
    seconds: float = SECONDS


async def examine(
    patient: Patient, checks: Iterable[Check], watch: Callable[[Sequence[str]], object]
) -> dict[str, Finding]:
    """Make all checks; return their findings by name, in the order of the table.

    `watch` is told the names of those that still look, whenever one ends.
    """
    tasks: dict[str, asyncio.Task[Finding]] = {}

    def ended(_: object) -> None:
        watch([name for name, task in tasks.items() if not task.done()])

    for check in checks:
        needs = {name: tasks[name] for name in check.needs}
        tasks[check.name] = asyncio.create_task(_examined(check, patient, needs))
        tasks[check.name].add_done_callback(ended)
    return {name: await task for name, task in tasks.items()}


async def _examined(
    check: Check, patient: Patient, needs: Mapping[str, asyncio.Task[Finding]]
) -> Finding:
    for name, need in needs.items():
        if (await need).stands_in_the_way:
            return unchecked(f"{name} is {(await need).verdict}")
    try:
        async with asyncio.timeout(check.seconds):
            return await check.look(patient)
    except TimeoutError:
        return wrong(f"no answer within {check.seconds:g} seconds", "try again; see that line")
    except Exception as error:  # noqa: BLE001 - one broken check must not hide the others
        name = type(error).__name__
        return wrong(f"the check itself failed: {name}", "report this; it is a mistake of ours")

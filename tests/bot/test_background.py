from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import pytest

from bot.background import Background, PartEnded, ToldToStop, until_told_to_stop

if TYPE_CHECKING:
    from collections.abc import Sequence


def tell(*signums: int) -> None:
    """Send signals to this very process."""
    for signum in signums:
        os.kill(os.getpid(), signum)


async def for_ever() -> None:
    """Work that lasts as long as its process."""
    await asyncio.Event().wait()


async def breaks() -> None:
    """Work that meets a defect."""
    raise ValueError("canary")


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_asks_all_parts_and_sets_stop(signum: int) -> None:
    """What needs time is asked at once, not when its turn comes."""
    background = Background()
    background.start("lasts", for_ever())
    asked: list[str] = []
    background.at_stop(lambda: asked.append("lasts"))
    assert {name: goes_on() for name, goes_on in background.running().items()} == {"lasts": True}
    tell(signum)
    await asyncio.wait_for(background.stop.wait(), 2)
    assert asked == ["lasts"]
    await background.end()
    assert {name: goes_on() for name, goes_on in background.running().items()} == {"lasts": False}


async def test_impatience_does_not_cut_the_end_short() -> None:
    """A second Ctrl-C changes nothing: parts are asked once."""
    background = Background()
    asked: list[str] = []
    background.at_stop(lambda: asked.append("once"))
    tell(signal.SIGINT, signal.SIGINT)
    await asyncio.wait_for(background.stop.wait(), 2)
    tell(signal.SIGTERM)
    await asyncio.sleep(0.05)
    assert asked == ["once"]


async def test_a_part_may_end_by_itself_when_asked() -> None:
    """It is waited for, and not cancelled."""
    background = Background()
    ended: list[str] = []

    async def puts_in_order() -> None:
        await background.stop.wait()
        await asyncio.sleep(0.05)
        ended.append("in order")

    background.start("patient", puts_in_order())
    await asyncio.sleep(0)
    tell(signal.SIGTERM)
    await background.stop.wait()
    await background.end("patient", "not started")
    assert ended == ["in order"]


async def test_patience_is_counted_from_the_signal() -> None:
    """What the door took is not given again to the delivery."""
    background = Background(seconds=0.2)
    background.start("hangs", for_ever())
    tell(signal.SIGTERM)
    await background.stop.wait()
    await asyncio.sleep(0.2)
    async with asyncio.timeout(0.1):
        await background.end("hangs")


@pytest.mark.parametrize(("work", "name"), [(breaks, "breaks"), (asyncio.sleep, "sleeps")])
async def test_a_lasting_part_that_ends_ends_the_process(work: object, name: str) -> None:
    """By a defect or for no reason: the host starts the process anew."""
    background = Background()
    background.start(name, breaks() if work is breaks else asyncio.sleep(0))
    await asyncio.wait_for(background.stop.wait(), 2)
    with pytest.raises(PartEnded, match=f"{name} ended; the log says why") as caught:
        await background.end()
    assert "canary" not in str(caught.value)


async def test_some_parts_may_end() -> None:
    """Announcing is done once; but a defect in it is a defect."""
    background = Background()
    background.start("announces", asyncio.sleep(0), may_end=True)
    await asyncio.sleep(0.05)
    assert not background.stop.is_set()
    assert not background.running()
    background.start("breaks", breaks(), may_end=True)
    await asyncio.wait_for(background.stop.wait(), 2)
    with pytest.raises(PartEnded, match="breaks"):
        await background.end()


async def test_what_breaks_while_all_ends_is_no_news() -> None:
    """The process was told to stop, and does."""
    background = Background()

    async def breaks_late() -> None:
        await background.stop.wait()
        raise ValueError

    background.start("late", breaks_late())
    await asyncio.sleep(0)
    tell(signal.SIGTERM)
    await background.stop.wait()
    await background.end("late")


def run(work: object, signums: Sequence[int] = ()) -> object:
    """Run work until told to stop, telling it."""

    async def told() -> object:
        for signum in signums:
            asyncio.get_running_loop().call_later(0.05, tell, signum)
        return await until_told_to_stop(work())  # type: ignore[operator]  # any coroutine function

    return asyncio.run(told())


def test_work_that_is_not_told_gives_its_result() -> None:
    """Or its own error."""

    async def answers() -> int:
        return 42

    assert run(answers) == 42
    with pytest.raises(ValueError, match="canary"):
        run(breaks)


def test_work_that_is_told_may_put_things_in_order() -> None:
    """However often it is told: the first signal counts."""
    ended: list[str] = []

    async def tidy() -> None:
        try:
            await for_ever()
        finally:
            await asyncio.sleep(0.1)
            ended.append("tidy")

    with pytest.raises(ToldToStop):
        run(tidy, [signal.SIGINT, signal.SIGTERM, signal.SIGINT])
    assert ended == ["tidy"]

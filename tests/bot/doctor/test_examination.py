"""The examination itself: what needs what, how long it takes, and what breaks."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, cast

from bot.doctor.checks import CHECKS
from bot.doctor.examination import Check, examine
from bot.doctor.findings import Finding, Verdict, fine, unchecked, warning, wrong
from bot.doctor.talk import spoken_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.doctor.patient import Patient

NOBODY = cast("Patient", None)


def finds(finding: Finding) -> Callable[[Patient], Awaitable[Finding]]:
    """Return a look that finds this."""

    async def look(_: Patient) -> Finding:
        return finding

    return look


async def hangs(_: Patient) -> Finding:
    """Look for ever."""
    await asyncio.sleep(3600)
    raise AssertionError("nobody waits an hour")


async def breaks(_: Patient) -> Finding:
    """Stumble over something."""
    raise KeyError("canary")


def unwatched(_: Sequence[str]) -> None:
    """Watch nothing."""


async def test_what_needs_something_wrong_is_not_checked() -> None:
    """Nor is what needs that; a warning stands in nobody's way."""
    checks = (
        Check("a", finds(wrong("x", "y"))),
        Check("b", breaks, needs=("a",)),
        Check("c", breaks, needs=("b",)),
        Check("d", finds(warning("x", "y"))),
        Check("e", finds(fine("z")), needs=("d",)),
    )
    found = await examine(NOBODY, checks, unwatched)
    assert found["b"] == unchecked("a is wrong")
    assert found["c"] == unchecked("b is not checked")
    assert found["e"] == fine("z")


async def test_a_check_has_its_time() -> None:
    """One that hangs holds up only what needs it, and not for long."""
    checks = (Check("slow", hangs, seconds=0.05), Check("quick", finds(fine("z"))))
    began = time.monotonic()
    found = await examine(NOBODY, checks, unwatched)
    assert time.monotonic() - began < 2
    assert found["slow"].verdict is Verdict.WRONG
    assert found["slow"].seen == "no answer within 0.05 seconds"
    assert found["quick"] == fine("z")


async def test_all_look_at_once() -> None:
    """The longest wait counts, not their sum."""
    checks = tuple(Check(str(number), hangs, seconds=0.2) for number in range(20))
    began = time.monotonic()
    await examine(NOBODY, checks, unwatched)
    assert time.monotonic() - began < 2


async def test_a_check_that_breaks_is_told_without_its_words() -> None:
    """They might hold anything."""
    found = await examine(NOBODY, (Check("broken", breaks),), unwatched)
    assert found["broken"].seen == "the check itself failed: KeyError"
    assert "canary" not in str(found)


async def test_whoever_watches_is_told_what_still_looks() -> None:
    """Fewer and fewer, down to none."""
    told: list[list[str]] = []
    checks = (Check("slow", hangs, seconds=0.1), Check("quick", finds(fine("z"))))
    await examine(NOBODY, checks, lambda names: told.append(list(names)))
    await asyncio.sleep(0)
    assert told == [["slow"], []]


def test_each_check_comes_after_what_it_needs() -> None:
    """The table is read from top to bottom, and no name stands twice."""
    before: list[str] = []
    for check in CHECKS:
        assert set(check.needs) <= set(before)
        assert check.name not in before
        before.append(check.name)


def test_missing_sentences_are_counted_by_language() -> None:
    """Only the languages that lack some are named."""
    found = spoken_in({"en": 0, "de": 3, "tr": 1})
    assert (found.verdict, "3 in de, 1 in tr" in found.seen) == (Verdict.WARNING, True)
    assert spoken_in({"en": 0, "ar": 0}) == fine("all is said in en, ar")

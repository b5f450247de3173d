from __future__ import annotations

import os
import subprocess
import sys
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from bot.files.apart import LOW_RANK, Exhausted, apart
from bot.files.recognising import listing_of
from conversations.lists.unfit import Unfit
from tests.bot.files.workbook import SHEET, repacked, sheet, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTE = 1024 * 1024


def rank() -> int:
    """Return the rank of the process that is asked."""
    return os.nice(0)


def gluttonous() -> int:
    """Take more memory than there may be."""
    return len(bytearray(8 * 1024 * MEGABYTE))


def dying() -> None:
    """Die as those do whom the system ends."""
    os.abort()


async def test_work_is_done_elsewhere_and_behind_all_others() -> None:
    """The work has a process of its own, of a low rank."""
    assert await apart(os.getpid) != os.getpid()
    assert await apart(rank) == LOW_RANK


async def test_what_it_gives_comes_back() -> None:
    """A file is read there as it is here."""
    data = b"Ada,+447700900123\n"

    assert await apart(listing_of, data) == listing_of(data)
    assert await apart(listing_of, b"") is Unfit.EMPTY


@pytest.mark.parametrize("work", [gluttonous, dying])
async def test_who_takes_too_much_harms_nobody(work: Callable[[], object]) -> None:
    """Too much memory, or a death, is told as what it is, and this process goes on."""
    with pytest.raises(Exhausted):
        await apart(work)


async def test_its_own_mistakes_are_told() -> None:
    """What the work raises is raised here."""
    with pytest.raises(ValueError, match="invalid literal"):
        await apart(int, "x")


MEASURED = """
import resource, sys
from bot.files.recognising import listing_of
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = listing_of(open(sys.argv[1], "rb").read())
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(getattr(found, "value", "taken"), after - before)
"""


def measured(data: bytes, folder: object) -> tuple[str, float, float]:
    """Return what a file is found to be, the megabytes and the seconds that took."""
    path = f"{folder}/list"
    with open(path, "wb") as file:  # noqa: PTH123 - as the process itself opens it
        file.write(data)
    begun = monotonic()
    run = [sys.executable, "-W", "error", "-c", MEASURED, path]
    said = subprocess.run(run, check=True, capture_output=True, text=True).stdout  # noqa: S603 - this Python
    *found, kilobytes = said.split()
    return " ".join(found), int(kilobytes) / 1024, monotonic() - begun


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (repacked(workbook(["a"]), {SHEET: b"0" * (100 * MEGABYTE)}), "packed too tightly"),
        (
            repacked(
                workbook(["a"]),
                {
                    SHEET: sheet(
                        "".join(
                            f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>'
                            for n in range(1, 150_000)
                        )
                    )
                },
            ),
            "too many rows",
        ),
        (b"," * (5 * MEGABYTE), "empty"),
        (b"a;" * 2_600_000, "too many columns"),
    ],
    ids=["a bomb of 100 MB", "150,000 rows", "5 MB of commas", "2,600,000 columns"],
)
def test_memory_is_bounded(data: bytes, flaw: str, tmp_path: object) -> None:
    """The most hostile file takes no more memory than two hundred megabytes, and few seconds."""
    found, megabytes, seconds = measured(data, tmp_path)

    assert (found, megabytes < 200, seconds < 20) == (flaw, True, True)

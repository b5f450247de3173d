"""A list of customers on the command line."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

import pytest

from bot.lists.rows import import_id
from conversations.lists.limits import MOST_BYTES
from storage import Import, ImportState, Status
from tests.bot.commands.installation import Installation
from tests.bot.commands.rehearsed import children
from tests.bot.lists.office import ADA, LIST, Office

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
    from typing import TypeVar

    from click.testing import Result

    Found = TypeVar("Found")


class Fair(Installation):
    """An installation with an agent and a file, where `intake import` is run."""

    command = "import"

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(url, folder)
        self.file = folder / "fair.csv"
        self.file.write_bytes(LIST)
        self.at_work(lambda office: office.hires(ADA))

    def imports(self, *words: str, typed: str | None = None) -> Result:
        """Run the command with the file and these words."""
        first = (str(self.file), "--agreed", "in_writing")
        return self.run(*first, *words, typed=typed, DEFAULT_REGION="GB")

    def count(self) -> int:
        """Return how many leads there are."""
        return len(self.within(lambda work: work.submissions.page(tuple(Status), 100)))

    def at_work(self, work: Callable[[Office], Awaitable[Found]]) -> Found:
        """Do something in the office."""
        return self.opened(lambda database: work(Office(database, self.keyring)))


@pytest.fixture
def here(sqlite_url: str, tmp_path: Path) -> Fair:
    """Lend an installation on SQLite."""
    return Fair(sqlite_url, tmp_path)


def test_a_list_is_shown_read_and_written_back(here: Fair) -> None:
    """What became of each row stands beside the file, and the exit code says that not all are."""
    result = here.imports("--agent", str(ADA), typed="y\n")
    assert "Phone → Phone" in result.stdout
    assert "Taken: 1\nTaken before: 1\nNeeds an answer: 1\nNot taken: 1" in result.stdout
    assert result.exit_code == 3
    back = here.file.with_name("fair-done.csv").read_text("utf-8-sig").splitlines()
    assert back[1] == "Ada Lovelace;07700 900123;ada@example.org;taken;"
    assert here.count() == 1


def test_a_list_of_which_all_is_taken_is_a_success(here: Fair) -> None:
    """Asked for again, it says that all were taken before, and nobody is taken twice."""
    here.file.write_bytes(b"Ada Lovelace,07700 900123\n")
    first, second = (here.imports("--agent", str(ADA), "--yes") for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Taken: 1" in first.stdout
    assert "Taken before: 1" in second.stdout
    assert here.count() == 1


def test_what_of_the_known_is_said_on_the_command_line(here: Fair) -> None:
    """They are shown before anything is done, and left out where that is wanted."""
    here.file.write_bytes(b"Ada Lovelace,07700 900123\nAda King,07700 900123\n")
    result = here.imports("--agent", str(ADA), "--known", "leave_out", typed="y\n")
    assert "Known already: 1\nRow 2: row 1 of this list" in result.stdout
    assert "Left out, for they are known already: 1" in result.stdout
    assert (result.exit_code, here.count()) == (3, 1)


@pytest.mark.parametrize(
    ("content", "agent", "words"),
    [
        (b"", ADA, "There is nothing in this file."),
        (b"x" * (MOST_BYTES + 1), ADA, "This file is too large."),
        (LIST, 9, "9 is no agent."),
    ],
)
def test_what_cannot_be_taken_is_said(here: Fair, content: bytes, agent: int, words: str) -> None:
    """With a sentence on standard error, and nothing done."""
    here.file.write_bytes(content)
    result = here.imports("--agent", str(agent), "--yes")
    assert (result.exit_code, words in result.stderr) == (1, True)
    assert here.count() == 0


def readers() -> set[int]:
    """Return the processes that this one has begun to read lists."""
    with suppress(FileNotFoundError):  # one has ended meanwhile
        found = children(os.getpid())
        return {pid for pid, words in found.items() if "spawn_main" in words}
    return set()


def end_one(others: set[int], is_over: Event) -> None:
    """End the first process that is begun to read a list; `others` were there before."""
    while not is_over.wait(0.01):
        for pid in readers() - others:
            os.kill(pid, signal.SIGKILL)
            return


def test_a_list_that_is_too_much_is_said_to_be(here: Fair) -> None:
    """Whatever ends the process that reads it, nothing was done, and that is one sentence."""
    others, is_over = readers(), Event()
    with ThreadPoolExecutor(1) as beside:
        ending = beside.submit(end_one, others, is_over)
        result = here.imports("--agent", str(ADA), "--yes")
        is_over.set()
        ending.result()
    assert result.exit_code == 1
    assert result.stderr.startswith("This list is too much to be read at once.")
    assert here.count() == 0


@pytest.mark.parametrize(
    ("content", "typed"), [(LIST, "n\n"), (b"E-mail\nada@example.org\n", None)]
)
def test_columns_that_are_not_right_are_not_read(
    here: Fair, content: bytes, typed: str | None
) -> None:
    """Whoever says no has done nothing, and what lacks a column is not even asked about."""
    here.file.write_bytes(content)
    assert here.imports("--agent", str(ADA), typed=typed).exit_code == 1
    assert here.count() == 0


def test_a_list_of_the_command_line_is_given_back_once(here: Fair) -> None:
    """Beside its file, and not in the chat of the agent, who hears what is delivered of it."""
    here.imports("--agent", str(ADA), "--yes")

    async def works(office: Office) -> list[str]:
        assert await office.works() == 0
        assert office.courier.told == []
        return await office.imports(ImportState.TOLD)

    assert here.at_work(works) == [import_id(here.keyring, ADA, LIST)]


def test_what_was_cut_off_goes_on(here: Fair) -> None:
    """A list that somebody else was reading is read to its end once that one is gone."""

    async def cut_off(office: Office) -> None:
        await office.sends(LIST, name="fair.csv")
        await office.works()
        await office.answers()
        known = import_id(here.keyring, ADA, LIST)
        async with office.database.begin() as work:
            row = await work.imports.load(known)
            assert isinstance(row, Import)
            assert row.state is ImportState.READING
            await work.leases.hold(f"import {known}", "dead", office.means.lease / 10)

    here.at_work(cut_off)
    result = here.imports("--agent", str(ADA), "--yes")
    assert "Taken: 1" in result.stdout
    assert here.count() == 1

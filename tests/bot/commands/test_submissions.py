"""Submissions on the command line: listed, shown, and brought to their ends."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from click.testing import CliRunner

from bot.commands import intake
from conversations.answers import Answer
from conversations.documents import draft_document
from conversations.draft import Draft
from storage import Database, Keyring, Status, new_keys
from tests.storage.rows import stored

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from click.testing import Result

    from storage import AuditEntry, Submission

Found = TypeVar("Found")

DRAFT = Draft(
    {
        "name": Answer({"first_name": "Ada", "last_name": "Example"}),
        "phone": Answer({"phone": "+447700900123"}),
    }
)


class Installation:
    """A database with its settings, and the command run on it."""

    def __init__(self, url: str) -> None:
        keys = new_keys()
        self._url, self._keyring = url, Keyring.parse(*keys)
        self._environment = {
            "TELEGRAM_TOKEN": "1000001:made-up-token-of-nobody-at-all-12345",
            "FLEXTELL_TENANT": "42",
            "FLEXTELL_ACCESS_TOKEN": "made-up",
            "DATABASE_URL": url,
            "ENCRYPTION_KEYS": keys[0],
            "INDEX_KEY": keys[1],
            "COMPANY_NAME": "Example Ltd",
        }

    def run(self, *words: str, typed: str | None = None) -> Result:
        """Run `intake submissions` with these words."""
        arguments = ["submissions", *words]
        return CliRunner().invoke(intake, arguments, env=self._environment, input=typed)

    def stores(self, status: Status = Status.HUMAN, **fields: Any) -> Submission:
        """Store a submission."""
        return self._within(lambda db: stored(db, status, draft=draft_document(DRAFT), **fields))

    def audited(self, row: Submission) -> list[AuditEntry]:
        """Return what was written down about a submission."""

        async def read(database: Database) -> list[AuditEntry]:
            async with database.begin() as work:
                return await work.audit.about(row.id)

        return self._within(read)

    def _within(self, work: Callable[[Database], Awaitable[Found]]) -> Found:
        async def done() -> Found:
            database = Database(self._url, self._keyring)
            try:
                return await work(database)
            finally:
                await database.close()

        return asyncio.run(done())


@pytest.fixture
def installation(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Installation:
    """Lend an installation on each kind of database, in a folder without a `.env`."""
    monkeypatch.chdir(tmp_path)
    return Installation(database_url)


def test_what_waits_is_listed(installation: Installation) -> None:
    """Masked, one a line; other kinds when asked for."""
    assert installation.run("list").output == "There is none.\n"
    row = installation.stores()
    installation.stores(Status.CREATED)
    lines = installation.run("list").output.splitlines()
    assert [line.split("  ")[0] for line in lines] == [row.id]
    assert lines[0].endswith("A. E., ••• 123  waits for your decision")
    assert len(installation.run("list", "--show", "all").output.splitlines()) == 2


def test_programs_are_told_in_json(installation: Installation) -> None:
    """One object a line, masked as well; nothing where there is none."""
    assert installation.run("list", "--json").output == ""
    row = installation.stores(found=("17",), last_error="Found")
    [line] = installation.run("list", "--json").output.splitlines()
    facts = json.loads(line)
    assert (facts["id"], facts["who"], facts["status"]) == (row.id, "A. E., ••• 123", "human")
    assert (facts["found"], facts["last_error"]) == (["17"], "Found")


def test_one_is_shown(installation: Installation) -> None:
    """Masked unless asked for in full, which is written down."""
    row = installation.stores()
    masked = installation.run("show", row.id).output
    assert "  Name: A. E.\n  Phone: ••• 123\n" in masked
    assert "confirmed by the person" in masked
    assert installation.audited(row) == []
    assert "  Name: Ada Example\n" in installation.run("show", row.id, "--in-full").output
    (entry,) = installation.audited(row)
    assert (entry.who, entry.action) == ("command line", "show")


def test_who_is_there_already_is_shown(installation: Installation) -> None:
    """What the operator has to compare with."""
    row = installation.stores(found=("17", "18"))
    assert "  In Flextell already: 17, 18\n" in installation.run("show", row.id).output


WAYS_OUT = {
    ("--exists-as", "17"): "Done: it belongs to a customer that was found.\n",
    ("--create-again",): "Done: it waits for its turn to be sent.\n",
    ("--drop",): "Done: it was given up.\n",
}


@pytest.mark.parametrize(("way", "said"), WAYS_OUT.items())
def test_it_is_brought_to_its_end(
    installation: Installation, way: tuple[str, ...], said: str
) -> None:
    """Once, after a question, and that is written down."""
    row = installation.stores()
    refused = installation.run("resolve", row.id, *way, typed="n\n")
    assert (refused.exit_code, installation.audited(row)) == (1, [])
    assert installation.run("resolve", row.id, *way, typed="y\n").output.endswith(said)
    again = installation.run("resolve", row.id, *way, "--yes")
    assert again.exit_code == 1
    assert again.output.startswith("Nothing was done: it ")
    assert [entry.who for entry in installation.audited(row)] == ["command line"]
    assert "command line" in installation.run("show", row.id).output


def test_a_customers_number_is_shown(installation: Installation) -> None:
    """Where there is one."""
    row = installation.stores()
    installation.run("resolve", row.id, "--exists-as", "17", "--yes")
    assert (
        "It belongs to a customer that was found, no. 17.\n"
        in installation.run("show", row.id).output
    )


WRONG: dict[tuple[str, ...], str] = {
    (): "Say one of",
    ("--drop", "--create-again"): "Say one of",
    ("--exists-as", "x"): "wants the customer's number",
}


@pytest.mark.parametrize(("way", "said"), WRONG.items())
def test_what_is_not_one_way_out_is_said(
    installation: Installation, way: tuple[str, ...], said: str
) -> None:
    """Before anything is looked at."""
    run = installation.run("resolve", "any", *way)
    assert (run.exit_code, said in run.output) == (2, True)


@pytest.mark.parametrize("words", [("show",), ("resolve", "--drop", "--yes")])
def test_what_is_not_there_is_said(installation: Installation, words: tuple[str, ...]) -> None:
    """With an exit code that a script understands."""
    run = installation.run(words[0], "nobody", *words[1:])
    assert (run.exit_code, run.output) == (1, "There is no submission nobody.\n")


def test_a_database_that_is_not_migrated_is_said(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, with what to do."""
    monkeypatch.chdir(tmp_path)
    run = Installation(empty_url).run("list")
    assert (run.exit_code, "run `intake migrate`" in run.output) == (1, True)

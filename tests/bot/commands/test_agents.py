"""Agents on the command line: named, listed, and let go."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.commands import intake
from storage import Database, Keyring, new_keys

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from storage import AuditEntry


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

    def run(self, *words: str) -> Result:
        """Run `intake agents` with these words."""
        return CliRunner().invoke(intake, ["agents", *words], env=self._environment)

    def audited(self) -> list[AuditEntry]:
        """Return what was written down, the oldest first."""

        async def read() -> list[AuditEntry]:
            database = Database(self._url, self._keyring)
            try:
                async with database.begin() as work:
                    return (await work.audit.newest(10))[::-1]
            finally:
                await database.close()

        return asyncio.run(read())


@pytest.fixture
def installation(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Installation:
    """Lend an installation on each kind of database, in a folder without a `.env`."""
    monkeypatch.chdir(tmp_path)
    return Installation(database_url)


def test_an_agent_is_named_listed_and_let_go(installation: Installation) -> None:
    """Each step is written down, without a name; who was let go stays in the list."""
    assert installation.run("list").output == "There is none.\n"
    added = installation.run("add", "2001", "--name", "Ada Lovelace", "--user-id", "17")
    assert added.output == "Ada Lovelace is an agent now: 2001, user 17 in Flextell.\n"
    assert installation.run("list").output == "2001  user 17  Ada Lovelace\n"
    assert installation.run("remove", "2001").output == "2001 is an agent no more.\n"
    assert "2001  user 17  Ada Lovelace  removed 20" in installation.run("list").output
    assert [(each.who, each.action, each.about) for each in installation.audited()] == [
        ("command line", "add agent", "agent 2001"),
        ("command line", "remove agent", "agent 2001"),
    ]


def test_who_is_no_agent_cannot_be_let_go(installation: Installation) -> None:
    """Said in a sentence, with an exit code, and nothing is written down."""
    result = installation.run("remove", "2001")
    assert (result.exit_code, result.output) == (1, "2001 is no agent.\n")
    assert installation.audited() == []


@pytest.mark.parametrize("words", [("0",), (str(2**63),), ("Ada",)])
def test_a_number_that_cannot_be_one_is_refused(
    installation: Installation, words: tuple[str, ...]
) -> None:
    """Before anything is done."""
    assert installation.run("add", *words, "--name", "Ada", "--user-id", "17").exit_code == 2
    assert installation.run("list").output == "There is none.\n"


def test_a_database_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sentence, without a traceback."""
    monkeypatch.chdir(tmp_path)
    result = Installation(f"sqlite:///{tmp_path}/nothing.db").run("list")
    assert result.exit_code == 1
    assert "intake migrate" in result.output

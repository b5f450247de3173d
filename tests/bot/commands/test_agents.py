"""Agents on the command line: named, listed, and let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bot.commands.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path

    from storage import AuditEntry


class Agents(Installation):
    """Where `intake agents` is run."""

    command = "agents"

    def audited(self) -> list[AuditEntry]:
        """Return what was written down, the oldest first."""
        return self.within(lambda work: work.audit.newest(10))[::-1]


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> Agents:
    """Lend an installation on each kind of database."""
    return Agents(database_url, tmp_path)


def test_an_agent_is_named_listed_and_let_go(installation: Agents) -> None:
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


def test_who_is_no_agent_cannot_be_let_go(installation: Agents) -> None:
    """Said in a sentence, with an exit code, and nothing is written down."""
    result = installation.run("remove", "2001")
    assert (result.exit_code, result.output) == (1, "2001 is no agent.\n")
    assert installation.audited() == []


@pytest.mark.parametrize("words", [("0",), (str(2**63),), ("Ada",)])
def test_a_number_that_cannot_be_one_is_refused(
    installation: Agents, words: tuple[str, ...]
) -> None:
    """Before anything is done."""
    assert installation.run("add", *words, "--name", "Ada", "--user-id", "17").exit_code == 2
    assert installation.run("list").output == "There is none.\n"


def test_a_database_that_is_not_there_is_said(tmp_path: Path) -> None:
    """In a sentence, without a traceback."""
    result = Agents(f"sqlite:///{tmp_path}/nothing.db", tmp_path).run("list")
    assert result.exit_code == 1
    assert "intake migrate" in result.output

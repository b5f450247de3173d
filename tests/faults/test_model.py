"""Whatever people do, and whatever breaks: the bot is where a page of plain rules says it is."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.checker import leaks
from tests.faults.machine import CANARIES, Machine
from tests.faults.scale import SCALE, SEED, tell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage import Keyring
    from tests.postgres import Postgres

STEPS = 30


def played(begin: Callable[[], Machine], examples: int) -> None:
    """Play so many examples; what fails is told as it was played: shortening takes minutes."""
    run_state_machine_as_test(
        seed(SEED)(begin),  # type: ignore[arg-type]  # anything that makes machines will do
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    tell(f"{examples} times {STEPS} steps: the bot is where the model says")


def test_on_sqlite_the_bot_does_what_the_model_says(
    tmp_path: Path, sqlite_template: Path, keyring: Keyring
) -> None:
    """Registrations, faults, ends and beginnings in any order, all of it on time that leaps."""
    numbers = count()

    def begin() -> Machine:
        path = tmp_path / str(next(numbers)) / "intake.db"
        path.parent.mkdir()
        shutil.copy(sqlite_template, path)
        return Machine(f"sqlite:///{path}", keyring, path.parent)

    played(begin, SCALE.examples)


def test_on_postgresql_the_bot_does_what_the_model_says(
    postgres_server: Postgres, keyring: Keyring
) -> None:
    """The same, where each transaction is a conversation with a server."""
    with ExitStack() as lent:

        def begin() -> Machine:
            lent.close()  # the database of the example before
            return Machine(lent.enter_context(postgres_server.database(migrated=True)), keyring)

        played(begin, SCALE.examples_on_postgresql)
    assert leaks([postgres_server.folder], [], CANARIES) == []

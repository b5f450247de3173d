"""How a database goes about what the bot asks of it: which statements read a table as a whole."""

from __future__ import annotations

import asyncio
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event
from structlog.testing import capture_logs

from storage import Database, Keyring
from tests.bot.delivery.conftest import a_road
from tests.bot.telegram.receiving import receiving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

# Which tables hold rows of everybody who has ever begun.
LARGE = ("chats", "consents")
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}
# Each round of the worker has been made, and one more.
ROUNDS_SECONDS = 2.5

Asked = dict[str, Any]  # a statement's parameters, by its text


@dataclass(frozen=True, slots=True)
class Explained:
    """How many statements were explained, and those that read a large table as a whole."""

    count: int
    whole: tuple[str, ...]


async def explained(url: str, keys: tuple[str, str]) -> Explained:
    """Play one registration and its delivery, and have each of their statements explained."""
    keyring = Keyring.parse(*keys)
    database = Database(url, keyring)
    with capture_logs(), _noted() as asked:
        async with receiving(database, keyring) as house:
            await house.registers()
        road = a_road(database, keyring)
        async with road.working():
            await asyncio.sleep(ROUNDS_SECONDS)
    whole = [
        " ".join(each[0].split()) for each in asked.items() if await reads_all(database, *each)
    ]
    await database.close()
    return Explained(len(asked), tuple(whole))


@contextmanager
def _noted() -> Iterator[Asked]:
    """Note each statement that is asked meanwhile, with the first parameters it is given."""
    asked: Asked = {}

    def note(_: Any, __: Any, statement: str, given: Any, ___: Any, is_many: Any) -> None:
        if re.match(r"SELECT|INSERT|UPDATE|DELETE", statement.lstrip()):
            asked.setdefault(statement, given[0] if is_many else given)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def reads_all(database: Database, statement: str, given: Any) -> bool:
    """Tell whether the database would read a large table as a whole to do this."""

    def plan_of(plain: Connection) -> str:
        sql = EXPLAIN[plain.dialect.name] + statement
        return "\n".join(str(row) for row in plain.exec_driver_sql(sql, given))

    async with database.begin() as work:
        plan = await work.chats._connection.run_sync(plan_of)  # noqa: SLF001 - explained only
    return any(is_whole(plan, table, statement) for table in LARGE)


def is_whole(plan: str, table: str, statement: str) -> bool:
    """Tell whether a plan reads a table from end to end.

    In SQLite an index that is read in its order is called a scan as well: with a limit it is none.
    """
    if f"Seq Scan on {table}" in plan:
        return True
    read = re.search(rf"(?P<how>SCAN|SEARCH) {table}\b(?P<by> USING)?", plan)
    if read is None or (read["by"] and read["how"] == "SEARCH"):
        return False
    return not (read["by"] and "LIMIT" in statement)

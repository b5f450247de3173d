"""Column types that give the same Python value back from either database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import orjson
from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    LargeBinary,
    Text,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Dialect
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.operators import OperatorType
    from sqlalchemy.types import TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware time: `timestamptz` in PostgreSQL, microseconds since 1970 in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give SQLite integers: they sort, and compare exactly."""
        return BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse a time without a zone: it would mean another moment on another host."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs its zone")
        return (value - _EPOCH) // _MICROSECOND if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the time in UTC."""
        as_it_is = value is None or dialect.name != "sqlite"
        moment: datetime | None = value if as_it_is else _EPOCH + value * _MICROSECOND
        return moment


class Blob(LargeBinary):
    """Bytes, which both drivers take and give as they are; SQLAlchemy's own would wrap each."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> None:
        """Leave the bytes alone."""

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Leave the bytes alone."""


class Sealed(Blob):
    """What `Keyring.seal` made for exactly this row and column; `storage.sealed` finds them."""

    cache_ok = True


class BlindIndex(Blob):
    """What `Keyring.index` made of something sealed in the same row."""

    cache_ok = True


class Words(TypeDecorator[tuple[str, ...]]):
    """A short list of ids or keys, as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self,
        value: Sequence[str] | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> str | None:
        """Write the list compactly."""
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> tuple[str, ...] | None:
        """Read the list."""
        return None if value is None else tuple(orjson.loads(value))


class Many(TypeDecorator["Sequence[Any]"]):
    """Any number of values in one parameter, so that the statement's text never changes."""

    impl = Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Send an array to PostgreSQL and JSON to SQLite."""
        return Text() if dialect.name == "sqlite" else ARRAY(self.of)

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """Write the values as the database takes them."""
        values = list(value or ())
        return orjson.dumps(values).decode() if dialect.name == "sqlite" else values


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:  # noqa: ARG002 - its shape
        """Stay as it is: for SQLite `= 1` would be written after it, which no index serves."""
        return self


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} = ANY ({compiler.process(values, **kw)})"


@compiles(_Among, "sqlite")
def _json_each(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    listed = select(func.json_each(values).table_valued("value").c.value)
    return compiler.process(column.in_(listed), **kw)


def among(column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Return the condition that the column is one of the values bound to `parameter`."""
    return _Among(column, bindparam(parameter, type_=Many(column.type)))

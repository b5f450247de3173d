"""Reading what a server may spell in its own way: what does not fit is None, never an error."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, WrapValidator

if TYPE_CHECKING:
    from pydantic import ValidatorFunctionWrapHandler

T = TypeVar("T")


class LenientModel(BaseModel):
    """A record of which unknown members are ignored and numbers may stand for texts."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValidationError:
        return None


Lenient = Annotated[T | None, WrapValidator(_or_none)]
"""A member that may be missing, null, or of a type that nobody expected."""


def _writable(text: str) -> str:
    """Refuse half a surrogate pair, which JSON can spell and nothing can store."""
    text.encode()
    return text


Text = Lenient[Annotated[str, AfterValidator(_writable)]]


def moment(text: str) -> datetime | None:
    """Read a timestamp with or without fraction and offset; without one it is taken as UTC."""
    try:
        read = datetime.fromisoformat(text.strip())
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def calendar_date(text: str) -> date | None:
    """Read the calendar date as it is written, whatever time and offset follow it."""
    try:
        return date.fromisoformat(text.strip()[: len("YYYY-MM-DD")])
    except ValueError:
        return None

"""The record of a new customer: our canonical answers as the bytes that Flextell is sent."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

DateFormat: TypeAlias = Literal["date-time", "date"]
"""How a birth date is spelled: the documented date-time, or the plain date many servers take."""


class InvalidRecordError(ValueError):
    """The record does not fit Flextell's limits; `fields` names the keys, never the values."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(f"does not fit Flextell's limits: {', '.join(fields)}")
        self.fields = fields


def _real_date(text: str) -> str:
    date.fromisoformat(text)
    return text


def _one_line(text: str) -> str:
    """Join the lines of a text with commas: Flextell has one line for it."""
    lines = (line.rstrip(" ,،，、") for line in text.split("\n"))
    return ", ".join(line for line in lines if line)


Line: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=255)]
ISODate: TypeAlias = Annotated[
    str, StringConstraints(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_real_date)
]
Address: TypeAlias = Annotated[
    str, AfterValidator(_one_line), StringConstraints(min_length=1, max_length=1000)
]
Number: TypeAlias = Annotated[int, Field(gt=0)]


class CustomerRecord(BaseModel):
    """What Flextell takes for a new customer, under its names and within its limits.

    Fields: https://docs.flextell.ai (customer, create). Read by our own keys where they differ:
    `phone` and `birth_date`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    first_name: Line
    last_name: Line
    phone_number: Annotated[str, Field(validation_alias="phone", min_length=1, max_length=20)]
    email: Line | None = None
    date_of_birth: Annotated[ISODate | None, Field(validation_alias="birth_date")] = None
    gender: Literal["male", "female", "other"] | None = None
    country_id: Number | None = None
    identity_number: Annotated[str, StringConstraints(min_length=1)] | None = None
    job: Line | None = None
    address: Address | None = None
    default_channel_id: Number | None = None
    user_id: Number | None = None

    def __repr__(self) -> str:
        """Show no field: a repr ends in logs, and all of it is personal."""
        return f"{type(self).__name__}()"

    __str__ = __repr__

    def body(self, date_format: DateFormat) -> bytes:
        """Write the record as canonical JSON: sorted keys, no spaces, UTF-8, nothing absent."""
        wire = self.model_dump(exclude_none=True)
        if self.date_of_birth is not None and date_format == "date-time":
            wire["date_of_birth"] = f"{self.date_of_birth}T00:00:00Z"
        text = json.dumps(wire, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return text.encode()


def customer_record(
    record: Mapping[str, str], defaults: Mapping[str, int] | None = None
) -> CustomerRecord:
    """Read canonical answers, and the operator's defaults for what was not answered.

    Keys: first_name, last_name, phone (E.164), email, birth_date (ISO), gender, country_id,
    identity_number, job, address; defaults: country_id, default_channel_id, user_id.
    Raises InvalidRecordError for a value over the limits, a missing or an unknown key.
    """
    try:
        return CustomerRecord.model_validate({**(defaults or {}), **record})
    except ValidationError as error:
        fields = tuple(sorted({str(detail["loc"][0]) for detail in error.errors()}))
    raise InvalidRecordError(fields)


def canonical_body(
    record: Mapping[str, str],
    *,
    defaults: Mapping[str, int] | None = None,
    date_format: DateFormat = "date-time",
) -> bytes:
    """Give the bytes to post for these answers: the same answers always give the same bytes.

    Takes and raises what `customer_record` does.
    """
    return customer_record(record, defaults).body(date_format)

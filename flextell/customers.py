"""A customer as Flextell shows one: only the id is sure, all else is read if it can be."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator

from flextell.lenient import Lenient, LenientModel, Text, calendar_date, moment

ID_LIMIT = 64


def _id_text(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        value = str(value)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= ID_LIMIT:
        raise ValueError("no usable id")
    return value


def _moment_of(value: object) -> datetime | None:
    return moment(value) if isinstance(value, str) else None


ID = Annotated[str, BeforeValidator(_id_text)]
Moment = Annotated[datetime | None, BeforeValidator(_moment_of)]


class RelatedUser(LenientModel):
    """The member of staff a customer is assigned to."""

    id: ID
    name: Text = None


class Customer(LenientModel):
    """One customer; `id` is kept as text, the timestamps are aware and in UTC."""

    id: ID
    first_name: Text = None
    last_name: Text = None
    phone_number: Text = None
    email: Text = None
    date_of_birth: Text = None
    gender: Text = None
    country_name: Text = None
    identity_number: Text = None
    job: Text = None
    address: Text = None
    default_channel_id: Text = None
    related_user: Lenient[RelatedUser] = None
    created_at: Moment = None
    updated_at: Moment = None
    deleted_at: Moment = None

    def __repr__(self) -> str:
        """Show the id alone: a repr ends in logs, and the rest is personal."""
        return f"{type(self).__name__}(id={self.id!r})"

    __str__ = __repr__

    @property
    def phone_digits(self) -> str:
        """The phone number's digits alone, as 0-9; empty if there is none."""
        number = self.phone_number or ""
        if number.isascii():
            return "".join(filter(str.isdigit, number))
        digits = (unicodedata.decimal(sign, None) for sign in number)
        return "".join(str(digit) for digit in digits if digit is not None)

    @property
    def normalised_email(self) -> str:
        """The e-mail address without outer spaces and letter case; empty if there is none."""
        return unicodedata.normalize("NFC", self.email or "").strip().casefold()

    @property
    def birth_date(self) -> date | None:
        """The calendar date as written: a time or an offset behind it moves nothing."""
        return calendar_date(self.date_of_birth or "")

"""What the create call demands of a body: the documented fields, types and limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One field's rule; a check gives what is wrong, or None."""

    check: Callable[[object], str | None]
    required: bool = False
    nullable: bool = False


def refused_fields(body: Mapping[str, object]) -> dict[str, list[str]]:
    """Give the errors of each refused field, in the shape of an `errors` map."""
    refused = {}
    for name, rule in RULES.items():
        wrong = _wrong(rule, body.get(name), present=name in body)
        if wrong:
            refused[name] = [f"The {name.replace('_', ' ')} field {wrong}."]
    return refused


def _wrong(rule: Rule, value: object, *, present: bool) -> str | None:
    if rule.required and value in (None, ""):
        return "is required"
    if not present or (value is None and rule.nullable):
        return None
    return rule.check(value)


def _text(limit: int | None = None) -> Callable[[object], str | None]:
    def check(value: object) -> str | None:
        if not isinstance(value, str):
            return "must be a string"
        if limit is not None and len(value) > limit:
            return f"must not be greater than {limit} characters"
        return None

    return check


def _email(value: object) -> str | None:
    if not isinstance(value, str) or not _EMAIL.fullmatch(value):
        return "must be a valid email address"
    return _text(255)(value)


def _date(value: object) -> str | None:
    try:
        datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return "must be a valid date"
    return None


def _gender(value: object) -> str | None:
    return None if value in ("male", "female", "other") else "is invalid"


def _integer(value: object) -> str | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return None if whole else "must be an integer"


RULES: dict[str, Rule] = {
    "first_name": Rule(_text(255), required=True),
    "last_name": Rule(_text(255), required=True),
    "phone_number": Rule(_text(20), required=True),
    "email": Rule(_email, nullable=True),
    "date_of_birth": Rule(_date, nullable=True),
    "gender": Rule(_gender, nullable=True),
    "country_id": Rule(_integer),
    "identity_number": Rule(_text()),
    "job": Rule(_text(255)),
    "address": Rule(_text(1000)),
    "default_channel_id": Rule(_integer),
    "user_id": Rule(_integer),
}

"""The customers of the stand-in, in memory; never unique, for the API documents no such rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Customer = dict[str, Any]
"""A customer as the API shows it."""

FIRST_ID = 4711
FEWEST_DIGITS = 3


@dataclass(slots=True)
class Customers:
    """All customers by id; `changed` is called when one is added or all are forgotten.

    `era` counts the times all were forgotten, so that what comes late can tell.
    """

    changed: Callable[[], None]
    clock: Callable[[], float]
    era: int = 0
    _by_id: dict[int, Customer] = field(default_factory=dict)
    _next_id: int = FIRST_ID

    def __iter__(self) -> Iterator[Customer]:
        return iter(tuple(self._by_id.values()))

    def get(self, number: int) -> Customer | None:
        """Give one customer, or None."""
        return self._by_id.get(number)

    def commit(self, body: Mapping[str, Any]) -> Customer:
        """Create a customer; the same body once more creates another one."""
        customer = _shown(self._next_id, body, timestamp(self.clock()))
        self._by_id[self._next_id] = customer
        self._next_id += 1
        self.changed()
        return customer

    def forget(self) -> None:
        """Start again with nobody."""
        self._by_id.clear()
        self.era += 1
        self._next_id = FIRST_ID
        self.changed()


def timestamp(at: float) -> str:
    """Write a Unix time as the API does: whole seconds, written with a fraction, in UTC."""
    return datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def is_found(customer: Customer, text: str) -> bool:
    """Say whether a search for `text` finds the customer: by name, e-mail or phone digits."""
    name = f"{customer['first_name']} {customer['last_name']}"
    wanted = text.strip().casefold()
    if wanted in name.casefold() or wanted in (customer["email"] or "").casefold():
        return True
    digits = _digits(text)
    return len(digits) >= FEWEST_DIGITS and digits in _digits(customer["phone_number"])


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _shown(number: int, body: Mapping[str, Any], at: str) -> Customer:
    country, user = body.get("country_id"), body.get("user_id")
    return {
        "id": number,
        "first_name": body["first_name"],
        "last_name": body["last_name"],
        "phone_number": body["phone_number"],
        "email": body.get("email"),
        "date_of_birth": body.get("date_of_birth"),
        "gender": body.get("gender"),
        "country_name": None if country is None else f"Country {country}",
        "identity_number": body.get("identity_number"),
        "job": body.get("job"),
        "address": body.get("address"),
        "default_channel_id": body.get("default_channel_id"),
        "avatar_url": None,
        "related_user": None if user is None else {"id": user, "name": f"User {user}"},
        "created_at": at,
        "updated_at": at,
        "deleted_at": None,
    }

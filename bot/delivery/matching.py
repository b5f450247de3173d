"""Whether a customer in Flextell is the one an attempt was about.

A strict match is ours; a loose one is too near to be called absent (the server may have shifted
a date, dropped a country code or changed a letter's case), so a person has to look.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.delivery.schedule import window_end
from flextell import Customer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.delivery.rules import Rules
    from storage import Attempt

# The digits of a number that stay when country code and leading zero come or go.
_TAIL = 7
_OF_THE_OPERATOR = frozenset({"default_channel_id", "user"})
_TEXTS = ("first_name", "last_name", "gender")
# What people write in their own way, and servers tidy: compared by its letters and digits alone.
_FREE_TEXTS = ("identity_number", "job", "address")


@dataclass(frozen=True, slots=True)
class Matches:
    """The ids of who matches, each once; `looked_at` is when the look-up began."""

    looked_at: datetime
    strict: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()

    def unowned(self, owners: Mapping[str, frozenset[str]], submission_id: str) -> Matches:
        """Return the matches without whom another submission owns: that is somebody else."""

        def may_be_ours(customer_id: str) -> bool:
            return owners.get(customer_id, frozenset()) <= {submission_id}

        strict = tuple(filter(may_be_ours, self.strict))
        return replace(self, strict=strict, loose=tuple(filter(may_be_ours, self.loose)))


@dataclass(frozen=True, slots=True)
class Existing:
    """Who is in Flextell already, by what is equal: ids, each once."""

    same_phone: tuple[str, ...] = ()
    same_email: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(dict.fromkeys((*self.same_phone, *self.same_email)))


NOBODY_THERE = Existing()


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is looked for: what was sent, when it may have been created, and who was there before.

    Fields are compared as Flextell's `Customer` spells them, normalised.
    """

    fields: Mapping[str, str]
    earliest: datetime
    latest: datetime
    before: frozenset[str]

    @property
    def phone(self) -> str:
        """The number's digits."""
        return self.fields.get("phone_number", "")

    @property
    def email(self) -> str:
        """The normalised address, empty if none was sent."""
        return self.fields.get("email", "")


def sought(body: bytes, attempt: Attempt, rules: Rules) -> Sought:
    """Return who an attempt with this body is to be found as."""
    return Sought(
        fields=_sent(body),
        earliest=attempt.started_at - rules.skew,
        latest=window_end(attempt, rules) + rules.skew,
        before=frozenset(attempt.baseline or ()),
    )


def matches(who: Sought, customers: Iterable[Customer], looked_at: datetime) -> Matches:
    """Return who of the customers matches."""
    others = {each.id: each for each in customers if each.id not in who.before}
    strict = tuple(key for key, each in others.items() if is_strict(who, each))
    loose = tuple(k for k, each in others.items() if k not in strict and is_loose(who, each))
    return Matches(looked_at, strict, loose)


def existing(who: Sought, customers: Iterable[Customer]) -> Existing:
    """Return who has the same number or the same address, and is not deleted."""
    there = {each.id: each for each in customers if each.deleted_at is None}
    return Existing(
        tuple(key for key, each in there.items() if who.phone and who.phone == each.phone_digits),
        tuple(k for k, each in there.items() if who.email and who.email == each.normalised_email),
    )


def is_strict(who: Sought, customer: Customer) -> bool:
    """Tell whether the customer was created in the window, and all that can be compared is equal.

    That is the phone and at least one field of the person's more: families share phones.
    """
    made_at = customer.created_at
    return made_at is not None and _in_window(who, made_at) and _is_equal(who, customer)


def is_loose(who: Sought, customer: Customer) -> bool:
    """Tell whether the customer looks like ours, and may have been created in the window.

    One that is equal is never called absent for its time alone: a clock may have been wrong when
    the attempt was made, ours or Flextell's.
    """
    made_at = customer.created_at
    if made_at is not None and not _in_window(who, made_at):
        return _is_equal(who, customer)
    return is_alike(who, customer)


def _is_equal(who: Sought, customer: Customer) -> bool:
    """Tell whether all that can be compared is equal, more than the phone among it."""
    came = _came(customer)
    shared = {name for name in who.fields if name in came}
    equal = all(who.fields[name] == came[name] for name in shared)
    return equal and "phone_number" in shared and len(shared - _OF_THE_OPERATOR) > 1


def is_alike(who: Sought, customer: Customer) -> bool:
    """Tell whether phone or e-mail are the same, whenever the customer was created."""
    same_email = bool(who.email) and who.email == customer.normalised_email
    return same_email or _same_tail(who.phone, customer.phone_digits)


def _in_window(who: Sought, moment: datetime) -> bool:
    return who.earliest <= moment <= who.latest


def _same_tail(one: str, other: str) -> bool:
    return bool(one and other) and one[-_TAIL:] == other[-_TAIL:]


def _sent(body: bytes) -> dict[str, str]:
    """Return what was sent, named and spelled as `_came` gives what came back."""
    document: Mapping[str, Any] = json.loads(body)
    user = document.get("user_id")
    related = None if user is None else {"id": user}
    return _came(Customer.model_validate({**document, "id": "sent", "related_user": related}))


def _came(customer: Customer) -> dict[str, str]:
    """Return the fields that can be compared, without those that are empty.

    The country is none of them: an id is sent, and a name comes back.
    """
    user = customer.related_user
    fields = {name: _folded(getattr(customer, name)) for name in _TEXTS}
    fields |= {name: _bare(getattr(customer, name)) for name in _FREE_TEXTS}
    fields |= {
        "phone_number": customer.phone_digits,
        "email": customer.normalised_email,
        "date_of_birth": str(customer.birth_date or ""),
        "default_channel_id": customer.default_channel_id or "",
        "user": "" if user is None else user.id,
    }
    return {name: text for name, text in fields.items() if text}


def _folded(text: str | None) -> str:
    """Return a text without what servers like to change: case, composition, blanks."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def _bare(text: str | None) -> str:
    """Return a text's letters and digits: signs, blanks and ends of lines are a server's own."""
    return "".join(sign for sign in _folded(text) if sign.isalnum())

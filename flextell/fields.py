"""The names of a customer's fields: Flextell's own, and those of the questions that fill them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

QUESTIONS = MappingProxyType(
    {
        "first_name": "name",
        "last_name": "name",
        "phone_number": "phone",
        "email": "email",
        "date_of_birth": "birth_date",
        "gender": "gender",
        "identity_number": "identity_number",
        "job": "job",
        "address": "address",
    }
)
"""Flextell's field → the key of the question that fills it, in the order of the API's page."""

SETTINGS_FIELDS = ("country_id", "default_channel_id", "user_id")
"""Flextell's fields that the operator sets."""

ASKED_SETTINGS = MappingProxyType({"country_id": "country"})
"""Those of them that the answer to a question fills where there is one → the question's key."""


def questions_of(wire_fields: Iterable[str]) -> tuple[str, ...]:
    """Give the keys of the questions behind Flextell's fields, each once, in the API's order."""
    named = frozenset(wire_fields)
    return tuple(dict.fromkeys(key for field, key in QUESTIONS.items() if field in named))


def settings_of(wire_fields: Iterable[str]) -> tuple[str, ...]:
    """Give those of Flextell's fields that come from the settings, in a fixed order."""
    named = frozenset(wire_fields)
    return tuple(field for field in SETTINGS_FIELDS if field in named)

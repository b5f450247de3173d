"""Which fields a log event may have, and how their values are shown.

What is not listed is dropped and counted: a field that somebody adds in a hurry cannot carry
what a person wrote into a log. List a field only if its value can never be about a person.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import TypeAlias

from bot import metrics

Shown: TypeAlias = "str | int | float | bool | list[Shown] | None"

ALLOWED = frozenset(
    {
        # every event
        *("time", "level", "event", "errors"),
        # what a library logged
        *("logger", "at", "template"),
        # Telegram's side: numbers and words of its protocol
        *("update_id", "updates", "kind", "method", "error_code", "retry_after", "webhook"),
        # the talk: keys of the flow, never answers
        *("question", "language", "revision", "action"),
        # turns and batches
        *("batch", "count", "size", "waiting", "seconds", "result", "reason"),
        # delivery: random ids, numbers and states
        *("submission_id", "attempt", "status", "outcome", "fence", "worker", "due_in_seconds"),
        # the process and its surroundings
        *("command", "version", "port", "address", "database", "signal", "process"),
        *("error", "what", "waiting_for"),
    }
)

_LONGEST_TEXT = 200
_LONGEST_LIST = 20


def allowed(fields: Mapping[str, object]) -> dict[str, Shown]:
    """Give the allowed fields as they are shown, and the number of `dropped` ones, if any."""
    kept = {name: shown(value) for name, value in fields.items() if name in ALLOWED}
    if count := len(fields) - len(kept):
        metrics.LOG_FIELDS_DROPPED.inc(count)
        kept["dropped"] = count
    return kept


def shown(value: object) -> Shown:
    """Give a value as JSON has it: plain ones as they are, of an unknown object only its class."""
    plain = value.value if isinstance(value, Enum) else value
    match plain:
        case None | bool() | int() | float():
            return plain
        case str():
            return _one_line(plain)
        case date():
            return plain.isoformat()
        case timedelta():
            return plain.total_seconds()
        case list() | tuple() | set() | frozenset():
            return _list(plain)
        case _:
            return type(plain).__name__


def _list(values: Collection[object]) -> Shown:
    return [shown(value) for value, _ in zip(values, range(_LONGEST_LIST), strict=False)]


def _one_line(text: str) -> str:
    """Cut a long text, and take out what could break a line or reorder what is read of it."""
    cut = text[:_LONGEST_TEXT]
    if cut.isprintable():
        return cut
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in cut)

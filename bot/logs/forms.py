"""The two forms of a line: JSON for machines, and one for people at a terminal."""

import json
from collections.abc import Callable, Mapping

from bot.logs.fields import Shown
from bot.settings.logs import LogFormat

Form = Callable[[Mapping[str, Shown]], str]

# Made once: `json.dumps` with an option would make one for each line.
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def as_json(fields: Mapping[str, Shown]) -> str:
    """Write one JSON object."""
    return _ENCODER.encode(fields)


def as_console(fields: Mapping[str, Shown]) -> str:
    """Write the time of day, the level, the event and the other fields."""
    head = ("time", "level", "event")
    time, level, event = (str(fields.get(name, "")) for name in head)
    rest = " ".join(f"{name}={_word(fields[name])}" for name in fields if name not in head)
    return f"{time[11:19]} {level:<8} {event}  {rest}".rstrip()


def _word(value: Shown) -> str:
    """Quote only what has spaces, so that most lines are easy on the eye."""
    if isinstance(value, str) and " " not in value:
        return value
    return _ENCODER.encode(value)


def chosen_form(log_format: LogFormat | None, *, is_terminal: bool) -> Form:
    """Choose as the setting says, else by who reads."""
    if log_format is None:
        return as_console if is_terminal else as_json
    return as_json if log_format == "json" else as_console

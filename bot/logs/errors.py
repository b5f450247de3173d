"""How an exception is told: its class and where it passed our code, never its message.

A message may quote what a person wrote, a statement with its parameters, or an address with a
token in it.
"""

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from traceback import walk_tb
from types import CodeType, TracebackType

_ROOT = Path(__file__).parents[2]
_ROOMS = tuple(
    f"{_ROOT / room}/" for room in ("bot", "conversations", "flextell", "simulator", "storage")
)
_MOST_ERRORS = 10
_MOST_FRAMES = 20


def told(exc_info: object) -> list[str]:
    """Tell an exception and those behind it.

    `exc_info` is what logging calls take: an error, the triple of `sys.exc_info()`, or whether to
    tell the error that is being handled.
    """
    return [_told(error) for error in islice(_chain(_error_in(exc_info)), _MOST_ERRORS)]


def place(path: str, line: int, function: str) -> str:
    """Say where in the code: the path within the project, or the end of a library's path."""
    file = Path(path)
    inside = file.relative_to(_ROOT) if path.startswith(_ROOMS) else Path(*file.parts[-2:])
    return f"{inside.as_posix()}:{line} {function}"


def _error_in(exc_info: object) -> BaseException | None:
    match exc_info:
        case BaseException() as error:
            return error
        case (_, BaseException() as error, _):
            return error
        case _:
            return sys.exception() if exc_info else None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Walk from an error to its causes and, of a group, to its members; each once."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        members = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
        waiting += [*members, each.__cause__ or _context(each)]


def _context(error: BaseException) -> BaseException | None:
    return None if error.__suppress_context__ else error.__context__


def _told(error: BaseException) -> str:
    """Say the class, where it was raised, and through which of our functions it came."""
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    frames = list(_frames(error.__traceback__))
    if not frames:
        return name
    own = [each for each in frames if each[0].co_filename.startswith(_ROOMS)]
    way = dict.fromkeys([frames[0], *own])
    places = (place(code.co_filename, line, code.co_qualname) for code, line in way)
    return f"{name} at {' < '.join(islice(places, _MOST_FRAMES))}"


def _frames(traceback: TracebackType | None) -> list[tuple[CodeType, int]]:
    """Give the functions an error passed and the lines in them, the innermost first."""
    return [(frame.f_code, line) for frame, line in walk_tb(traceback)][::-1]

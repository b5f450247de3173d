"""What is said of wrong settings: every one of them at once, and never a value."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from bot.settings.declaration import Declaration


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong setting: what is wrong with it, what is expected, and an example."""

    name: str
    wrong: str
    expected: str
    example: str | None

    def __str__(self) -> str:
        line = f"{self.name} {self.wrong}; expected: {self.expected}"
        return f"{line}; example: {self.name}={self.example}" if self.example else line


class WrongSettings(Exception):  # noqa: N818 - it is said as a sentence: these settings are wrong
    """The bot cannot start like this; the text has one line for each problem, without values."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def problems(error: ValidationError, declared: Iterable[Declaration]) -> Iterator[Problem]:
    """Say what pydantic found, in the order in which the settings are declared."""
    # What is not set and yet refused is named by its field, in small letters.
    found = {
        str(each["loc"][0]).upper(): "is not set"
        if each["type"] == "missing"
        else _complaint(each["msg"])
        for each in error.errors(include_input=False, include_url=False, include_context=False)
    }
    for each in declared:
        if each.name in found:
            yield Problem(each.name, found[each.name], each.expected, each.example)


def _complaint(message: str) -> str:
    """Take away what pydantic puts before a reader's own words."""
    return message.removeprefix("Value error, ")

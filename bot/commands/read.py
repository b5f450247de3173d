"""`intake read`: what the bot makes of a text, as one JSON object, for people and for corpora."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, Final

import click

from bot.clock import SystemClock
from conversations.answers import DOUBTFUL, Readings, Refusal
from conversations.draft import Doubt
from conversations.kinds.countries import countries
from conversations.kinds.kind import Listener
from conversations.many.found import NONE_FOUND
from conversations.many.reader import many
from conversations.question_cards import doubt_card
from conversations.registration import questions
from conversations.wording import wording_near

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from conversations.flow import Question

JSON: Final = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a text is read, in whose language, and from which age on."""

    region: str
    language: str
    minimum_age: int
    today: date


Told = dict[str, Any]


def answer_of(key: str) -> Callable[[str, Setting], Told]:
    """Return the reader of the registration's question with this key."""

    def reader(text: str, setting: Setting) -> Told:
        question = _questions(setting.region, setting.minimum_age)[key]
        listener = Listener(wording_near(setting.language), setting.today)
        return _answer(question, question.kind.read(text, listener), listener)

    return reader


def all_answers(text: str, setting: Setting) -> Told:
    """Return the answers in a text by question, each with the words it came from."""
    listener = Listener(wording_near(setting.language), setting.today)
    asked = _questions(setting.region, setting.minimum_age)
    found = many(text, tuple(q for q in asked.values() if not q.extra), listener)
    if not found.found:
        return {"readings": [], "refusal": listener.wording.say(NONE_FOUND)}
    fields = {
        each.key: _answer(asked[each.key], each.readings, listener) | {"words": each.words}
        for each in found.found
    }
    return {"readings": [fields], "refusal": None, "unused": found.unused}


# What can be read, by the name it has on the command line.
READERS: Final[Mapping[str, Callable[[str, Setting], Told]]] = MappingProxyType(
    {
        "phone": answer_of("phone"),
        "email": answer_of("email"),
        "date": answer_of("birth_date"),
        "name": answer_of("name"),
        "gender": answer_of("gender"),
        "country": answer_of("country"),
        "all": all_answers,
    }
)


@click.command(context_settings={"ignore_unknown_options": True})  # a text may begin with a hyphen
@click.argument("kind", type=click.Choice(list(READERS)))
@click.argument("text", required=False)
@click.option(
    "--region",
    envvar="DEFAULT_REGION",
    default="TR",
    show_default=True,
    help="The country whose phones need no country code; by default DEFAULT_REGION.",
)
@click.option("--language", default="en", show_default=True, help="The person's language.")
@click.option(
    "--minimum-age",
    envvar="MINIMUM_AGE",
    default=0,
    show_default=True,
    help="The age from which a birth date is taken; by default MINIMUM_AGE.",
)
@click.option(
    "--json-lines",
    "is_lines",
    is_flag=True,
    help="Read objects {text, region?, language?} from standard input, one a line.",
)
def command(
    *, kind: str, text: str | None, region: str, language: str, minimum_age: int, is_lines: bool
) -> None:
    """Read TEXT as an answer and print {"readings": [...], "refusal": null or "..."}.

    One reading is what would be stored, several are a question, none is a refusal.
    """
    if is_lines == (text is not None):
        raise click.UsageError("Give either TEXT or --json-lines.")
    today = SystemClock().now().date()
    setting = Setting(region.upper(), language, minimum_age, today)
    if text is None:
        _read_lines(kind, setting, sys.stdin.buffer, sys.stdout.buffer)
    else:
        _write(READERS[kind](text, setting), sys.stdout.buffer)


def _read_lines(kind: str, setting: Setting, lines: IO[bytes], out: IO[bytes]) -> None:
    """Answer line by line; a usage error at the first that is no such object."""
    for number, line in enumerate(lines, start=1):
        try:
            text, own = _said(json.loads(line), setting)
        except ValueError:
            wanted = 'an object {"text", "region"?, "language"?} of texts'
            raise click.UsageError(f"Line {number} is not {wanted}.") from None
        _write(READERS[kind](text, own), out)


def _said(line: object, setting: Setting) -> tuple[str, Setting]:
    """Return the text of a line, and how it is read where the line says so; else ValueError."""
    given = line.items() if isinstance(line, dict) else ()
    said = {name: text for name, text in given if text is not None}
    match {"region": setting.region, "language": setting.language} | said:
        case {"text": str(text), "region": str(region), "language": str(language)}:
            return text, replace(setting, region=region.upper(), language=language)
    raise ValueError("no text, or not of texts")


def _write(answer: Told, out: IO[bytes]) -> None:
    """Write an answer on its line at once, so that whoever asks line by line need not wait."""
    out.write(JSON.encode(answer).encode("utf-8", "surrogatepass") + b"\n")
    out.flush()


@lru_cache
def _questions(region: str, minimum_age: int) -> dict[str, Question]:
    return {q.key: q for q in questions(region, minimum_age, countries())}


def _answer(question: Question, readings: Readings, listener: Listener) -> Told:
    """Return the readings; what would be asked about is no reading to be stored."""
    if isinstance(readings, Refusal):
        return {"readings": [], "refusal": listener.wording.say(readings.reason)}
    if len(readings) == 1 and readings[0].marks & DOUBTFUL:
        card = doubt_card(question, Doubt(question.key, readings), listener)
        return {"readings": [], "refusal": f"{card.text}\n[{card.rows[0][0].label}]"}
    return {"readings": [_shown(reading.values) for reading in readings], "refusal": None}


def _shown(values: Mapping[str, str]) -> str | dict[str, str]:
    """Return the canonical text of an answer, or its fields where there are several."""
    return dict(values) if len(values) > 1 else next(iter(values.values()))

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conversations.flow import Question
from conversations.kinds.kind import Listener
from conversations.kinds.text import Text
from conversations.many.reader import many
from conversations.sentences import sentence
from conversations.wording import wording
from tests.conversations.many.hearing import FLOW, TODAY, found, heard

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).parent / "heard.txt"
ALL = (
    "name=Ada Lovelace; phone=+447700900123; email=ada@example.org; birth_date=1990-12-10;"
    " gender=female"
)


class Row(NamedTuple):
    """One line of the table."""

    heading: str
    text: str
    answers: dict[str, str]
    why: str


def rows() -> Iterator[Row]:
    """Give the lines of the table, each with its heading."""
    heading = ""
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("== "):
            heading = line.removeprefix("== ")
        elif " => " in line and not line.startswith("#"):
            text, _, rest = line.partition(" => ")
            answers, _, why = rest.partition(" # ")
            yield Row(heading, text.replace(" ⏎ ", "\n"), _answers(answers), why)


def _answers(told: str) -> dict[str, str]:
    if told == "nothing":
        return {}
    pairs = (answer.partition("=") for answer in told.replace("all", ALL).split("; "))
    return {key: values for key, _, values in pairs}


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row.text)
def test_many_answers_are_heard(row: Row) -> None:
    """What is certain is taken, what may be two things is asked, all else is left alone."""
    language = row.heading.removeprefix("language: ") if "language" in row.heading else "en"

    assert heard(row.text, language, further="further" in row.heading) == row.answers, row.why


def test_the_table_is_long() -> None:
    """The facts stand in a table of more than a hundred rows, each with its reason."""
    assert len(list(rows())) > 150
    assert all(row.why and row.heading for row in rows())


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "Ada Lovelace, ada@example.org, " + "word " * 240,
        ", ".join(["Ada Lovelace"] * 40),
        "ada@example.org\n" * 5,
        "Ada Lovelace, ada@example.org " + "a " * 80,
        "Ada Lovelace, ada@example.org " + "1 2 3 4 5 " * 5,
        "Ada Lovelace, ada@example.org, " + "a" * 255,
    ],
)
def test_more_than_all_answers_is_about_something_else(text: str) -> None:
    """What is longer, or has more parts, than all answers together is not searched."""
    assert heard(text) == {}


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ("Ada Lovelace, 07700 900123, see you on Monday 5pm", ("see you on Monday 5pm",)),
        ("Hello, Ada Lovelace, 07700 900123, thanks", ()),
        ("07700 900123, my mother's phone is 1", ("my mother's phone is 1",)),
        ("Name: Ada Lovelace\nSurname: King\nPhone: 07700 900123", ("King",)),
        ("Name: Ada Lovelace\n07700 900123\nGrace Hopper", ("Grace Hopper",)),
        ("Office: London, 07700 900456\n07700 900123", ("Office: London", "07700 900456")),
        ("Email: 12, phone: 07700 900123", ("12",)),
    ],
)
def test_what_is_not_used_is_known(text: str, unused: tuple[str, ...]) -> None:
    """Nothing is dropped in silence, but for greetings and small words."""
    assert found(text).unused == unused


def test_an_answer_knows_its_words() -> None:
    """Each is found with the words it came from, as they were typed."""
    text = "Ada Lovelace, ٠٧٧٠٠ ٩٠٠١٢٣, ada@Example.org, 10 Dec. 1990, F"

    words = {each.key: each.words for each in found(text).found}

    assert words == {
        "name": "Ada Lovelace",
        "phone": "٠٧٧٠٠ ٩٠٠١٢٣",
        "email": "ada@Example.org",
        "birth_date": "10 Dec. 1990",
        "gender": "F",
    }


def test_a_flow_need_not_ask_for_a_name() -> None:
    """Nor for anything else: what is not asked is not heard."""
    size = Question("size", sentence("Size"), sentence("How tall are you?"), Text("size", 20))
    questions = (*(q for q in FLOW.questions if q.key == "email"), size)
    listener = Listener(wording("en"), TODAY)

    result = many("Ada Lovelace, ada@example.org, size: small", questions, listener)

    assert [(each.key, each.words) for each in result.found] == [
        ("email", "ada@example.org"),
        ("size", "small"),
    ]
    assert result.unused == ("Ada Lovelace",)

"""`intake read` as it is called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import intake

ROOT = Path(__file__).parents[3]
DATE_QUESTION = ["1990-04-03", "1990-03-04"]


def read(*arguments: str, lines: str | None = None, **environment: str) -> Result:
    """Call the command with an environment that says no more than given."""
    clean = {"DEFAULT_REGION": None, "MINIMUM_AGE": None, **environment}
    return CliRunner().invoke(intake, ["read", *arguments], input=lines, env=clean)


@pytest.mark.parametrize(
    ("arguments", "readings", "why"),
    [
        (["phone", "0532 123 45 67"], ["+905321234567"], "E.164"),
        (["phone", "07700 900123", "--region", "gb"], ["+447700900123"], "the region's own"),
        (["phone", "+44 7700 900123", "--region", "XX"], ["+447700900123"], "no such region"),
        (["email", "Ada@EXAMPLE.org"], ["Ada@example.org"], "as it is stored"),
        (
            ["email", "ada@gmial.com"],
            ["ada@gmial.com", "ada@gmail.com"],
            "as typed first",
        ),
        (["date", "10.12.1990"], ["1990-12-10"], "ISO 8601"),
        (["date", "03/04/1990"], DATE_QUESTION, "day first, as in Turkey"),
        (["date", "03/04/1990", "--region", "US"], DATE_QUESTION[::-1], "month first"),
        (["date", "15 mai 1990", "--language", "pt-BR"], ["1990-05-15"], "a tag of two parts"),
        (["date", "15 May 1990", "--language", "xx"], ["1990-05-15"], "a language of nobody"),
        (
            ["name", "Nagy László", "--language", "hu"],
            [{"first_name": "László", "last_name": "Nagy"}],
            "a language the bot does not speak",
        ),
        (["gender", "أنثى"], ["female"], "typed"),
        (["country", "Almanya", "--language", "tr-TR"], ["DE"], "ISO 3166"),
    ],
)
def test_readings_are_printed(arguments: list[str], readings: list[object], why: str) -> None:
    """What would be stored, or asked, and no refusal."""
    told = read(*arguments)
    assert told.exit_code == 0
    assert json.loads(told.stdout) == {"readings": readings, "refusal": None}, why


@pytest.mark.parametrize(
    ("arguments", "reason", "why"),
    [
        (["phone", "hello"], "could not find a phone number", "no number"),
        (["phone", "-5"], "could not find a phone number", "a text that begins like an option"),
        (["phone", "123 456 7890", "--region", "US"], "[+1 1234567890]", "never by itself"),
        (["country", "Phillipines"], "[Philippines]", "a guess is never stored by itself"),
        (["email", "x", "--language", "ar"], "@", "said in the person's language"),
        (["date", "1990"], "Day and month are missing", "half a date"),
    ],
)
def test_a_refusal_is_printed(arguments: list[str], reason: str, why: str) -> None:
    """No reading, and what the person would be told."""
    told = json.loads(read(*arguments).stdout)
    assert told["readings"] == [], why
    assert reason in told["refusal"], why


def test_region_and_age_are_those_of_the_installation() -> None:
    """The environment that the bot has says them here as well."""
    taken = read("phone", "07700 900123", DEFAULT_REGION="GB")
    refused = read("date", "2020-01-01", MINIMUM_AGE="18")
    assert json.loads(taken.stdout)["readings"] == ["+447700900123"]
    assert "at least 18" in json.loads(refused.stdout)["refusal"]


def test_lines_are_answered_in_their_order() -> None:
    """Each line may name a region and a language of its own."""
    lines = [
        {"text": "0532 123 45 67"},
        {"text": "07700 900123", "region": "GB", "language": "ar"},
        {"text": "", "region": None},
        {"text": "half \ud800"},
    ]
    told = read("phone", "--json-lines", lines="".join(f"{json.dumps(each)}\n" for each in lines))
    answers = [json.loads(line)["readings"] for line in told.stdout.splitlines()]
    assert answers == [["+905321234567"], ["+447700900123"], [], []]


@pytest.mark.parametrize("line", ["nothing", "[]", "{}", '{"text": "x", "region": 5}'])
def test_a_line_that_is_no_question_is_named(line: str) -> None:
    """A corpus with a mistake in it is not half believed."""
    told = read("phone", "--json-lines", lines=f'{{"text": "x"}}\n{line}\n')
    assert told.exit_code == 2
    assert "Line 2 is not an object" in told.stderr


@pytest.mark.parametrize("arguments", [["phone"], ["phone", "x", "--json-lines"]])
def test_a_text_or_lines_are_needed(arguments: list[str]) -> None:
    """Neither and both are usage errors."""
    assert read(*arguments).exit_code == 2


@pytest.mark.parametrize("kind", ["phone", "email", "date", "name", "gender", "country"])
def test_two_thousand_lines_take_no_time(kind: str) -> None:
    """Under 3 s of processor time, the start included."""
    said = ["0532 123 45 67", "ada@gmial.com", "15 listopada 1990", "Ada King Lovelace", "أنثى"]
    lines = "".join(json.dumps({"text": text}) + "\n" for text in said * 400)
    before = os.times()
    run = subprocess.run(  # noqa: S603 - this interpreter and our own command
        [sys.executable, "-m", "bot", "read", kind, "--json-lines"],
        input=lines,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={name: text for name, text in os.environ.items() if not name.startswith("COV")},
    )
    assert len(run.stdout.splitlines()) == 2000
    assert os.times().children_user - before.children_user < 3


def test_all_answers_are_printed_with_their_words() -> None:
    """By question: what would be stored or asked, the words it came from, and what is left."""
    text = "Ada Lovelace, 0532 123 45 67, ada@gmial.com, female, see you"

    told = json.loads(read("all", text).stdout)

    (fields,) = told["readings"]
    assert told["refusal"] is None
    assert told["unused"] == ["see you"]
    assert [fields[key]["words"] for key in fields] == text.split(", ")[:4]
    assert [fields[key]["readings"] for key in fields] == [
        [{"first_name": "Ada", "last_name": "Lovelace"}],
        ["+905321234567"],
        ["ada@gmial.com", "ada@gmail.com"],
        ["female"],
    ]


def test_a_text_without_any_answer_is_refused() -> None:
    """None is a refusal, for many answers too."""
    told = json.loads(read("all", "see you", "--language", "de").stdout)

    assert told == {"readings": [], "refusal": told["refusal"]}
    assert "keine Antwort" in told["refusal"]

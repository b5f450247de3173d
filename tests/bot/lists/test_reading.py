"""What the process does that reads a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.files.apart import process
from bot.files.neutral import neutral
from bot.files.recognising import listing_of
from bot.lists import reading
from bot.lists.task import Task, task_of
from conversations.answers import Answer
from conversations.lists.entries import State
from conversations.lists.listing import Form, Listing
from conversations.lists.plan import Plan
from conversations.lists.sight import Sight
from conversations.lists.unfit import Unfit
from conversations.registration import registration
from tests.bot.files.workbook import workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOW = registration(company="Example Ltd", languages=("en",), region="GB")
LIST = b"Name;Phone;Notes\nAda Lovelace;07700 900123;=1+1\nGrace;;x\nX;12;\n"
OUTCOMES = {
    2: ("taken", ()),
    3: ("open", ("Phone: This is missing.",)),
    4: ("refused", ("Phone: -", "Name: @")),
}


def task(content: bytes = LIST, language: str = "en") -> Task:
    """Return the task of reading a list, its plan not made yet."""
    return Task(content, FLOW.questions, language, date(2026, 1, 15))


def planned(content: bytes = LIST, language: str = "en") -> Task:
    """Return the task of reading a list by its own plan."""
    sight = reading.sight_of(task(content, language))
    assert not isinstance(sight, Unfit)
    return replace(task(content, language), plan=sight.plan)


def written(given: Task, outcomes: Mapping[int, tuple[str, tuple[str, ...]]]) -> list[str]:
    """Return the lines of the list as it is written back."""
    return reading.report(given, outcomes).decode("utf-8-sig").splitlines()


def test_a_list_is_seen_with_its_first_rows() -> None:
    """What the columns answer is shown with what three rows come to, and how many there are."""
    sight = reading.sight_of(task(LIST + b"a;b;c\n"))

    assert isinstance(sight, Sight)
    assert sight.plan == Plan(("name", "phone", None), has_headings=True)
    assert (sight.rows, sight.headings) == (4, ("Name", "Phone", "Notes"))
    states = [entry.state for entry in sight.first]
    assert states == [State.READY, State.OPEN, State.REFUSED]


@pytest.mark.parametrize(
    ("content", "flaw"),
    [(b"", Unfit.EMPTY), (b"Name;Phone\n", Unfit.EMPTY), (b"PK", Unfit.DAMAGED)],
)
def test_what_is_no_list_of_customers_is_told(content: bytes, flaw: Unfit) -> None:
    """A file without a customer is as empty as one without a row."""
    assert reading.sight_of(task(content)) is flaw


def test_a_list_without_headings_has_none() -> None:
    """What is shown beside a column is what a heading would say."""
    sight = reading.sight_of(task(b"Ada Lovelace;07700 900123\n"))

    assert isinstance(sight, Sight)
    assert (sight.headings, sight.rows) == ((), 1)


async def test_rows_come_in_portions_behind_the_last_that_is_known() -> None:
    """The process keeps in mind which rows it has given, and begins where it is told to."""
    with process() as reader:
        await reader.do(reading.begin, planned(), 0)
        first = await reader.do(reading.portion, 2)
        rest = await reader.do(reading.portion, 2)
        none = await reader.do(reading.portion, 2)
        await reader.do(reading.begin, planned(), 3)
        again = await reader.do(reading.portion, 2)

    assert [entry.number for entry in first] == [2, 3]
    assert first[0].answers["phone"].values == {"phone": "+447700900123"}
    assert (rest, none) == (again, [])


def test_a_task_is_kept_as_plain_data_and_comes_back() -> None:
    """How a list is read survives the process that began to read it."""
    given = {"gender": Answer({"gender": "other"}, "other")}
    whole = replace(planned(), given=given, language="de")

    assert task_of(LIST, FLOW.questions, whole.document()) == whole


def test_a_list_comes_back_with_what_became_of_its_rows() -> None:
    """Its own sign parts the cells, and nothing in it is a formula any more."""
    assert written(planned(), OUTCOMES) == [
        "Name;Phone;Notes;Status;Reason",
        "Ada Lovelace;07700 900123;'=1+1;taken;",
        "Grace;;x;needs an answer;Phone: This is missing.",
        "X;12;;not taken;Phone: - Name: @",
    ]


def test_it_comes_back_in_the_language_of_who_sent_it() -> None:
    """An agent who reads German finds German headings."""
    head, first, *_ = written(planned(language="de"), OUTCOMES)

    assert head.startswith("Name;Phone;Notes;")
    assert "Status" in head
    assert "taken" not in first


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    """What a program would compute has an apostrophe before it."""
    assert neutral(cell) == f"'{cell}"
    assert neutral("Ada") == "Ada"


def test_a_list_without_headings_gets_none() -> None:
    """The first row is a customer's, and what became of it stands behind it."""
    content = b"Ada Lovelace,07700 900123\n"

    assert written(planned(content), {1: ("known", ())}) == [
        "Ada Lovelace,07700 900123,taken before,"
    ]


def test_a_row_that_nothing_is_known_of_stays_as_it_is() -> None:
    """Where reading has not come to, nothing is said."""
    assert written(planned(), {})[1:] == [
        "Ada Lovelace;07700 900123;'=1+1;;",
        "Grace;;x;;",
        "X;12;;;",
    ]


def test_a_workbook_comes_back_as_one() -> None:
    """Every cell of it is a text, even one that cannot be written as it is."""
    book = workbook(["Name", "Phone"], ["Ada Lovelace", 7700900123], ["_x0007_", "=1+1"])
    back = listing_of(reading.report(planned(book), {2: ("taken", ()), 3: ("refused", ("=",))}))

    assert isinstance(back, Listing)
    assert back.form is Form.XLSX
    assert [row.cells for row in back.rows][:2] == [
        ("Name", "Phone", "Status", "Reason"),
        ("Ada Lovelace", "7700900123", "taken", ""),
    ]


def test_cards_come_back_as_what_they_say() -> None:
    """Of a contact card what was read stands before what became of it."""
    content = b"BEGIN:VCARD\nN:Lovelace;Ada\nTEL:07700900123\nNOTE:x\nEND:VCARD\n"

    assert written(planned(content), {1: ("taken", ())}) == ['"Lovelace, Ada; 07700900123",taken,']


def test_only_what_was_looked_at_is_read() -> None:
    """That a file is no list is told before anybody has it read."""
    with pytest.raises(TypeError, match="empty"):
        reading.begin(task(b""), 0)

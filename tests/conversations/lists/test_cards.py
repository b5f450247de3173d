from __future__ import annotations

from dataclasses import replace

from conversations.audience import Audience
from conversations.leads import lead_flow
from conversations.lists import cards
from conversations.lists.on_known import OnKnown
from conversations.lists.outcomes import WORDS, Outcome
from conversations.lists.plan import CARD, Plan
from conversations.lists.sight import Met, Sight
from conversations.wording import wording
from tests.conversations.lists.listed import FLOW, listing, read

FLOWS = lead_flow(FLOW)
ENGLISH = wording("en", Audience.AGENT)
PLAN = Plan(("name", "phone", None), has_headings=True)


def sight(plan: Plan = PLAN, *rows: str) -> Sight:
    """Return what a list looks like that has these rows."""
    given = listing("Name;Phone;Notes", *(rows or ("Ada Lovelace;07700 900123;x",)))
    entries = read(given).entries
    return Sight(plan, len(entries), given.rows[0].cells, entries)


def test_the_columns_are_shown_with_the_first_rows() -> None:
    """What each column answers, what is not used, and how the list begins."""
    text = cards.plan_text(
        FLOWS, "fair.csv", sight(PLAN, "Ada Lovelace;07700 900123;x", "Ann;12;"), ENGLISH
    )

    assert text.splitlines()[:5] == [
        "fair.csv, rows: 2",
        "Name → Name",
        "Phone → Phone",
        "Not used: Notes",
        "",
    ]
    assert "1. Ada Lovelace; +44 7700 900123" in text
    assert "2. Ann – Phone: I could not find a phone number in that." in text
    assert text.endswith("How did the customer agree that the answers are used for this?")


def test_columns_without_headings_are_numbered() -> None:
    """Halves of a name are both the name, and a heading may be empty."""
    bare = replace(sight(Plan(("first_name", "last_name", "phone"))), headings=())
    half = replace(bare, headings=("", "Surname", ""))

    assert "Column 1 → Name\nColumn 2 → Name\nColumn 3 → Phone" in cards.plan_text(
        FLOWS, "x", bare, ENGLISH
    )
    assert "Column 1 → Name\nSurname → Name" in cards.plan_text(FLOWS, "x", half, ENGLISH)


def test_a_list_of_cards_has_no_columns() -> None:
    """Each card says what it says."""
    found = replace(sight(Plan((CARD,))), headings=())

    assert "→" not in cards.plan_text(FLOWS, "x.vcf", found, ENGLISH)
    assert cards.may_be_read(FLOWS, found)


def test_what_is_required_has_to_have_a_column() -> None:
    """Else nothing is asked but to name the columns."""
    found = sight(Plan((None, "phone", None), has_headings=True))
    text = cards.plan_text(FLOWS, "x", found, ENGLISH)

    assert not cards.may_be_read(FLOWS, found)
    assert "There is no column for: Name" in text
    assert text.endswith("Please name the columns in the first row, and send the list again.")
    assert cards.may_be_read(FLOWS, sight())


def test_how_all_agreed_is_one_press() -> None:
    """Each way to agree has its button, and the last one leaves the list."""
    assert cards.choices(ENGLISH) == (
        ("In person", "in_person"),
        ("By phone", "by_phone"),
        ("In writing", "in_writing"),
        ("Do not take it", ""),
    )


def test_a_sensitive_answer_is_not_shown() -> None:
    """The first rows are shown in a chat, where an identity number has no place."""
    flow = replace(FLOWS, questions=tuple(replace(q, sensitive=True) for q in FLOWS.questions))

    assert "Ada" not in cards.plan_text(flow, "x", sight(), ENGLISH)


def test_who_is_known_stands_below_the_first_rows() -> None:
    """So many as there is room for, with their rows; where nobody is, nothing is told."""
    met = Met(3, ((2, "A. L."), (5, "row 2 of this list")))
    told = "Known already: 3\nRow 2: A. L.\nRow 5: row 2 of this list\n…"

    assert f"\n\n{told}\n\nHow did" in cards.plan_text(FLOWS, "x", sight(), ENGLISH, met)
    assert cards.known_text("x", met, ENGLISH).startswith(f"x\n\n{told}\n\nWhat about those")
    assert "Known already" not in cards.known_text("x", Met(), ENGLISH)
    assert cards.met_text(Met(1, ((2, "A. L."),)), ENGLISH) == "Known already: 1\nRow 2: A. L."


def test_what_becomes_of_the_known_is_one_press() -> None:
    """Each way has its button, and the last one leaves the list."""
    assert [value for _, value in cards.known_choices(ENGLISH)] == [*OnKnown, ""]


def test_what_a_list_came_to_is_counted() -> None:
    """What there is none of is not told."""
    counts: dict[str, int] = {
        Outcome.TAKEN: 2,
        Outcome.KNOWN: 1,
        Outcome.MET: 5,
        Outcome.OPEN: 3,
        Outcome.REFUSED: 4,
    }

    assert cards.summary("fair.csv", counts, ENGLISH).splitlines() == [
        "fair.csv",
        "Taken: 2",
        "Taken before: 1",
        "Left out, for they are known already: 5",
        "Needs an answer: 3",
        "Not taken: 4",
    ]
    assert cards.summary("fair.csv", {Outcome.TAKEN: 2}, ENGLISH) == "fair.csv\nTaken: 2"
    assert cards.summary("fair.csv", {}, ENGLISH) == "fair.csv"
    assert cards.progress(500, 1000, ENGLISH) == "Read so far: 500 of 1000"


def test_every_outcome_has_its_words() -> None:
    """None is told by its bare name."""
    assert set(WORDS) == set(Outcome)

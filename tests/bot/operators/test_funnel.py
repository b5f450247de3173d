"""Figures of where people stop, made of counters."""

from __future__ import annotations

import pytest

from bot.operators.funnel import HALF, NINE_IN_TEN, Asked, Reason, Stage, Tongue, funnel
from storage import Total

LABELS = {"name": "Name", "phone": "Phone"}
TOTALS = [
    Total("en", "", "started", "", 100),
    Total("en", "", "agreed", "", 80),
    Total("en", "name", "asked", "", 80),
    Total("en", "name", "answered", "", 60),
    Total("en", "name", "refused", "No name.", 7),
    Total("en", "name", "refused", "Too long.", 2),
    Total("en", "name", "took", "5", 30),
    Total("en", "name", "took", "60", 28),
    Total("en", "name", "took", "longer", 2),
    Total("en", "name", "seconds", "", 600),
    Total("en", "phone", "asked", "", 60),
    Total("en", "phone", "skipped", "", 10),
    Total("en", "phone", "answered", "", 40),
    Total("en", "phone", "went back", "", 3),
    Total("en", "phone", "changed", "", 4),
    Total("en", "", "confirmed", "", 50),
    Total("en", "", "registered", "", 49),
    Total("ar", "", "started", "", 10),
    Total("ar", "", "agreed", "", 10),
    Total("ar", "job", "refused", "No name.", 1),
]


def test_each_place_tells_who_came_and_who_went_no_further() -> None:
    """In all languages together, or in one."""
    assert funnel(TOTALS, LABELS, "en").stages == (
        Stage("Started", 100, 20, 1.0),
        Stage("Agreed", 80, 0, 0.8),
        Stage("Name", 80, 20, 0.8),
        Stage("Phone", 60, 10, 0.6),
        Stage("Confirmed", 50, 1, 0.5),
        Stage("Registered", 49, 0, 0.49),
    )
    assert funnel(TOTALS, LABELS).stages[0] == Stage("Started", 110, 20, 1.0)
    assert funnel(TOTALS, LABELS, "tr").stages[0] == Stage("Started", 0, 0, 0.0)


def test_nobody_is_lost_where_more_come_than_went() -> None:
    """Who started yesterday and confirms today is counted today."""
    totals = [Total("en", "", "started", "", 1), Total("en", "", "agreed", "", 3)]
    started, agreed = funnel(totals, {}).stages[:2]
    assert (started, agreed) == (Stage("Started", 1, 0, 1 / 3), Stage("Agreed", 3, 3, 1.0))


def test_a_question_tells_what_became_of_it() -> None:
    """Asked, answered, skipped, refused, gone back from, changed, and still open."""
    name, phone = funnel(TOTALS, LABELS, "en").questions
    assert name == Asked("Name", 80, 60, 0, 9, 0, 0, (30, 0, 0, 0, 28, 0, 0, 0, 0, 2), 600)
    assert (name.open, phone.open) == (20, 10)
    assert (phone.skipped, phone.went_back, phone.changed) == (10, 3, 4)


def test_how_long_it_took() -> None:
    """Half and nine in ten by their bounds, and the mean; nothing where nothing was measured."""
    name, phone = funnel(TOTALS, LABELS, "en").questions
    assert (name.within(HALF), name.within(NINE_IN_TEN), name.within(1)) == ("5", "60", "longer")
    assert name.mean == pytest.approx(10)
    assert (phone.within(HALF), phone.mean) == ("", None)
    assert phone.open == Asked("", 3, 4, 5, 0, 0, 0, (), 0).open + 10


def test_reasons_come_by_how_often_they_were_given() -> None:
    """A question that is no longer asked goes by its key."""
    assert funnel(TOTALS, LABELS).reasons == (
        Reason("Name", "No name.", 7),
        Reason("Name", "Too long.", 2),
        Reason("job", "No name.", 1),
    )


def test_languages_stand_beside_each_other() -> None:
    """Whichever one is looked at."""
    tongues = funnel(TOTALS, LABELS, "en").tongues
    assert tongues == (Tongue("ar", 10, 0, 0), Tongue("en", 100, 50, 49))
    assert [each.share for each in tongues] == [0.0, 0.5]
    assert Tongue("en", 0, 3, 3).share == 0.0
    assert Tongue("en", 2, 3, 3).share == 1.0

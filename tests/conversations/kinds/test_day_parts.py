"""The picker and the reader of a day agree on which days there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answers import Reading
from conversations.kinds.day_parts import DAY, NOTHING, Span, shorter
from conversations.kinds.past_date import PastDate
from tests.conversations.kinds.reading import listener

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAYS = st.one_of(
    st.dates(date(2024, 1, 1), date(2060, 12, 31)),
    st.sampled_from([date(2028, 2, 29), date(2026, 2, 28), date(2026, 3, 1), date(2030, 1, 1)]),
)
AGES = st.integers(0, 21)
BORN = PastDate("birth_date")


def days(span: Span, beginning: str = NOTHING) -> Iterator[str]:
    """Return every day that is reached by picking."""
    for part in span.parts(beginning):
        yield from [part] if len(part) == DAY else days(span, part)


@given(TODAYS, AGES)
@settings(max_examples=20, deadline=None)  # each walks through 44,000 days
def test_every_day_that_is_taken_can_be_picked_and_no_other(today: date, age: int) -> None:
    """Picking leads to each day of the span once, in order, from the first to the last."""
    span = PastDate("birth_date", minimum_age=age).span(today)

    count = (span.latest - span.earliest).days + 1

    picked = list(days(span))
    assert picked == [(span.earliest + timedelta(days=n)).isoformat() for n in range(count)]
    assert all(span.offers(day) for day in picked[::997])


@given(TODAYS, AGES, st.data())
def test_the_span_ends_where_the_reader_refuses(
    today: date, age: int, data: st.DataObject
) -> None:
    """A day is taken when written exactly where it can be picked, also around both ends."""
    kind = PastDate("birth_date", minimum_age=age)
    span, who = kind.span(today), replace(listener(), today=today)
    near = st.sampled_from([*span, today]).flatmap(
        lambda end: st.integers(-3, 3).map(lambda n: end + timedelta(days=n))
    )
    day = data.draw(st.one_of(near, st.dates(date(1880, 1, 1), date(2070, 1, 1))))

    is_taken = kind.read(day.isoformat(), who) == (Reading({"birth_date": day.isoformat()}),)

    assert is_taken == (span.earliest <= day <= span.latest) == span.offers(day.isoformat())


@given(st.text(max_size=12))
def test_what_is_no_part_of_a_day_is_not_offered(text: str) -> None:
    """Whatever a modified client sends: only what the levels lead to is a part."""
    span = BORN.span(date(2026, 1, 15))
    if span.offers(text):
        assert text == NOTHING or text in span.parts(shorter(text) or NOTHING)


@pytest.mark.parametrize(
    "part",
    [
        *("1", "19", "19x", "２０２", "٢٠٢", "1990-", "1990-1", "1990-13", "1990-02-30"),
        *("1990-12-10 ", "1890-01", "2030", "203", "2026-02", "2026-01-16", "19901210", "-19"),
    ],
)
def test_a_forged_part_is_not_offered(part: str) -> None:
    """Cut, out of the span, in other digits, or no day at all."""
    assert not BORN.span(date(2026, 1, 15)).offers(part)

from __future__ import annotations

import pytest

from conversations.kinds.email import Email
from conversations.kinds.kind import Listener
from conversations.kinds.name import Name
from conversations.kinds.past_date import PastDate
from conversations.kinds.phone import Phone
from conversations.wording import wording_near
from tests.conversations.kinds.reading import TODAY, listener
from tests.conversations.kinds.tables import Row, rows, told


@pytest.mark.parametrize("row", rows("name"), ids=lambda row: row.text)
def test_names_of_the_world_are_read_as_a_careful_person_would(row: Row) -> None:
    """Certain names are taken, those that part in several ways asked about, all else refused."""
    readings = Name().read(row.text, Listener(wording_near(row.place), TODAY))

    assert row.is_met_by(readings), (told(readings), row.why)


@pytest.mark.parametrize("row", rows("phone"), ids=lambda row: row.text)
def test_phones_of_the_world_are_read_as_a_careful_person_would(row: Row) -> None:
    """What can be dialled in one way only is taken, what in two is asked about."""
    readings = Phone(row.place).read(row.text, listener())

    assert row.is_met_by(readings), (told(readings), row.why)


@pytest.mark.parametrize("row", rows("email"), ids=lambda row: row.text)
def test_addresses_are_read_as_a_careful_person_would(row: Row) -> None:
    """A slip in a well-known domain is offered, never mended; what is somebody's own stays."""
    readings = Email().read(row.text, listener())

    assert row.is_met_by(readings), (told(readings), row.why)


@pytest.mark.parametrize("row", rows("date"), ids=lambda row: row.text)
def test_days_are_read_as_a_careful_person_would(row: Row) -> None:
    """What can be one day is taken, what two are asked about; no part is filled in."""
    own = Listener(wording_near(row.place), TODAY)
    readings = PastDate("birth_date").read(row.text, own)

    assert row.is_met_by(readings), (told(readings), row.why)

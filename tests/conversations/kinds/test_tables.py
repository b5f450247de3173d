from __future__ import annotations

import pytest

from conversations.kinds.kind import Listener
from conversations.kinds.name import Name
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

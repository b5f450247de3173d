from __future__ import annotations

import pytest

from conversations.kinds.kind import Listener
from conversations.kinds.name import Name
from conversations.wording import wording_near
from tests.conversations.kinds.reading import TODAY
from tests.conversations.kinds.tables import Row, rows, told


@pytest.mark.parametrize("row", rows("name"), ids=lambda row: row.text)
def test_names_of_the_world_are_read_as_a_careful_person_would(row: Row) -> None:
    """Certain names are taken, those that part in several ways asked about, all else refused."""
    readings = Name().read(row.text, Listener(wording_near(row.place), TODAY))

    assert row.is_met_by(readings), (told(readings), row.why)

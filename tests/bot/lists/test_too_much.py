"""A list that is too much for the process that reads it comes to an end."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.files.apart import Exhausted
from bot.lists.importing import Importing
from conversations.flow import Question
from conversations.kinds.text import Text
from conversations.sentences import sentence
from storage import ImportState
from tests.bot.lists.office import LATER

if TYPE_CHECKING:
    from conversations.answers import Readings
    from conversations.kinds.kind import Listener
    from tests.bot.lists.office import Office

HEADINGS = b"Name;Phone;Straw\n"
FEATHERS = b"".join(b"Ada Example;07700 90010%d;\n" % n for n in range(3))
STRAW = b"Eve Example;07700 900104;the last straw\n"
LIST = HEADINGS + FEATHERS + STRAW


@dataclass(frozen=True, slots=True)
class Deadly(Text):
    """A kind whose last straw ends the process that reads it, once a file is there."""

    sign: Path = Path()

    def read(self, text: str, listener: Listener) -> Readings:
        """End the process of the list; the test's own goes on."""
        if text == "the last straw" and self.sign.exists() and parent_process() is not None:
            os._exit(1)
        return Text.read(self, text, listener)


TOLD = (
    "fair.csv\nThis list is too much to be read at once. Please send it in parts; who was taken"
    " already is not taken twice."
)


def deadly(office: Office, sign: Path) -> Importing:
    """Return what a process does about lists that ask for straws."""
    kind = Deadly("straw", 20, sign=sign)
    straw = Question("straw", sentence("Straw"), sentence("Straw?"), kind, required=False)
    means = office.means
    flow = replace(means.talk.flow, questions=(*means.talk.flow.questions, straw))
    means = replace(means, talk=replace(means.talk, flow=flow), lease=timedelta(0))
    return Importing(means, office.courier)


async def works(importing: Importing) -> None:
    """Do all that is to be done now."""
    for errand in (await importing.take(5)).errands:
        await errand()


async def kept(office: Office) -> list[str]:
    """Return the imports there are, in whatever state."""
    return [each for state in ImportState for each in await office.imports(state)]


@pytest.mark.parametrize("rows", [LIST, HEADINGS + STRAW], ids=["looked through", "looked at"])
async def test_a_list_that_is_too_much_to_be_shown_is_told_so(
    small_office: Office, tmp_path: Path, rows: bytes
) -> None:
    """At the second time, for the first may be an accident; then nothing of it is kept."""
    importing = deadly(small_office, tmp_path)
    await small_office.sends(rows)
    with pytest.raises(Exhausted):
        await works(importing)
    assert small_office.courier.told == []
    assert await small_office.imports(ImportState.SENT) == ["update"]
    await works(importing)
    (told,) = small_office.courier.told
    assert (told.text, told.choices) == (TOLD, ())
    assert await kept(small_office) == []


async def test_a_list_that_is_too_much_to_be_read_is_told_so(
    small_office: Office, tmp_path: Path
) -> None:
    """Only once its agent has heard of it is it forgotten, and not tried again."""
    sign = tmp_path / "sign"
    importing = deadly(small_office, sign)
    await small_office.sends(LIST)
    await works(importing)
    await small_office.answers()
    sign.touch()
    with pytest.raises(Exhausted):
        await works(importing)
    small_office.courier.answers = [LATER]
    await works(importing)
    assert len(await small_office.imports(ImportState.READING)) == 1
    await works(importing)
    assert [each.text for each in small_office.courier.told[1:]] == [TOLD, TOLD]
    assert await kept(small_office) == []

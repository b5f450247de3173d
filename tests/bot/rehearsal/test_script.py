from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.script import (
    Deed,
    Edits,
    Happens,
    Presses,
    Sees,
    Sends,
    SendsFile,
    SharesContact,
    Writes,
    deed,
    parse,
    written,
)
from tests.talks import TRANSCRIPTS

TALK = """\
# Ada, in two lines.
language: en
minimum_age: 18

> /start
What is your full name?
name: not a heading any more
> [Skip]
! refused email phone
"""

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="[]()>\n⏎"), min_size=1)
DEEDS = st.one_of(
    st.builds(Writes, WORDS),
    st.builds(Presses, WORDS),
    st.builds(SharesContact, WORDS, own=st.booleans()),
    st.builds(Edits, WORDS, WORDS),
    st.builds(SendsFile, st.just("card.vcf"), WORDS),
    st.builds(Sends, st.sampled_from(["sticker", "voice", "photo"])),
)


def test_a_talk_is_headings_and_lines() -> None:
    """Comments and blank lines mean nothing; headings end where the talk begins."""
    script = parse(TALK)
    assert script.headings == {"language": "en", "minimum_age": "18"}
    assert script.lines == (
        Writes("/start"),
        Sees("What is your full name?"),
        Sees("name: not a heading any more"),
        Presses("Skip"),
        Happens("refused", ("email", "phone")),
    )
    assert script.deeds == (Writes("/start"), Presses("Skip"))


def test_a_text_may_have_several_lines() -> None:
    """A sign of its own stands for the end of a line."""
    assert deed("1 Example Street ⏎ London") == Writes("1 Example Street\nLondon")
    assert written(Writes("1 Example Street\nLondon")) == "1 Example Street ⏎ London"


def test_a_talk_may_be_nothing() -> None:
    """An empty file is a talk in which nobody says a word; headings alone are one too."""
    assert parse("") == parse("\n# nothing\n")
    assert parse("language: ar").headings == {"language": "ar"}


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("(shares own contact +44 7700 900123)", SharesContact("+44 7700 900123", own=True)),
        ("(shares contact +44 7700 900456)", SharesContact("+44 7700 900456", own=False)),
        (
            "(shares contact +44 7700 900456 of Ada Byron)",
            SharesContact("+44 7700 900456", own=False, name="Ada Byron"),
        ),
        ("(sends sticker)", Sends("sticker")),
        ("(sends the file ada.vcf: one ⏎ two)", SendsFile("ada.vcf", "one\ntwo")),
        ("(edits Ada Byron -> Ada Lovelace)", Edits("Ada Byron", "Ada Lovelace")),
        ("[Change: Name]", Presses("Change: Name")),
        ("[]", Writes("[]")),
        ("(sends)", Writes("(sends)")),
        ("(edits Ada Byron)", Writes("(edits Ada Byron)")),
        ("10 December 1990", Writes("10 December 1990")),
    ],
)
def test_a_line_means_what_it_looks_like(line: str, meant: object) -> None:
    """What is no button, card or sticker is a text."""
    assert deed(line) == meant


@given(DEEDS)
def test_what_is_written_down_is_read_back(done: Deed) -> None:
    """Writing and reading a deed are each other's inverse."""
    assert deed(written(done)) == done


@pytest.mark.parametrize("file", sorted(TRANSCRIPTS.glob("*.txt")), ids=lambda file: file.stem)
def test_every_transcript_is_read_back(file: object) -> None:
    """What people do in the talks of the tests goes there and back too."""
    deeds = parse(TRANSCRIPTS.joinpath(str(file)).read_text("utf-8")).deeds
    assert deeds
    assert tuple(deed(written(done)) for done in deeds) == deeds

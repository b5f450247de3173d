from __future__ import annotations

import random
from functools import partial

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from conversations.answers import Refusal
from conversations.card_files import MOST_KILOBYTES
from conversations.conversation import Conversation
from conversations.draft import Draft
from conversations.events import Agreed, Reopened, Said, Skipped, Started, WentBack
from conversations.giveaways import readings_of
from conversations.kinds.kind import Listener
from conversations.machine import advance
from conversations.many.vcards import cards
from conversations.many.vocabulary import vocabulary
from conversations.normal import normal
from conversations.wording import shipped_languages, wording
from tests.conversations.many.hearing import FLOW, FURTHER, TODAY, found
from tests.conversations.stopwatch import fastest
from tests.conversations.test_laws import OCCASION

PIECES = st.sampled_from(
    [
        *("Ada Lovelace", "ada", "07700 900123", "+44 7700 900456", "12", "ada@example.org", "@"),
        *("a@gmial.com", "10.12.1990", "03/04/1990", "May 5, 1990", "1990", "female", "none"),
        *("name", "Phone:", "my email is", "wrong", "change", "and", "it is", "born", "surname:"),
        *(", ", "\n", ": ", "; ", " ", "(", ")", " - ", ". ", "الهاتف", "ليلى منصور", "\u202e"),
        *("ID:", "10000000146", "Germany", "job", "address: 5 High Street", "\ud800", "é", "👩"),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join))
LANGUAGE = st.sampled_from(shipped_languages())
NAMING = [
    word
    for language in shipped_languages()
    for word in vocabulary(FURTHER.questions, wording(language)).beginnings
]
WORDS = st.one_of(
    st.text(min_size=1, max_size=40),
    st.lists(st.sampled_from("".join(map(str, range(10))) + "٣३３²aAéم")).map("".join),
    st.sampled_from(NAMING),
    st.sampled_from(["female", "أنثى", "Germany", "10000000146", "5321234567", "101290", "no"]),
)
UNITS = (
    *("a", "1", "@", "a@b.c ", "07700 900123 ", "10.12.1990 ", "1990 ", "May 1990 ", ", ", "a, "),
    *("Ada, ", "phone ", "phone: ", "and ", "my ", "(", "+", "...", "\n", "a\n", "Ada Lovelace, "),
    *(
        "5 May 1990, ",
        "name: a, ",
        "0770, ",
        "female, ",
        "12 ",
        "@a ",
        "é",
        "أ",
        "ا ",
        "１ ",
        "- ",
    ),
    *("email a@example.org ", "phone and ", "a" * 60 + "@", "name: ", "2000-", "a.b.", "الاسم "),
)


@given(TEXTS, st.booleans())
@settings(deadline=None)  # the first text in a language reads its words
def test_any_text_is_heard(text: str, further: bool) -> None:  # noqa: FBT001 - hypothesis names it
    """Whatever the text, something is made of it, and the same each time."""
    first = found(text, further=further)

    assert found(text, further=further) == first
    assert {each.key for each in first.found}.isdisjoint(first.reopened)
    assert all(each.readings and each.words for each in first.found)


@given(WORDS, LANGUAGE)
@settings(max_examples=300, deadline=None)  # the first text in a language reads its words
def test_a_word_by_itself_is_no_several_answers(word: str, language: str) -> None:
    """So a talk need not look for them, which takes longer than all the rest of an answer."""
    assume(normal(word).isalnum())

    assert not found(word, language, further=True).is_certain


@given(TEXTS)
@settings(max_examples=50)
def test_no_words_are_made_up(text: str) -> None:
    """What an answer is said to come from is in the message, but for blanks and commas."""
    said = "".join(character for character in text if character.isalnum())
    for each in found(text).found:
        words = each.words.split(", ")
        assert all(_letters(part) in _letters(said) for word in words for part in word.split(" "))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@given(TEXTS, st.sampled_from([question.key for question in FURTHER.questions]))
@example("GERMANY,10000000146", "country")
@example("10000000146. F", "job")
@settings(max_examples=300, deadline=None)  # the first text in a language reads its words
def test_what_the_open_question_takes_is_nothing_else(text: str, key: str) -> None:
    """A text that is an answer, and gives away no other one's number, answers that question."""
    question = next(question for question in FURTHER.questions if question.key == key)
    listener = Listener(wording("en"), TODAY)
    if isinstance(readings_of(FURTHER, question, text, listener), Refusal):
        return
    talk = Conversation("en")
    for event in (Started(), Agreed(), Reopened(key)):
        talk = advance(FURTHER, talk, event, OCCASION).conversation

    after = advance(FURTHER, talk, Said(text, 1), OCCASION).conversation.draft

    assert after is not None
    assert set(after.answers) <= {key}
    assert after.doubt is None or after.doubt.key == key
    assert after.waiting == ()


UNSURE = Said("Ada Lovelace, 03/04/1990, 07700 900123, 07700 900456, ada@gmial.com", 1)
HEARD = st.one_of(TEXTS.map(lambda text: Said(text, 1)), st.sampled_from([Skipped(), WentBack()]))


@given(st.lists(HEARD, max_size=6))
@example([UNSURE, Said("my name is wrong", 2)])
@example([UNSURE, Said("my name is wrong", 2), WentBack()])
@settings(max_examples=100)
def test_a_doubt_that_waits_is_asked(events: list[Said | Skipped | WentBack]) -> None:
    """Readings wait only behind a doubt or a question that is asked first, one for each."""
    talk = Conversation("en", draft=Draft())
    for event in (Started(), Agreed(), *events):
        talk = advance(FLOW, talk, event, OCCASION).conversation
    draft = talk.draft

    assert draft is not None
    assert draft.doubt is not None or draft.asking or draft.waiting == ()
    keys = [doubt.key for doubt in draft.doubts]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("length", [300, 1200, 4096])
def test_no_text_takes_long(unit: str, length: int) -> None:
    """The longest message is heard in less than five milliseconds, the best of some tries."""
    text = (unit * length)[:length]

    assert fastest(partial(found, text, further=True), 0.005) < 0.005


def test_no_card_takes_long() -> None:
    """However many numbers a contact card has."""
    card = "BEGIN:VCARD\n" + "TEL:+447700900123\n" * 200
    assert fastest(partial(found, card, further=True), 0.005) < 0.005


@pytest.mark.parametrize("unit", ["QUOTED-PRINTABLE", "N;QUOTED-PRINTABLE:a=\n", "a-", "\n "])
def test_no_file_takes_long(unit: str) -> None:
    """Nor does a file of the largest size, which is far more than a message."""
    file = f"BEGIN:VCARD\n{unit * (MOST_KILOBYTES * 1024 // len(unit))}"
    assert fastest(partial(cards, file), 1) < 1


def test_no_mixture_takes_long() -> None:
    """Nor is any mixture of what is slow by itself."""
    dice = random.Random(1)
    for _ in range(40):
        text = "".join(dice.choice(UNITS) for _ in range(200))
        mixture = text[: dice.choice([250, 500, 1000, 1200])]
        assert fastest(partial(found, mixture, further=True), 0.005) < 0.005, mixture

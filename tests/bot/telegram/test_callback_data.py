"""Buttons and the 64 bytes they travel in."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.callback_data import MAX_BYTES, decode, encode
from bot.turns.turn import CardName, Press
from conversations.events import (
    Agreed,
    Chose,
    ChoseLanguage,
    ChoseReading,
    Confirmed,
    Declined,
    Event,
    Kept,
    Picked,
    Reopened,
    Restarted,
    Said,
    Skipped,
    Started,
    UsedProfile,
    WantedAnother,
    WentBack,
)

LONGEST_KEY = "identity_number"
LAST_REVISION = 2**31 - 1

keys = st.sampled_from(["name", "phone", "birth_date", LONGEST_KEY])
events: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from([Agreed(), Declined(), WentBack(), Confirmed(), WantedAnother()]),
    st.builds(Chose, keys, st.sampled_from(["female", "male", "other"])),
    st.builds(ChoseReading, keys, st.integers(0, 99)),
    st.builds(Skipped, keys),
    st.builds(Kept, keys),
    st.builds(UsedProfile, keys),
    st.builds(Picked, keys, st.sampled_from(["", "199", "1990", "1990-12", "1990-12-10"])),
    st.builds(Reopened, keys),
    st.builds(ChoseLanguage, st.sampled_from(["en", "ar", "zh_Hant"])),
)
cards = st.builds(
    CardName,
    st.binary(min_size=6, max_size=6).map(lambda _: secrets.token_urlsafe(6)),
    st.integers(0, LAST_REVISION),
)


@given(cards, events)
def test_every_button_comes_back_as_it_was(card: CardName, event: Event) -> None:
    """Its card and its event go into 64 bytes and out again."""
    data = encode(card, event)
    assert len(data.encode()) <= MAX_BYTES
    assert decode(data) == Press(card, event)


@pytest.mark.parametrize(
    "event", [Said("Ada"), Started(), Restarted(), Skipped(), Chose("key", "x" * 64)]
)
def test_what_is_no_button_is_refused(event: Event) -> None:
    """A text, a command, or what does not fit cannot stand on a button."""
    with pytest.raises(ValueError, match=type(event).__name__):
        encode(CardName("tok", 1), event)


@given(st.text())
def test_no_text_raises(data: str) -> None:
    """Whatever a modified client sends means something, or nothing."""
    decode(data)


@given(st.text(), st.text(), st.sampled_from(["agree", "is:gender:x", "read:phone:0", "speak:en"]))
def test_a_forged_button_keeps_its_own_card(token: str, revision: str, code: str) -> None:
    """What is read names the token and the revision that were sent, and no others."""
    press = decode(f"{token}:{revision}:{code}")
    if press is not None:
        assert press.card == CardName(token, int(revision))


@pytest.mark.parametrize(
    "data",
    [
        "",
        "tok",
        "tok:1",
        "tok:1:",
        "tok::agree",
        "tok:-1:agree",
        "tok:²:agree",
        "tok:٣:agree",
        "tok:1:agree:x",
        "tok:1:skip",
        "tok:1:is:gender",
        "tok:1:read:phone:",
        "tok:1:read:phone:-1",
        "tok:1:read:phone:٣",
        "tok:1:fly:away",
        "tok:1:pick:birth_date",
        "tok:1:pick:birth_date:1990:12",
        "tok:" + "9" * 5000 + ":agree",
    ],
)
def test_what_is_not_ours_means_nothing(data: str) -> None:
    """Cut, twisted or overlong data is no press."""
    assert decode(data) is None

"""The address a person opens, and what is made of the one the browser comes back to."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flextell import Declined, ForeignAnswer, Incomplete, NoCode, code_in, sign_in_address

REDIRECT = "http://127.0.0.1:8765/callback"


def test_the_address_asks_for_all_that_is_documented() -> None:
    """Nothing in it is secret but `state`, which is good once."""
    address = sign_in_address(
        "https://flextell.example/oauth/authorize",
        client_id="client & co",
        redirect_uri=REDIRECT,
        scope="customers:read customers:write",
        state="s",
    )
    assert address.startswith("https://flextell.example/oauth/authorize?")
    assert parse_qs(urlsplit(address).query) == {
        "response_type": ["code"],
        "client_id": ["client & co"],
        "redirect_uri": [REDIRECT],
        "scope": ["customers:read customers:write"],
        "state": ["s"],
    }


@pytest.mark.parametrize(
    "answer",
    [
        f"{REDIRECT}?code=abc&state=s",
        f"  {REDIRECT}?state=s&code=abc#_=_\n",
        "/callback?code=abc&state=s",
        "?code=abc&state=s",
        "code=abc&state=s",
    ],
)
def test_the_code_is_found_in_the_address_or_its_query(answer: str) -> None:
    """However much of it a person has copied."""
    assert code_in(answer, "s") == "abc"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("", Incomplete),
        ("abc", Incomplete),
        (REDIRECT, Incomplete),
        (f"{REDIRECT}?state=s", Incomplete),
        (f"{REDIRECT}?code=&state=s", Incomplete),
        (f"{REDIRECT}?code=abc", ForeignAnswer),
        (f"{REDIRECT}?code=abc&state=S", ForeignAnswer),
        (f"{REDIRECT}?code=abc&state=ß", ForeignAnswer),
        (f"{REDIRECT}?error=access_denied", ForeignAnswer),
        (f"{REDIRECT}?error=access_denied&state=s", Declined),
    ],
)
def test_what_holds_no_code_of_ours_is_told_apart(answer: str, outcome: type[NoCode]) -> None:
    """An answer without our state is never used, not even its refusal."""
    with pytest.raises(outcome):
        code_in(answer, "s")


@pytest.mark.parametrize(
    ("error", "word"), [("access_denied", "access_denied"), ("<b>Hi", "unnamed")]
)
def test_a_refusal_is_named_by_its_word_alone(error: str, word: str) -> None:
    """What is no word of the standard's kind is not repeated."""
    with pytest.raises(Declined) as caught:
        code_in(f"error={error}&state=s", "s")
    assert caught.value.error == word


@given(st.text(st.characters()))
def test_any_text_is_read_or_refused(answer: str) -> None:
    """Whatever comes to the listener, nothing else is raised."""
    for text in (answer, f"state={answer}&code=a"):
        with suppress(NoCode):
            assert code_in(text, "s")

from __future__ import annotations

import pytest

from conversations.answers import GUESSED, Refusal
from conversations.kinds.countries import countries
from conversations.kinds.country import Country
from conversations.wording import wording
from tests.conversations.kinds.reading import listener, read

WORLD = Country("country", "GB", countries())
FEW = Country("country", "TR", ("DE", "TR", "GB", "CD"))


def refusal(kind: Country, text: str, language: str = "en") -> str:
    """Return what is said of a text that is refused."""
    readings = kind.read(text, listener(language))
    assert isinstance(readings, Refusal)
    return wording(language).say(readings.reason)


def marks(kind: Country, text: str) -> list[tuple[str, frozenset[str]]]:
    """Return each reading's code and marks."""
    readings = kind.read(text, listener())
    assert not isinstance(readings, Refusal)
    return [(reading.values["country"], reading.marks) for reading in readings]


def test_a_certain_country_is_taken() -> None:
    """It is one reading without a mark."""
    assert marks(FEW, "Turkey") == [("TR", frozenset())]


@pytest.mark.parametrize("text", ["Germeny", "Istanbul, Turkey", "de", "Congo"])
def test_a_guess_is_marked(text: str) -> None:
    """Even where one alone is left of several, nobody said that it is meant."""
    assert [mark for _, mark in marks(FEW, text)] == [{GUESSED}]


@pytest.mark.parametrize("language", ["en", "ar", "de", "es", "ru", "tr", "vi", "ja", "fr"])
def test_every_code_is_read_back(language: str) -> None:
    """Also where a language has a word that looks the same, as Vietnamese has for Austria."""
    for code in countries():
        readings = WORLD.read(code, listener(language))
        assert not isinstance(readings, Refusal)
        assert [(r.values, r.marks) for r in readings] == [({"country": code}, frozenset())]


def test_several_come_in_the_companys_order() -> None:
    """Where most customers are is offered first, at most eight."""
    assert read(FEW, "Turkey or Germany or England") == ["DE", "TR", "GB"]
    assert len(read(WORLD, "".join(f"🇦{chr(letter)}" for letter in range(0x1F1E6, 0x1F200)))) == 8


def test_a_country_that_is_not_accepted_is_refused_with_those_that_are() -> None:
    """Nobody is told that he is registered in a country which is then not sent."""
    assert refusal(FEW, "Japan") == (
        "Customers who live in Japan cannot be registered here. You can choose among these:"
        " Germany, Türkiye, United Kingdom and Congo - Kinshasa."
    )
    assert "Nordkorea" not in refusal(FEW, "Korea", "ar")


def test_a_long_list_is_not_read_out() -> None:
    """The likeliest are on the card's buttons."""
    most = Country("country", "GB", tuple(code for code in countries() if code != "JP"))
    assert refusal(most, "🇯🇵") == "Customers who live in Japan cannot be registered here."


@pytest.mark.parametrize("text", ["hello", "", "Japn", "x" * 5000])
def test_what_is_no_country_is_refused_with_an_example(text: str) -> None:
    """It is one that would be taken."""
    assert refusal(FEW, text) == (
        "I do not know that country. Please write its name, for example Türkiye."
    )
    assert "Deutschland" not in refusal(Country("country", "US", ("DE",)), text)


@pytest.mark.parametrize(
    ("phone", "offered"),
    [
        ("+491713920012", ["DE", "TR", "GB", "CD"]),
        ("+447700900123", ["GB", "TR", "DE", "CD"]),
        ("+12125550123", ["TR", "DE", "GB", "CD"]),
        ("", ["TR", "DE", "GB", "CD"]),
    ],
)
def test_the_likeliest_countries_are_offered_first(phone: str, offered: list[str]) -> None:
    """That of the phone, that of the company's region, then as the company lists them."""
    assert [choice.value for choice in FEW.offered({"phone": phone})] == offered


def test_at_most_six_are_offered() -> None:
    """Others are typed; each choice is told by its name."""
    choices = WORLD.offered({})
    assert [choice.value for choice in choices] == ["GB", "AD", "AE", "AF", "AG", "AI"]
    assert wording("ar").say(choices[0].label) == "المملكة المتحدة"


def test_a_country_is_shown_by_its_name() -> None:
    """In the language of the talk; a code that has no name is shown as it is."""
    assert WORLD.show({"country": "TR"}, wording("ar")) == "تركيا"
    assert WORLD.label({"country": "TR"}, wording("en")) == "Türkiye"
    assert WORLD.show({"country": "XX"}, wording("en")) == "XX"
    assert WORLD.write({"country": "TR"}) == "TR"
    assert not WORLD.asks_contact

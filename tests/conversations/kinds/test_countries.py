from __future__ import annotations

from importlib import resources

import pytest
from babel import Locale
from babel.core import get_global

from conversations.kinds import countries
from conversations.kinds.countries import named
from conversations.wording import shipped_languages

# Renamed or gone: their alpha-3 codes lead to the countries of today.
GONE = {"BUR", "ZAR", "DDR", "FXX", "TMP", "YMD"}


def read(text: str, language: str = "en") -> str:
    """Return the codes named, with a question mark where that is not certain."""
    found = named(text, Locale(language))
    return " ".join(sorted(found.codes)) + ("" if found.is_certain else "?")


def test_the_codes_are_those_of_the_standard() -> None:
    """ISO 3166-1 as the time-zone database lists it, and Kosovo, which has a code of its own."""
    table = resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    standard = {line[:2] for line in table.splitlines() if line[0] != "#"}

    assert set(countries.countries()) == standard | {"XK"}
    assert list(countries.countries()) == sorted(countries.countries())


def test_the_long_codes_are_those_of_the_standard() -> None:
    """As CLDR maps them to the short ones."""
    aliases = get_global("territory_aliases")
    for row in countries._rows():
        if row.code != "XK":  # none is assigned; the one in use is the European Union's
            assert aliases[row.long_code] == [row.code]
            assert row.long_code not in GONE


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "ru", "tr", "fr", "ja"])
def test_every_name_is_understood_by_its_own_speakers(language: str) -> None:
    """Whatever Babel shows in a language is heard in it, most of them as one country."""
    for code in countries.countries():
        name = Locale(language).territories[code]
        assert code in named(name, Locale(language)).codes, name


@pytest.mark.parametrize("language", shipped_languages())
def test_every_shipped_name_is_understood_in_any_talk(language: str) -> None:
    """A guest may write in his own language."""
    for code in countries.countries():
        assert code in named(Locale(language).territories[code], Locale("ja")).codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Turkey", "TR"),
        ("türkiye", "TR"),
        ("TÜRKİYE", "TR"),
        ("Turkiye", "TR"),
        ("تركيا", "TR"),
        ("Турция", "TR"),
        ("Turquía", "TR"),
        ("Türkei", "TR"),
        ("TR", "TR"),
        ("TUR", "TR"),
        ("(TR)", "TR"),
        ("🇹🇷", "TR"),
        ("🇹🇷 Türkiye", "TR"),
        ("uk", "GB"),
        ("U.K.", "GB"),
        ("England", "GB"),
        ("usa", "US"),
        ("the States", "US"),
        ("ABD", "US"),
        ("США", "US"),
        ("EE. UU.", "US"),
        ("Holland", "NL"),
        ("The Netherlands", "NL"),
        ("Deutschland", "DE"),
        ("المغرب", "MA"),
        ("مغرب", "MA"),
        ("الامارات", "AE"),
        ("Cote d'Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("Bosnia and Herzegovina", "BA"),
        ("St Lucia", "LC"),
        ("Виргинские острова (США)", "VI"),
        ("I'm from Turkey", "TR"),
        ("I live in the Netherlands.", "NL"),
        ("أنا من مصر", "EG"),
        ("Türkiye'den", "TR"),
        ("Ich komme aus der Schweiz", "CH"),
        ("South Sudan", "SS"),
        ("Niger", "NE"),
    ],
)
def test_a_country_is_understood(text: str, codes: str) -> None:
    """By its names in the bot's languages, by what else it is called, by code and by flag."""
    assert read(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Congo", "CD CG"),
        ("Korea", "KP KR"),
        ("كوريا", "KP KR"),
        ("Guinea", "GN GQ GW PG"),
        ("🇹🇷🇩🇪", "DE TR"),
    ],
)
def test_a_name_of_several_means_all_of_them(text: str, codes: str) -> None:
    """The person says which."""
    assert read(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Phillipines", "PH"),
        ("Marocco", "MA"),
        ("Frnace", "FR"),
        ("Slovania", "SI SK"),
        ("из Турции", "TR"),
        ("tr", "TR"),
        ("no", "NO"),
        ("Istanbul, Turkey", "TR"),
        ("not Turkey", "TR"),
        ("Turkey or Germany", "DE TR"),
        ("New Jersey", "JE"),
        ("🇹🇷 Germany", "DE TR"),
        ("🇹🇷 hello", "TR"),
    ],
)
def test_what_is_near_is_not_certain(text: str, codes: str) -> None:
    """A slip, a code that may be a word, or words of which nobody knows what they do there."""
    assert read(text) == f"{codes}?"


@pytest.mark.parametrize("text", ["", "?", "hello", "XX", "Iram", "🇽🇽", "x" * 200, "🏴", "ZZZ"])
def test_what_is_no_country_is_none(text: str) -> None:
    """Nothing is guessed from too little."""
    assert read(text) == "?"


def test_the_own_language_is_heard_first() -> None:
    """A Spaniard's Congo has one meaning in Babel; the other one is said as well."""
    assert read("Congo", "es") == "CD CG"

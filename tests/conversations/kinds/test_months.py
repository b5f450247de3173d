from __future__ import annotations

from babel import Locale

from conversations.kinds.months import folded_month, months, names_of
from conversations.kinds.words import words
from tests.conversations.kinds.month_table import PATH, PATH_OF_ALL, table, table_of_all


def test_the_table_is_what_babel_knows() -> None:
    """The file holds every name in every language; `month_table.py` writes it anew."""
    assert PATH.read_text("utf-8") == table()


def test_all_names_together_are_those_of_each_language() -> None:
    """The other file holds them by what they may mean, so that nobody waits for their merging."""
    assert PATH_OF_ALL.read_text("utf-8") == table_of_all(PATH.read_text("utf-8"))


def test_every_name_of_a_spoken_language_is_its_month() -> None:
    """In his own language a person is understood in all forms Babel has, in capitals too."""
    for language in sorted(words("en ar tr ru pl hr cs de fr es el fa hi th uk he")):
        locale = Locale.parse(language)
        for context in ("format", "stand-alone"):
            for month, name in locale.months[context]["wide"].items():
                for typed in (name, name.upper(), f"{name}."):
                    said = folded_month(typed).split()
                    assert months(said, locale) == {month}, (language, typed)


def test_a_month_goes_by_every_name_of_a_language_that_is_its_alone() -> None:
    """By those of all its countries and by English ones, short ones too, as they are compared."""
    assert {"شباط", "فبراير", "feb", "february"} <= set(names_of(2, "ar"))
    assert {"sub", "subat", "feb"} <= set(names_of(2, "tr"))
    assert not set(names_of(7, "pl")) & set(names_of(11, "pl"))

from __future__ import annotations

from babel import Locale

from conversations.kinds.months import folded_month, months
from conversations.kinds.words import words
from tests.conversations.kinds.month_table import PATH, table


def test_the_table_is_what_babel_knows() -> None:
    """The file holds every name in every language; `month_table.py` writes it anew."""
    assert PATH.read_text("utf-8") == table()


def test_every_name_of_a_spoken_language_is_its_month() -> None:
    """In his own language a person is understood in all forms Babel has, in capitals too."""
    for language in sorted(words("en ar tr ru pl hr cs de fr es el fa hi th uk he")):
        locale = Locale.parse(language)
        for context in ("format", "stand-alone"):
            for month, name in locale.months[context]["wide"].items():
                for typed in (name, name.upper(), f"{name}."):
                    said = folded_month(typed).split()
                    assert months(said, locale) == {month}, (language, typed)

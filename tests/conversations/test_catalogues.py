"""The catalogues say everything, and nothing else."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from conversations.normal import folded
from conversations.sentences import phrases
from conversations.wording import lacking, shipped_languages, untranslated, wording
from tests.catalogues import catalogues, sentences

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

COMMAND = re.compile(r"(?<!\S)/[a-z]+")
CATALOGUES = pytest.mark.parametrize(
    ("language", "catalogue"), catalogues().items(), ids=list(catalogues())
)


def places(text: str) -> set[str]:
    """Return the names of the places in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def translated(catalogue: Catalog) -> dict[str, str]:
    """Return a catalogue's sentences with what it says for them."""
    return {str(message.id): str(message.string or "") for message in catalogue if message.id}


@CATALOGUES
def test_every_sentence_has_a_translation(language: str, catalogue: Catalog) -> None:
    """A sentence that the code can say is in every catalogue, and not empty."""
    known = translated(catalogue)

    assert [text for text in sentences() if not known.get(text)] == [], language


@CATALOGUES
def test_no_translation_is_stale(language: str, catalogue: Catalog) -> None:
    """What no code says any more is in no catalogue, and nothing is marked as doubtful."""
    assert set(translated(catalogue)) <= set(sentences()), language
    assert [message.id for message in catalogue if message.id and message.fuzzy] == [], language


@CATALOGUES
def test_a_translation_has_the_same_places(language: str, catalogue: Catalog) -> None:
    """Whatever is filled into the English sentence is filled into the translation."""
    for text, translation in translated(catalogue).items():
        assert places(translation) == places(text), (language, text)


@CATALOGUES
def test_a_translation_begins_and_ends_like_the_sentence(
    language: str, catalogue: Catalog
) -> None:
    """Sentences are put side by side, so neither has blanks at its ends that the other lacks."""
    for text, translation in translated(catalogue).items():
        assert translation.strip() == translation or text.strip() != text, (language, text)
        assert "  " not in translation, (language, text)


@CATALOGUES
def test_a_translation_keeps_every_command(language: str, catalogue: Catalog) -> None:
    """Slash commands are not translated: Telegram knows them as they are."""
    for text, translation in translated(catalogue).items():
        assert COMMAND.findall(translation) == COMMAND.findall(text), (language, text)


@pytest.mark.parametrize("language", shipped_languages())
def test_a_list_of_phrases_has_no_gap(language: str) -> None:
    """Whatever stands between two commas is something to type: nothing is not."""
    for listed in sentences("phrases"):
        assert all(map(folded, wording(language).phrases(phrases(listed)))), listed


def test_every_list_of_phrases_is_explained() -> None:
    """A translator is told what to put into a list, for it is no sentence to translate."""
    assert [text for text, comments in sentences("phrases").items() if not comments] == []


def test_six_languages_are_shipped() -> None:
    """The source language comes first, the others follow by code, each of two letters."""
    first, *others = shipped_languages()

    assert first == "en"
    assert others == sorted(others)
    assert {"ar", "de", "es", "ru", "tr"} <= set(others)
    assert all(re.fullmatch("[a-z]{2}", code) for code in others)


def test_what_a_catalogue_leaves_open_is_counted() -> None:
    """An empty sentence, and one that was only guessed."""
    catalogue = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8"

msgid "Yes"
msgstr "Evet"

msgid "No"
msgstr ""

#, fuzzy
msgid "Perhaps"
msgstr "Belki mi"
"""
    assert lacking(catalogue.encode()) == 2


@pytest.mark.parametrize("language", shipped_languages())
def test_a_language_that_is_whole_lacks_nothing(language: str) -> None:
    """The source language needs no catalogue."""
    assert untranslated(language) == 0

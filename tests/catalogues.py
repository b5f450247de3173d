"""The sentences in the code held against the catalogues; `make catalogues` mends these."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOM = Path(__file__).parent.parent / "conversations"
LOCALE = ROOM / "locale"
KEYWORDS = ("sentence", "phrases")


def sentences(*keywords: str) -> dict[str, list[str]]:
    """Return every English sentence and list of phrases in the code, with what explains it.

    `keywords` are among KEYWORDS; without any, all.
    """
    found = extract_from_dir(
        ROOM,
        [("**.py", "python")],
        keywords=dict.fromkeys(keywords or KEYWORDS),
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    return {
        message if isinstance(message, str) else message[0]: comments
        for _, _, message, comments, _ in found
    }


def catalogues() -> dict[str, Catalog]:
    """Return the catalogues by language."""
    return {path.stem: _read(path) for path in sorted(LOCALE.glob("*.po"))}


def update(path: Path) -> None:
    """Add what is missing to a catalogue, untranslated, and take out what nobody says."""
    known = _read(path) if path.exists() else Catalog(locale=path.stem)
    fresh = Catalog(
        locale=path.stem,
        project="intake",
        fuzzy=False,
        header_comment=_HEAD,
        creation_date=known.creation_date,
    )
    for text, comments in sentences().items():
        message = known.get(text)
        fresh.add(text, message.string if message else "", auto_comments=comments)
    with path.open("wb") as file:
        write_po(file, fresh, width=96, omit_header=False, no_location=True, sort_output=False)


_HEAD = "# Sentences of the bot. `make catalogues` adds new ones and drops those nobody says."


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


if __name__ == "__main__":
    for file in sorted(LOCALE.glob("*.po")):
        update(file)

"""The sentences in the code held against the catalogues; `make catalogues` mends these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = Path(__file__).parent.parent / "conversations"
LOCALE = ROOM / "locale"
KEYWORDS = {"sentence": None}


def sentences() -> Iterator[str]:
    """Return every English sentence that the code can say."""
    found = extract_from_dir(ROOM, [("**.py", "python")], keywords=KEYWORDS)
    for _, _, message, _, _ in found:
        yield message if isinstance(message, str) else message[0]


def catalogues() -> dict[str, Catalog]:
    """Return the catalogues by language."""
    return {path.stem: _read(path) for path in sorted(LOCALE.glob("*.po"))}


def update(path: Path) -> None:
    """Add what is missing to a catalogue, untranslated, and take out what nobody says."""
    known = _read(path) if path.exists() else Catalog(locale=path.stem)
    said = list(dict.fromkeys(sentences()))
    fresh = Catalog(locale=path.stem, project="intake", fuzzy=False, header_comment=_HEAD)
    for text in said:
        message = known.get(text)
        fresh.add(text, message.string if message else "")
    with path.open("wb") as file:
        write_po(file, fresh, width=96, omit_header=False, no_location=True, sort_output=False)


_HEAD = "# Sentences of the bot. `make catalogues` adds new ones and drops those nobody says."


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


if __name__ == "__main__":
    for file in sorted(LOCALE.glob("*.po")):
        update(file)

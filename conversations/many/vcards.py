"""A contact card as a text (vCard 2.1 to 4.0): what it says of the person it is of.

https://www.rfc-editor.org/rfc/rfc6350 , and for the older ones, which Android still writes,
https://www.rfc-editor.org/rfc/rfc2426 and the quoted-printable of
https://www.rfc-editor.org/rfc/rfc2045#section-6.7
"""

from __future__ import annotations

import quopri
import re
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from conversations.kinds.name import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN: Final = re.compile(r"^BEGIN:VCARD[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_SOFT_BREAK: Final = re.compile(r"=\r?\n")
# Only there: a picture's last line may end in the same sign.
_BROKEN_SOFTLY: Final = re.compile(
    r"^(?>[^:\n]*?QUOTED-PRINTABLE)[^:\n]*+:(?:[^\n]*=\r?\n)+", re.IGNORECASE | re.MULTILINE
)
_LINE: Final = re.compile(r"(?<![\w-])(?:[\w-]++\.)?([\w-]++)((?:;[^:]*)?):(.*)")
_CHARSET: Final = re.compile(
    r";CHARSET=\"?(utf-8|us-ascii|iso-8859-(?:1[0134-6]|[1-9])|windows-125[0-8])\b", re.IGNORECASE
)
_PART: Final = re.compile(r"(?<!\\);")
_ESCAPED: Final = re.compile(r"\\([\\,;:nN])")
_DAY: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?")
_QUOTED: Final = "QUOTED-PRINTABLE"
_MOST_LINES: Final = 400
_MOST: Final = 8  # properties of one person, most of them numbers

# The keys of the questions that properties answer.
_KEYS: Final = MappingProxyType(
    {
        "FN": "name",
        "N": "name",
        "TEL": "phone",
        "EMAIL": "email",
        "BDAY": "birth_date",
        "GENDER": "gender",
        "ADR": "address",
        "TITLE": "job",
    }
)
_GENDERS: Final = MappingProxyType({"F": "female", "M": "male", "O": "other"})


class Property(NamedTuple):
    """What a card says in answer to the question of a key.

    `written` is the same where it has to be read as something certain: which is the last name.
    """

    key: str
    words: str
    written: str = ""


class _Line(NamedTuple):
    """A property's name, its parameters and its value; all empty where a line is none."""

    name: str
    parameters: str
    value: str


def is_card(text: str) -> bool:
    """Tell whether a text holds a contact card."""
    return _BEGIN.search(text) is not None


def cards(text: str) -> tuple[str, ...]:
    """Return each card of a text by itself, without what answers no question, such as pictures."""
    _, *each = _BEGIN.split(_unfolded(text))
    return tuple("\n".join(("BEGIN:VCARD", *_telling(card), "END:VCARD")) for card in each)


def properties(text: str) -> tuple[Property, ...]:
    """Return what the one card in a text says; nothing where there are several."""
    if len(_BEGIN.findall(text)) != 1:
        return ()
    found = list(islice(_properties(text), _MOST))
    has_parts = any(name == "N" for name, *_ in found)
    return tuple(
        Property(_KEYS[name], words, written)
        for name, words, written in found
        if name != "FN" or not has_parts
    )


def _properties(text: str) -> Iterator[tuple[str, str, str]]:
    """Give the properties that answer a question, by name, without the empty ones."""
    for line in islice(_telling(_unfolded(text)), _MOST_LINES):
        name, parameters, value = _parted(line)
        parts = [_unescaped(part).strip() for part in _PART.split(_decoded(value, parameters))]
        words = _words(name, parts)
        if words:
            yield name, words, _written(name, parts)


def _unfolded(text: str) -> str:
    """Return a text in which every property is one line."""
    joined = _BROKEN_SOFTLY.sub(lambda broken: _SOFT_BREAK.sub("", broken[0]), text)
    return _FOLD.sub("", joined)


def _telling(text: str) -> Iterator[str]:
    """Give the lines of an unfolded text that answer a question."""
    for line in text.splitlines():
        if _parted(line).name in _KEYS:
            yield line.strip()


def _parted(line: str) -> _Line:
    match = _LINE.fullmatch(line.strip())
    return _Line(match[1].upper(), match[2], match[3]) if match else _Line("", "", "")


def _decoded(value: str, parameters: str) -> str:
    """Return a value as text, where its bytes were written as `=C3=A9`."""
    if _QUOTED not in parameters.upper():
        return value
    charset = _CHARSET.search(parameters)
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    return raw.decode(charset[1] if charset else "utf-8", "replace")


def _words(name: str, parts: list[str]) -> str:
    """Return what a property says, as a person would write it."""
    match name:
        case "N":
            return ", ".join(filter(None, _names(parts)))
        case "BDAY":
            day = _DAY.fullmatch(parts[0])
            return "-".join(day.groups()) if day else parts[0]
        case "GENDER":
            return _GENDERS.get(parts[0].upper(), "")
        case _:
            return ", ".join(filter(None, parts))


def _written(name: str, parts: list[str]) -> str:
    """Return a name as we write one of which both parts are known, nothing for all else."""
    last, given = _names(parts) if name == "N" else ("", "")
    return Name().write({"first_name": given, "last_name": last}) if last and given else ""


def _names(parts: list[str]) -> tuple[str, str]:
    """Return the last name, and the first ones.

    https://www.rfc-editor.org/rfc/rfc6350#section-6.2.2
    """
    last, first, more, *_ = (*parts, "", "")
    return last, " ".join(filter(None, (first, more)))


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda sign: " " if sign[1] in "nN" else sign[1], value)

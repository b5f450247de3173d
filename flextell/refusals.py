"""Which fields a 400 or 422 speaks of, whichever way it spells them.

Two spellings are known: a map of errors by field, and the field's name inside the message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flextell.fields import QUESTIONS, SETTINGS_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flextell.answers import Answer

KNOWN = frozenset({*QUESTIONS, *SETTINGS_FIELDS})

_QUOTED = re.compile(r"""['"`‘“]([a-z_]+)['"`’”]""")
# Bare words of everyday language ("job", "address") count only where they are called a field.
_SPOKEN = re.compile(
    r"""\b(?:
      (?P<first_name>first[_ ]name)
    | (?P<last_name>last[_ ]name)
    | (?P<phone_number>phone(?:[_ ]number)?)
    | (?P<email>e-?mail(?:[ ]address)?)
    | (?P<date_of_birth>date[_ ]of[_ ]birth|birth[_ ]date)
    | (?P<gender>gender)
    | (?P<country_id>country(?:[_ ]id)?)
    | (?P<identity_number>identity[_ ]number)
    | (?P<job>job[ ]field)
    | (?P<address>address[ ]field)
    | (?P<default_channel_id>default[_ ]channel(?:[_ ]id)?)
    | (?P<user_id>user[_ ]id)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def named_fields(answer: Answer) -> frozenset[str]:
    """Give Flextell's names of the fields the answer refuses: the map's, else the text's."""
    document = answer.document()
    text = " ".join(_texts(document)) if isinstance(document, dict) else _plain_text(answer)
    return (
        frozenset(_mapped(document)) & KNOWN
        or frozenset(_QUOTED.findall(text)) & KNOWN
        or frozenset(found.lastgroup or "" for found in _SPOKEN.finditer(text))
    )


def _mapped(document: object) -> Iterator[str]:
    """Yield the keys of an `errors` map, also one inside an `error` object, or its `field`s."""
    if not isinstance(document, dict):
        return
    errors = document.get("errors")
    if isinstance(errors, dict):
        yield from (str(key).partition(".")[0] for key in errors)
    if isinstance(errors, list):
        yield from (str(item.get("field")) for item in errors if isinstance(item, dict))
    yield from _mapped(document.get("error"))


def _texts(document: object) -> Iterator[str]:
    """Yield what an error document says in words."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for key in ("message", "error", "errors"):
            yield from _texts(document.get(key))
    elif isinstance(document, list):
        for item in document:
            yield from _texts(item)


def _plain_text(answer: Answer) -> str:
    """Give a body that is neither JSON nor a page: a page's words are about anything."""
    text = (answer.content or b"").decode(errors="replace")
    return "" if text.lstrip().startswith("<") else text

"""Talks as text files: what the person does stands behind `>`, all else is what the bot says.

# a comment
language: en
> Ada Lovelace                            writes a text; ⏎ stands for the end of a line
> [Skip]                                  presses a button, or a key under the text field
> (shares own contact +44 7700 900123)    shares his number with Telegram's button
> (shares contact +44 7700 900456)        shares somebody else's card
> (shares contact +44 7700 900456 of Grace Hopper)   shares a card with a name
> (sends sticker)                         sends something that is no text
> (edits Ada Byron -> Ada Lovelace)       edits the message that said the first into the second
! created 4711                            Flextell created the customer
! refused email                           Flextell did not take these answers
! posted                                  the registration has been sent; how it ended is not known
! silence                                 nothing was said for about a day
! unblocked                               the person lets the bot write again
! swept                                   the answers of what was delivered are erased
! reached consented                       how far the customer is of what was handed over
! erased                                  what was taken back has come to its end
! known flextell A.L.,•••123 2026-11-03 Grace   somebody with the lead's number is known already
! handed to staff                         nobody but staff can tell how it ended
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Writes:
    """The person writes a text."""

    text: str


@dataclass(frozen=True, slots=True)
class Presses:
    """The person presses what carries this label."""

    label: str


@dataclass(frozen=True, slots=True)
class SharesContact:
    """The person shares a contact card."""

    phone: str
    own: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sends:
    """The person sends something that is no text."""

    kind: str


@dataclass(frozen=True, slots=True)
class SendsFile:
    """The person sends a file that holds a text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Edits:
    """The person edits an earlier message of his own; the newest that says `before`."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happens:
    """Something happens outside of the talk."""

    what: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sees:
    """A line the bot says."""

    line: str


Deed = Writes | Presses | SharesContact | Sends | SendsFile | Edits
Line = Deed | Happens | Sees

_LINE_END = " ⏎ "
_HEADING = re.compile(r"([a-z_]+): (\S.*)")
_CONTACT = re.compile(r"\(shares (own )?contact ([^)]+?)(?: of ([^)]+))?\)")
_SENDS = re.compile(r"\(sends ([a-z]+)\)")
_SENDS_FILE = re.compile(r"\(sends the file (\S+): (.*)\)")
_EDITS = re.compile(r"\(edits (.+?) -> (.+)\)")
_PRESS = re.compile(r"\[(.+)\]")


@dataclass(frozen=True, slots=True)
class Script:
    """A talk: its headings, and its lines in order."""

    headings: Mapping[str, str]
    lines: tuple[Line, ...]

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """Return what the person does."""
        return tuple(line for line in self.lines if not isinstance(line, Happens | Sees))


def parse(text: str) -> Script:
    """Return the talk of a text file; blank lines and comments mean nothing."""
    written = [line.rstrip() for line in text.splitlines()]
    meant = [line for line in written if line and not line.startswith("#")]
    headings = dict(_headings(meant))
    return Script(headings, tuple(_line(line) for line in meant[len(headings) :]))


def deed(text: str) -> Deed:
    """Return what a person means who typed this line."""
    if match := _PRESS.fullmatch(text):
        return Presses(match[1])
    if match := _CONTACT.fullmatch(text):
        return SharesContact(match[2], own=match[1] is not None, name=match[3] or "")
    if match := _SENDS.fullmatch(text):
        return Sends(match[1])
    if match := _SENDS_FILE.fullmatch(text):
        return SendsFile(match[1], match[2].replace(_LINE_END, "\n"))
    if match := _EDITS.fullmatch(text):
        return Edits(match[1], match[2])
    return Writes(text.replace(_LINE_END, "\n"))


def written(deed: Deed) -> str:
    """Return a deed as a line of a talk, without its `>`."""
    match deed:
        case Writes(text):
            return _on_one_line(text)
        case Presses(label):
            return f"[{label}]"
        case SharesContact(phone, own, name):
            of = f" of {name}" if name else ""
            return f"(shares {'own ' if own else ''}contact {phone}{of})"
        case Sends(kind):
            return f"(sends {kind})"
        case SendsFile(name, text):
            return f"(sends the file {name}: {_on_one_line(text)})"
        case Edits(before, after):
            return f"(edits {before} -> {after})"


def _on_one_line(text: str) -> str:
    return text.replace("\n", _LINE_END)


def _headings(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        match = _HEADING.fullmatch(line)
        if match is None:
            return
        yield match[1], match[2]


def _line(line: str) -> Line:
    if line.startswith("> "):
        return deed(line[2:])
    if line.startswith("! "):
        what, *about = line[2:].split()
        return Happens(what, tuple(about))
    return Sees(line)

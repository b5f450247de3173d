"""A person's full name in one message, kept as first and last name in the letters typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import dropwhile
from typing import TYPE_CHECKING

from conversations.answers import GUESSED, Reading, Readings, Refusal, Values
from conversations.kinds.given_names import GIVEN_NAMES
from conversations.kinds.name_phrases import bare, begins_sentence, says_something_else
from conversations.kinds.name_refusals import SIGNS, doubt, too_long, whole_name
from conversations.kinds.name_splits import Split, has_two_parts, joined, splits
from conversations.kinds.name_words import (
    COMPANIES,
    MAY_BE_COMPANIES,
    SUFFIXES,
    TWO_FAMILY_NAMES,
    genders,
    titles,
)
from conversations.kinds.places import is_place
from conversations.normal import folded, one_line
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.kinds.kind import Choice, Listener
    from conversations.profile import Profile
    from conversations.sentences import Sentence
    from conversations.wording import Wording

_LONGEST = 2048
_LONGEST_PART = 255  # Flextell's limit for either field
_LONGEST_LINE = 2 * _LONGEST_PART + 50  # and what may stand around both
_BOTH_PARTS = 2
_MOST_READINGS = 4
_LONGEST_ABBREVIATED = 5  # letters and the stop: Wm., Chas.

_COMMAS = re.compile(r" ?[,،，、] ?")
# How we write a name of which both parts are known.
_MEANT = re.compile(r"<([^<>]*)>, ?([^<>]+)")
_DOTTED = re.compile(r"[・·=゠]")
_KATAKANA = re.compile(r"[\u30a0-\u30ff・·=゠ ]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A first and a last name, each of at most 255 characters; one name alone has no last one."""

    def offered(self, given: Values) -> tuple[Choice, ...]:  # noqa: ARG002 - the contract's
        """Return none: anything may be typed."""
        return ()

    @property
    def asks_contact(self) -> bool:
        """Tell that a contact does not answer it."""
        return False

    def read(self, text: str, listener: Listener) -> Readings:
        """Return the ways to part the name; a comma behind the last name makes it certain."""
        if len(text) > _LONGEST:
            return Refusal(too_long())
        line = one_line(text)
        if len(line) > _LONGEST_LINE:
            return Refusal(too_long())
        line = _without_pictures(line)
        meant = _MEANT.fullmatch(line)
        if meant:
            reason = doubt(f"{meant[2]} {meant[1]}")
            return Refusal(reason) if reason else _readings([Split(meant[2], meant[1])])
        return _understood(bare(line, listener.wording), listener)

    def read_profile(self, profile: Profile, listener: Listener) -> Readings:
        """Return the ways to part the name of a profile, where its two parts are known already.

        https://core.telegram.org/bots/api#user
        """
        first, last = one_line(profile.first_name), one_line(profile.last_name)
        values = {"first_name": first, "last_name": last}
        return self.read(self.write(values) if last else first, listener)

    def write(self, values: Values) -> str:
        """Return `<Last>, First`, which reads the same in every language.

        Without the angles a comma may also part a name from what is none: `Ada Lovelace, London`.
        """
        return f"<{values['last_name']}>, {values['first_name']}"

    def show(self, values: Values, wording: Wording) -> str:
        """Return the full name in the order it is written in, isolated."""
        split = Split(values["first_name"], values["last_name"])
        return wording.isolated(joined(split, wording.locale.language))

    def label(self, values: Values, wording: Wording) -> str:
        """Return both parts by their names, for which is which is what is asked."""
        first, last = values["first_name"], values["last_name"]
        if not last:
            return wording.say(sentence("One name only: {name}", name=first))
        return wording.say(
            sentence("First name: {first} · Last name: {last}", first=first, last=last)
        )


def _understood(lines: list[str], listener: Listener) -> Readings:
    """Return the readings of what may be the name in a text."""
    doubts = [_doubt(line, listener.wording) for line in lines]
    names = [line for line, reason in zip(lines, doubts, strict=True) if reason is None]
    if not names:
        return Refusal(next(filter(None, doubts)))
    found = [split for name in names for split in _found(_COMMAS.split(name), listener)]
    may_be_company = any(folded(name.split()[-1]) in MAY_BE_COMPANIES for name in names)
    return _readings(found, frozenset({GUESSED}) if may_be_company else frozenset())


def _readings(found: list[Split], marks: frozenset[str] = frozenset()) -> Readings:
    if any(len(part) > _LONGEST_PART for split in found for part in split):
        return Refusal(too_long())
    readings = tuple(
        Reading({"first_name": split.first, "last_name": split.last}, marks)
        for split in [*dict.fromkeys(found)][:_MOST_READINGS]
    )
    return readings or Refusal(whole_name())


def _doubt(line: str, own: Wording) -> Sentence | None:
    """Return why a line is no name, or tells more than one, None where it may be one."""
    said = [folded(word) for word in line.split()]
    is_other = not genders().isdisjoint(said) or _is_company(said)
    return whole_name() if is_other or says_something_else(line, own) else doubt(line)


def _is_company(said: list[str]) -> bool:
    """Tell whether words begin or end with the form of a company."""
    return len(said) > 1 and not COMPANIES.isdisjoint((said[0], said[-1]))


def _found(parts: list[str], listener: Listener) -> tuple[Split, ...]:
    """Return the splits of a name in the parts that commas make of it, each part with letters."""
    is_suffix = len(parts) == _BOTH_PARTS and " " in parts[0] and folded(parts[1]) in SUFFIXES
    if len(parts) == 1 or is_suffix:
        found = _typed(_without_full_stop(" ".join(parts)), listener)
    else:
        found = _written(parts, listener)
    return tuple(filter(_is_of_names, found))


def _is_of_names(split: Split) -> bool:
    """Tell whether both parts have letters, and no suffix stands in front."""
    is_lettered = all(any(map(str.isalpha, part)) for part in split if part)
    return is_lettered and not (" " in split.last and folded(split.first) in SUFFIXES)


def _without_full_stop(line: str) -> str:
    """Return the line without the stop of its sentence; that of an abbreviation stays."""
    last = line.rpartition(" ")[2]
    is_word = last.count(".") == 1 and len(last) > _LONGEST_ABBREVIATED
    return line.removesuffix(".") if is_word else line


def _typed(line: str, listener: Listener) -> tuple[Split, ...]:
    """Return the splits of a name without a comma; none where only a title and half of it are."""
    if _KATAKANA.fullmatch(line):
        line = _DOTTED.sub(" ", line)
    said = line.split()
    words = [*dropwhile(lambda word: folded(word) in titles(), said)]
    if not words or (len(words) == 1 and len(said) > 1):
        return ()
    return splits(words, listener.wording.locale.language)


def _written(parts: list[str], listener: Listener) -> tuple[Split, ...]:
    """Return the split that a comma makes: `Last, First`, and `, First` for one name.

    A name with a place behind it looks the same, so that one is asked about; what is ahead of the
    comma may also be a sentence: "My name is wrong, it is Ada".
    """
    if len(parts) != _BOTH_PARTS or not parts[1] or begins_sentence(parts[0]):
        return ()
    last, first = parts
    turned = Split(first, last)
    locale = listener.wording.locale
    if last and is_place(first, locale):
        return (*_typed(last, listener), turned)
    if _is_surely_last(last, first, locale.language):
        return (turned,)
    whole = () if " " in last else (Split(last, first),)
    return (turned, *_typed(last, listener), *whole)


def _is_surely_last(last: str, first: str, language: str) -> bool:
    """Tell whether what is ahead of a comma is a last name and nothing else.

    `Ada, Ockham` may as well be one name and a place, or both names with a comma between.
    """
    begins, *_ = first.split()
    if not last or folded(begins) in GIVEN_NAMES:
        return not has_two_parts(last.split()) or language in TWO_FAMILY_NAMES
    if " " not in last:
        return folded(last) not in GIVEN_NAMES
    return not has_two_parts(last.split())


def _without_pictures(line: str) -> str:
    """Return the line without emoji, which many put beside their name, and without lone signs."""
    if not line.isascii():
        line = "".join(" " if _is_picture(character) else character for character in line)
    return " ".join(word for word in line.split() if _is_of_name(word))


def _is_of_name(word: str) -> bool:
    """Tell whether a word holds more than signs; the comma may stand alone."""
    return any(map(str.isalnum, word)) or not SIGNS.issuperset(word)


def _is_picture(character: str) -> bool:
    return (
        unicodedata.category(character) == "So"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or character == "\u20e3"
    )

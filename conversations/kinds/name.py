"""A person's full name in one message, kept as first and last name in the letters typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import dropwhile
from typing import TYPE_CHECKING

from conversations.answers import Reading, Readings, Refusal, Values
from conversations.kinds.name_splits import Split, joined, splits
from conversations.kinds.name_words import SUFFIXES, genders, not_names, titles, without_lead_in
from conversations.kinds.text import is_printable
from conversations.normal import folded, one_line
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from conversations.kinds.kind import Choice, Listener
    from conversations.profile import Profile
    from conversations.wording import Wording

_EXAMPLE = sentence("Ada Lovelace")
_LONGEST = 2048
_LONGEST_PART = 255  # Flextell's limit for either field
_LONGEST_LINE = 2 * _LONGEST_PART + 50  # and what may stand around both
_BOTH_PARTS = 2
_MOST_DIGITS = 4
MOST_WORDS = 25
_MOST_GREETING = 2  # words: "good morning"
_LONGEST_ABBREVIATED = 5  # letters and the stop: Wm., Chas.

_COMMAS = re.compile(r" ?[,،，、] ?")
_DOTTED = re.compile(r"[・·=゠]")
_KATAKANA = re.compile(r"[\u30a0-\u30ff・·=゠ ]+")
_LINK = re.compile(
    r"@|://|\bwww\.|\w\.(?:com|net|org|info|me|io|ru|de|app|link|site|xyz|online|ir|tr|ae|co)\b|^/",
    re.IGNORECASE,
)
_RELATION = re.compile(r"\b[asd]/[lpo]\b", re.IGNORECASE)  # son or daughter of, in Malaysia
_SIGNS = frozenset(" .'’‘ʼ`´-‐‑–·・゠()\"“”„«»־׳״")
_BEGINNINGS = frozenset("'’‘ʼ(\"“„«,،，、")
_JOINERS = frozenset("\u200c\u200d")
# Signs piled up or drawn across, and letters of mathematics, which only look like others.
_PILED = re.compile(
    r"[\u0334-\u0338\U0001d400-\U0001d7ff]|[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]{3}"
)


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
            return Refusal(_too_long())
        line = one_line(text)
        if len(line) > _LONGEST_LINE:
            return Refusal(_too_long())
        line = _without_lead_in(_without_pictures(line), listener.wording)
        reason = _doubt(line, listener.wording)
        if reason is not None:
            return Refusal(reason)
        found = _found(_COMMAS.split(line), listener)
        if any(len(part) > _LONGEST_PART for split in found for part in split):
            return Refusal(_too_long())
        readings = tuple(
            Reading({"first_name": split.first, "last_name": split.last}) for split in found
        )
        return readings or Refusal(_whole_name())

    def read_profile(self, profile: Profile, listener: Listener) -> Readings:
        """Return the ways to part the name of a profile, where its two parts are known already.

        https://core.telegram.org/bots/api#user
        """
        first, last = one_line(profile.first_name), one_line(profile.last_name)
        return self.read(f"{last}, {first}" if last else first, listener)

    def write(self, values: Values) -> str:
        """Return `Last, First`, which reads the same in every language."""
        return f"{values['last_name']}, {values['first_name']}"

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


def _found(parts: list[str], listener: Listener) -> tuple[Split, ...]:
    """Return the splits of a name in the parts that commas make of it, each part with letters."""
    is_suffix = len(parts) == _BOTH_PARTS and " " in parts[0] and folded(parts[1]) in SUFFIXES
    if len(parts) == 1 or is_suffix:
        found = _typed(_without_full_stop(" ".join(parts)), listener)
    else:
        found = _written(parts)
    return tuple(filter(_is_of_names, found))


def _is_of_names(split: Split) -> bool:
    """Tell whether both parts have letters, and neither is read as something else.

    That is a suffix in front, or a sentence: "My name is wrong, it is Ada".
    """
    is_lettered = all(any(map(str.isalpha, part)) for part in split if part)
    said = split.last.split()
    is_sentence = len(without_lead_in(said)) < len(said)
    is_suffix = " " in split.last and folded(split.first) in SUFFIXES
    return is_lettered and not is_sentence and not is_suffix


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
    words = without_lead_in([*dropwhile(lambda word: folded(word) in titles(), said)])
    if not words or (len(words) == 1 and len(said) > 1):
        return ()
    return splits(words, listener.wording.locale.language)


def _written(parts: list[str]) -> tuple[Split, ...]:
    """Return the one split that a comma makes: `Last, First`, and `, First` for one name."""
    if len(parts) != _BOTH_PARTS or not parts[1]:
        return ()
    return (Split(first=parts[1], last=parts[0]),)


def _without_lead_in(line: str, own: Wording) -> str:
    """Return the name alone; where it has its comma, a greeting or a label is ahead of it."""
    said = line.split()
    for count in range(min(_MOST_GREETING, len(said)), 0, -1):
        behind = said[count:]
        name = without_lead_in(behind)
        if len(name) < len(behind) and folded(" ".join(said[:count])) in not_names(own):
            return " ".join(name)
    name = without_lead_in(said)
    ahead = said[: len(said) - len(name)]
    is_label = bool(ahead) and ahead[-1].endswith(":")
    return line if _COMMAS.search(line) and not is_label else " ".join(name)


def _without_pictures(line: str) -> str:
    """Return the line without emoji, which many put beside their name, and without lone signs."""
    if not line.isascii():
        line = "".join(" " if _is_picture(character) else character for character in line)
    return " ".join(word for word in line.split() if _is_of_name(word))


def _is_of_name(word: str) -> bool:
    """Tell whether a word holds more than signs; the comma may stand alone."""
    return any(map(str.isalnum, word)) or not _SIGNS.issuperset(word)


def _is_picture(character: str) -> bool:
    return (
        unicodedata.category(character) == "So"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or character == "\u20e3"
    )


def _doubt(line: str, own: Wording) -> Sentence | None:
    """Return why a line is nobody's name, None where it may be one."""
    if _LINK.search(line):
        return sentence(
            "That looks like a link or an address. Please send your name, for example {example}.",
            example=_EXAMPLE,
        )
    if sum(map(str.isdigit, line)) > _MOST_DIGITS:
        return sentence(
            "There is a number in that. Please send only your name, for example {example}.",
            example=_EXAMPLE,
        )
    if not any(map(str.isalpha, line)) or _says_something_else(line, own):
        return _whole_name()
    if not is_printable(line) or _PILED.search(line) or not _has_only_name_signs(line):
        return sentence(
            "There are signs in that which a name does not have. Please send it in letters, for"
            " example {example}.",
            example=_EXAMPLE,
        )
    return _too_long() if len(line.split()) > MOST_WORDS else None


def _says_something_else(line: str, own: Wording) -> bool:
    said = folded(line)
    return said in not_names(own) or not genders().isdisjoint(map(folded, said.split()))


def _has_only_name_signs(line: str) -> bool:
    plain = _COMMAS.sub("", _RELATION.sub("", line))
    are_begun = all(word[0].isalnum() or word[0] in _BEGINNINGS for word in line.split())
    return are_begun and all(c in _SIGNS or _is_of_words(c) for c in plain)


def _is_of_words(character: str) -> bool:
    """Tell whether a character is a letter, a mark, a digit or a joiner of letters."""
    return character in _JOINERS or unicodedata.category(character)[0] in "LMN"


def _too_long() -> Sentence:
    return sentence(
        "That is too long for a name. Please send only your name, for example {example}.",
        example=_EXAMPLE,
    )


def _whole_name() -> Sentence:
    return sentence(
        "Please send your first and last name in letters, for example {example}.",
        example=_EXAMPLE,
    )

"""An e-mail address, kept as typed but for its domain in lower case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email

from conversations.answers import Reading, Readings, Refusal, Values
from conversations.kinds.denials import asked_if_denied
from conversations.kinds.email_scripts import is_deceptive
from conversations.kinds.email_slips import suggestion
from conversations.kinds.words import words
from conversations.normal import narrow, one_line
from conversations.sentences import Sentence, phrases, sentence
from conversations.wording import in_all_languages

if TYPE_CHECKING:
    from conversations.kinds.kind import Choice, Listener
    from conversations.wording import Wording

_EXAMPLE = "ada@example.org"
_LONGEST = 1000
_MOST_ADDRESSES = 4

_LISTED = re.compile("[,;،、，；]")
_ANGLED = re.compile(r"<([^<>]+)>")
# What may touch an address from the left, in pairs only, and from the right, where no domain ends.
_OPENING = '([{"“„«‘'
_CLOSING = ")]}\"“”»’.,;:!?'`*_…。"
_PAIRED = "'`*"
# Chinese, Japanese and Korean words touch what stands beside them.
_CJK = r"\u2e80-\u9fff\uac00-\ud7af"
_BEFORE = re.compile(rf"(?<![{_CJK}])[{_CJK}]+(?=[!-~]+$)")
_BEHIND = re.compile(rf"(?<=[A-Za-z])[{_CJK}]+$|[?#/&][^@?#/&]*+(?:[?#/&]++[^@?#/&]*+)*+$")
# Pictures, which validators take in an address and people put beside theirs.
_PICTURE = "[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
_ANY_PICTURE = re.compile(_PICTURE)
_PICTURES_AROUND = re.compile(rf"(?<!\S){_PICTURE}+|{_PICTURE}+(?!\S)")
_ANY_ADDRESS = re.compile(r"(?<![^\s:：])[^\s:：@]*+@\S*")
_RUN_ON = re.compile("[a-z][A-Z][a-z]+$")  # the next word of a sentence, without its blank
_SIGNS = re.compile(r"[^\w@.]+")  # a dash or a bullet by itself
_LABEL = re.compile(r"(?<![\w-])([\w-]++)[:=：]")

# Words beside an address that are no part of it, in languages the bot may not speak.
_WORDS = words("adresse-mail courriel est il indirizzo la le mailto mio mon posta")
# Translators: single words that people write beside their e-mail address.
_OWN_WORDS = phrases(
    "a, address, at, e-mail, email, hello, here, hi, i, is, it, it's, its, mail, my, ok, okay, or,"
    " post, the, this, to, use, yes"
)
_FEW_WORDS = 3
_LONGEST_END = 2  # letters that a blank may part from an ending: gmail.co m
# A spreadsheet takes what begins so for a formula, and nobody's address does
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-")


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address of at most 254 characters, as email-validator writes it."""

    def offered(self, given: Values) -> tuple[Choice, ...]:  # noqa: ARG002 - the contract's
        """Return none: anything may be typed."""
        return ()

    @property
    def asks_contact(self) -> bool:
        """Tell that a contact does not answer it."""
        return False

    def read(self, text: str, listener: Listener) -> Readings:  # noqa: ARG002 - the contract's
        """Return each address in the text, and behind one with a likely slip the suggestion."""
        if len(text) > _LONGEST:
            return Refusal(_too_much())
        line = narrow(one_line(text))
        found = _addresses(line)
        if any(map(is_deceptive, found)):
            return Refusal(_deceptive())
        meant = found if _is_meant(line) else [a for typed in found for a in _suggested(typed)]
        readings = tuple(Reading({"email": address}) for address in dict.fromkeys(meant))
        return asked_if_denied(readings or Refusal(_reason(line)), *_around(line))

    def write(self, values: Values) -> str:
        """Return the address; in angles where it looks like a slip and was meant."""
        email = values["email"]
        return email if len(_suggested(email)) == 1 else f"<{email}>"

    def show(self, values: Values, wording: Wording) -> str:
        """Return the address, isolated."""
        return wording.isolated(values["email"])

    def label(self, values: Values, wording: Wording) -> str:
        """Return the address, isolated."""
        return self.show(values, wording)


def _around(line: str) -> tuple[str, str]:
    """Return what stands ahead of the first address, and what behind it between any others."""
    ahead, *behind = _ANY_ADDRESS.split(line)
    return ahead, " ".join(behind)


def _addresses(line: str) -> list[str]:
    """Return the valid addresses of a line in their order, and one with a blank inside last."""
    line = _PICTURES_AROUND.sub(" ", line)
    chunks = [chunk for chunk in line.split(" ") if "@" in chunk][:_MOST_ADDRESSES]
    pieces = [piece for chunk in chunks for piece in _pieces(chunk)][:_MOST_ADDRESSES]
    tried = [*map(_bare, pieces), *_joined(line)]
    return [address for typed in tried if (address := _valid(typed)) is not None]


def _pieces(chunk: str) -> list[str]:
    """Return the addresses listed in a word; none where a sign may be a slip inside of one."""
    angled = _ANGLED.search(chunk)
    if angled:
        return [angled[1]]
    listed = [piece for piece in _LISTED.split(chunk) if piece.strip(_CLOSING)]
    return listed if all("@" in piece for piece in listed) else []


def _bare(piece: str) -> str:
    """Return an address without the signs, the label and the words that touch it."""
    if piece[0] in _PAIRED and piece.rstrip(".,")[-1] == piece[0]:
        piece = piece[1:]
    local, _, domain = piece.lstrip(_OPENING).partition("@")
    label = _LABEL.match(local)
    if label and (label[1].lower() in _words() or not label[1].isascii()):
        local = local[label.end() :]
    return f"{_BEFORE.sub('', local)}@{_BEHIND.sub('', domain).rstrip(_CLOSING)}"


def _joined(line: str) -> list[str]:
    """Return the line without its blanks, where they may have slipped into an address."""
    pieces = line.split(" ")
    is_slip = 1 < len(pieces) <= _FEW_WORDS and line.count("@") == 1 and ":" not in line
    is_slip = is_slip and not any(map(_SIGNS.fullmatch, pieces)) and not _has_word_behind(pieces)
    joined = "".join(pieces)
    is_one = is_slip and _words().isdisjoint(map(str.lower, pieces)) and not is_deceptive(joined)
    return [joined] if is_one else []


def _has_word_behind(pieces: list[str]) -> bool:
    """Tell whether a word stands behind a whole address, not the end of one: "… .org thanks"."""
    place = next(place for place, piece in enumerate(pieces) if "@" in piece)
    is_end = any(len(p) <= _LONGEST_END or p[0] in ".-" for p in pieces[place + 1 :])
    is_last = place == len(pieces) - 1
    return not (is_last or is_end) and _valid(pieces[place]) is not None


@cache
def _words() -> frozenset[str]:
    return _WORDS | frozenset(word.lower() for word in in_all_languages(_OWN_WORDS))


def _valid(typed: str) -> str | None:
    """Return the address as it is kept, None where it is none; no domain ends in one letter."""
    try:
        valid = validate_email(typed, check_deliverability=False, strict=True)
    except EmailNotValidError:
        return None
    is_odd = valid.domain[-2] == "." or _RUN_ON.search(typed) or _ANY_PICTURE.search(typed)
    return None if is_odd or typed.startswith(_FORMULA) else valid.normalized


def _is_meant(line: str) -> bool:
    """Tell whether the line is an address in angles and nothing else, which is how we write one.

    https://www.rfc-editor.org/rfc/rfc5322#section-3.4
    """
    return line.startswith("<") and line.endswith(">")


def _suggested(address: str) -> list[str]:
    """Return the address, and behind it the one probably meant."""
    local, _, domain = address.rpartition("@")
    meant = suggestion(domain)
    return [address] if meant is None else [address, f"{local}@{meant}"]


def _too_much() -> Sentence:
    return sentence(
        "That is too much text. Please send only the e-mail address, for example {example}.",
        example=_EXAMPLE,
    )


def _deceptive() -> Sentence:
    return sentence(
        "Some letters in that address only look like others. Please type it again in one alphabet,"
        " for example {example}.",
        example=_EXAMPLE,
    )


def _reason(line: str) -> Sentence:
    if "@" not in line:
        return sentence(
            "An e-mail address has an @ in it. Please send it like this: {example}.",
            example=_EXAMPLE,
        )
    return sentence(
        "That address is not complete or not possible. Please check it and send it like this:"
        " {example}.",
        example=_EXAMPLE,
    )

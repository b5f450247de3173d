"""An e-mail address, kept as typed but for its domain in lower case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email

from conversations.answers import Reading, Readings, Refusal, Values
from conversations.kinds.email_scripts import is_deceptive
from conversations.kinds.email_slips import suggestion
from conversations.kinds.words import words
from conversations.normal import narrow, one_line
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from conversations.kinds.kind import Choice, Listener
    from conversations.wording import Wording

_EXAMPLE = "ada@example.org"
_LONGEST = 1000
_MOST_ADDRESSES = 4

_BETWEEN = re.compile(r"[\s<>()\[\]\"«»“”„|;,،、，；]+")
_AROUND = ".:!?'`’‘*_。"
# Chinese, Japanese and Korean words touch what stands beside them.
_BEFORE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]+(?=[!-~]+$)")
_BEHIND = re.compile(r"(?<=[A-Za-z])[\u2e80-\u9fff\uac00-\ud7af]+$|[?#/&].*$")

# Words beside an address that are no part of it.
_WORDS = words(
    "a address adres adresi adresse adresse-mail at correo courriel das die e-mail e-posta email"
    " eposta es est ev hello here hi i il indirizzo is ist it its it's la le mail mailadresse mein"
    " meine mi mio mon my ok okay or posta post the this to und use yes"
)
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address of at most 254 characters, as email-validator writes it."""

    @property
    def choices(self) -> tuple[Choice, ...]:
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
        return readings or Refusal(_reason(line))

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


def _addresses(line: str) -> list[str]:
    """Return the valid addresses of a line in their order, and one with a blank inside last."""
    tokens = [word for word in _BETWEEN.split(line) if "@" in word][:_MOST_ADDRESSES]
    tried = [*map(_bare, tokens), *_joined(line)]
    return [address for typed in tried if (address := _valid(typed)) is not None]


def _bare(token: str) -> str:
    """Return an address without the marks, the scheme and the words that touch it."""
    local, _, domain = token.strip(_AROUND).rpartition("@")
    local = local.rpartition(":")[2].lstrip(_AROUND)
    return f"{_BEFORE.sub('', local)}@{_BEHIND.sub('', domain).rstrip(_AROUND)}"


def _joined(line: str) -> list[str]:
    """Return the line without its blanks, where they may have slipped into an address."""
    pieces = line.split(" ")
    is_slip = 1 < len(pieces) <= _FEW_WORDS and line.count("@") == 1 and ":" not in line
    joined = "".join(pieces)
    is_one = is_slip and _WORDS.isdisjoint(map(str.lower, pieces)) and not is_deceptive(joined)
    return [joined] if is_one else []


def _valid(typed: str) -> str | None:
    """Return the address as it is kept, None where it is none; no domain ends in one letter."""
    try:
        valid = validate_email(typed, check_deliverability=False, strict=True)
    except EmailNotValidError:
        return None
    return None if valid.domain[-2] == "." else valid.normalized


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

"""How the text of a setting is read: each reader gives the value or says what is wrong.

A reader never repeats the text in its complaint, for the text may be a secret.
"""

import ipaddress
import math
import re
from collections.abc import Callable, Collection
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo


def matching(pattern: str, complaint: str) -> Callable[[str], str]:
    """Make a reader of texts that match the whole pattern."""
    compiled = re.compile(pattern)

    def read(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(complaint)
        return text

    return read


def whole_number(low: int, high: int | None = None) -> Callable[[str], int]:
    """Make a reader of whole numbers from `low` to `high`, both included."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            raise ValueError("is not a whole number")
        number = int(text)
        if number < low or (high is not None and number > high):
            raise ValueError("is out of range")
        return number

    return read


def positive_number(text: str) -> float:
    """Read a finite number above zero, fractions included."""
    try:
        number = float(text)
    except ValueError:
        raise ValueError("is not a number") from None
    if not (number > 0 and math.isfinite(number)):
        raise ValueError("is not above zero")
    return number


def one_of(*choices: str) -> Callable[[str], str]:
    """Make a reader of a word out of a few, in whatever case it is written."""
    known = {choice.casefold(): choice for choice in choices}

    def read(text: str) -> str:
        try:
            return known[text.casefold()]
        except KeyError:
            raise ValueError("is none of the known words") from None

    return read


def short_text(text: str, *, longest: int) -> str:
    """Read a text of at most `longest` characters."""
    if len(text) > longest:
        raise ValueError(f"is longer than {longest} characters")
    return text


def comma_list(text: str) -> tuple[str, ...]:
    """Read words separated by commas, each once, in the order written."""
    words = tuple(dict.fromkeys(word for part in text.split(",") if (word := part.strip())))
    if not words:
        raise ValueError("names nothing")
    return words


def chosen(text: str, offered: Collection[str], complaint: str) -> tuple[str, ...]:
    """Read a comma list of offered words; the complaint is followed by the strange ones.

    Only the shape of a word (letters, digits, `-`, `_`, at most 16) is repeated to the reader.
    """
    known = {word.casefold(): word for word in offered}
    words = comma_list(text)
    strange = [word for word in words if word.casefold() not in known]
    if strange:
        named = ", ".join(map(_repeatable, strange))
        raise ValueError(f"{complaint} ({named}); there are {', '.join(offered)}")
    return tuple(dict.fromkeys(known[word.casefold()] for word in words))


def _repeatable(word: str) -> str:
    return word if re.fullmatch(r"[A-Za-z0-9_-]{1,16}", word) else "a word that is no name"


def zone(text: str) -> ZoneInfo:
    """Read the name of a zone of the IANA database (https://www.iana.org/time-zones)."""
    try:
        return ZoneInfo(text)
    except (LookupError, ValueError, OSError):
        raise ValueError("is not a known time zone") from None


def api_url(text: str) -> str:
    """Read the address of an API, http or https; a slash at its end is taken away."""
    parts = _split(text)
    if parts.scheme not in {"http", "https"}:
        raise ValueError("starts neither with https:// nor with http://")
    return text.rstrip("/")


def guarded_api_url(text: str) -> str:
    """Read the address of an API whose requests carry secrets: http stays on this machine."""
    parts = _split(text)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ValueError("is http, so that tokens and people's data would travel in clear")
    return api_url(text)


def endpoint_url(text: str) -> str:
    """Read the address of one endpoint, guarded likewise: it has a path."""
    url = guarded_api_url(text)
    if not urlsplit(url).path:
        raise ValueError("has no path")
    return url


def redirect_uri(text: str) -> str:
    """Read the address a browser is sent back to, as it is: it must match to the letter."""
    guarded_api_url(text)
    return text


def origin(text: str) -> str:
    """Read the origin under which the world reaches us: https, a host, perhaps a port."""
    parts = _split(text)
    if parts.scheme != "https":
        raise ValueError("does not start with https://")
    if parts.path.strip("/"):
        raise ValueError("has a path")
    return text.rstrip("/")


def page_url(text: str) -> str:
    """Read the address of a page for people: https, as it is to be shown."""
    if _split(text).scheme != "https":
        raise ValueError("does not start with https://")
    return text


def is_loopback(host: str) -> bool:
    """Say whether the host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("is not an address") from None
    if not parts.hostname or port == 0 or " " in text:
        raise ValueError("is not an address")
    if "@" in parts.netloc:
        raise ValueError("holds a user name or a password")
    if "?" in text or "#" in text:
        raise ValueError("has a query or a fragment")
    return parts

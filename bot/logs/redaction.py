"""The last guard before a line is written: known secrets, and what looks like one, are hidden."""

import json
import re
from collections.abc import Callable, Iterable

HIDDEN = "[hidden]"

# Shorter texts would hide innocent words; no real secret is as short.
_SHORTEST_SECRET = 6
# Each begins with a fixed letter or a set of them, which lets `re` skip most of a line.
_LOOKS_SECRET = tuple(
    map(
        re.compile,
        (
            # https://core.telegram.org/bots/api#making-requests, and the same token alone
            r"bot\d+(?::|%3A)[A-Za-z0-9_-]+",
            r"\d{6,}(?::|%3A)[A-Za-z0-9_-]{10,}",
            # RFC 6750
            r"[Bb]earer [^\s\"',]+",
            # user and password of an address
            r"://[^\s/:@\"]*:[^\s/@\"]+(?=@)",
        ),
    )
)


def redactor(secrets: Iterable[str]) -> Callable[[str], str]:
    """Make a function that hides these secrets, and what looks like a token, in a line."""
    known = {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}
    escaped = {json.dumps(secret, ensure_ascii=False)[1:-1] for secret in known}
    longest_first = sorted(known | escaped, key=len, reverse=True)

    def redact(line: str) -> str:
        for secret in longest_first:
            line = line.replace(secret, HIDDEN)
        for pattern in _LOOKS_SECRET:
            line = pattern.sub(HIDDEN, line)
        return line

    return redact

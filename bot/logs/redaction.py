"""The last guard before a line is written: known secrets, and what looks like one, are hidden."""

import json
import re
from collections.abc import Callable, Iterable

HIDDEN = "[hidden]"

# Shorter texts would hide innocent words; no real secret is as short.
_SHORTEST_SECRET = 6
_LOOKS_SECRET = (
    r"(?<=bot)\d+(?::|%3A)[A-Za-z0-9_-]+",  # https://core.telegram.org/bots/api#making-requests
    r"\b\d{6,}(?::|%3A)[A-Za-z0-9_-]{10,}",  # the same token alone
    r"(?i:(?<=bearer )[^\s\"',]+)",  # RFC 6750
    r"(?<=://)[^\s/:@\"]*:[^\s/@\"]+(?=@)",  # user and password of an address
)


def redactor(secrets: Iterable[str]) -> Callable[[str], str]:
    """Make a function that hides these secrets, and what looks like a token, in a line."""
    known = {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}
    written = known | {json.dumps(secret, ensure_ascii=False)[1:-1] for secret in known}
    longest_first = sorted(written, key=len, reverse=True)
    pattern = re.compile("|".join([*map(re.escape, longest_first), *_LOOKS_SECRET]))

    def redact(line: str) -> str:
        return pattern.sub(HIDDEN, line)

    return redact

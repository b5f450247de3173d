"""What came back from one exchange: status, headers, and the body if it could be read."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BODY_LIMIT = 1024 * 1024
"""Bytes of a body that are read, packed or unpacked; a page of 100 customers is about 100 KB."""

INFLATABLE = frozenset({"gzip", "x-gzip", "deflate"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; header names are in lower case, `body` is None if it never came whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes | None = field(default=None, repr=False)

    @property
    def succeeded(self) -> bool:
        """Say whether the status is a 2xx, whatever the body says."""
        return 200 <= self.status <= 299  # noqa: PLR2004 - the bounds of a class of statuses

    @property
    def content(self) -> bytes | None:
        """The body without its content coding; None if it is broken or grows over the limit."""
        coding = self.headers.get("content-encoding", "").strip().lower()
        if self.body is None or coding in ("", "identity"):
            return self.body
        return inflated(self.body) if coding in INFLATABLE else None

    def document(self) -> object:
        """Read the body as JSON; None stands for whatever is no JSON."""
        try:
            document: object = json.loads(self.content or b"null")
        except (ValueError, RecursionError):
            return None
        return document


def inflated(packed: bytes) -> bytes | None:
    """Unpack gzip or zlib, at most BODY_LIMIT bytes; None for anything broken or unfinished."""
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        content = inflater.decompress(packed, BODY_LIMIT)
    except zlib.error:
        return None
    return content if inflater.eof else None

"""Write documents as compact JSON and read them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping


def written(document: Mapping[str, Any]) -> bytes:
    """Return the document as compact JSON in UTF-8."""
    return orjson.dumps(document)


def read(document: bytes) -> dict[str, Any]:
    """Return the document again."""
    content: dict[str, Any] = orjson.loads(document)
    return content

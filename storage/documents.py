"""Write documents as compact JSON and read them again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_decoder = json.JSONDecoder()


def written(document: Mapping[str, Any]) -> bytes:
    """Return the document as compact JSON in UTF-8."""
    return _encoder.encode(document).encode()


def read(document: bytes) -> dict[str, Any]:
    """Return the document again."""
    content: dict[str, Any] = _decoder.decode(document.decode())
    return content

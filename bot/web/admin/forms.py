"""A form's fields, read from a body that may come from anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from starlette.requests import Request

Form: TypeAlias = Mapping[str, str]

MAX_BYTES = 16 * 1024
MAX_FIELDS = 20


async def read_form(request: Request) -> Form | None:
    """Return the fields of a urlencoded form, None where it is too long or something else."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            return None
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return None
    return dict(fields)

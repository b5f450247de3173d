"""The parameters of one Bot API call, however they travelled.

Telegram takes them from the query, as urlencoded or multipart form, and as JSON
(https://core.telegram.org/bots/api#making-requests).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import parse_qsl

from simulator.telegram.errors import bad_request
from simulator.telegram.json_types import Json


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    file_name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """Named values as they came: text from forms, any JSON from JSON bodies."""

    values: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Give the value as text; empty when it is missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Give the value as a whole number; `default` when it is missing or no number."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Whether the value says yes."""
        return self.text(name).lower() in {"true", "1", "yes"}

    def tree(self, name: str) -> Any:
        """Give the value as JSON; forms carry it serialised.  None when it is missing."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            reason = f"can't parse {name.replace('_', ' ')} JSON object"
            raise bad_request(reason) from None

    def object(self, name: str) -> Json:
        """Give the value as a JSON object; empty when it is missing."""
        tree = self.tree(name)
        if not isinstance(tree, dict | None):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: object expected")
        return tree or {}

    def shown(self) -> Json:
        """Show the parameters in the list of calls: trees as trees, files as name and size."""
        files = {
            name: {"file_name": upload.file_name, "size": len(upload.content)}
            for name, upload in self.uploads.items()
        }
        return {name: _unwrapped(value) for name, value in self.values.items()} | files


def parse(content_type: str, body: bytes, query: str = "") -> Parameters:
    """Read the parameters of a call; what the body says wins over the query.

    Raises ApiError when the body is not what its content type promises.
    """
    asked = dict(parse_qsl(query, keep_blank_values=True))
    if not body:
        return Parameters(asked)
    if content_type.startswith("multipart/form-data"):
        sent, uploads = _multipart(content_type, body)
        return Parameters(asked | sent, uploads)
    if content_type.startswith("application/json"):
        return Parameters(asked | _json_object(body))
    return Parameters(asked | dict(parse_qsl(body.decode(), keep_blank_values=True)))


def _unwrapped(value: Any) -> Any:
    """Turn a value that a form had to serialise into the tree it stands for."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _json_object(body: bytes) -> Json:
    try:
        values = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object")
    return values


def _multipart(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = message_from_bytes(head + body, policy=policy.HTTP)
    values: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            raise bad_request("can't parse multipart form data")
        file_name = part.get_filename()
        if file_name is None:
            values[name] = content.decode()
        else:
            uploads[name] = Upload(file_name, part.get_content_type(), content)
    return values, uploads

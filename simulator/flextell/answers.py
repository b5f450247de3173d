"""The answers of the API in its own shapes: an envelope, an error, a gateway's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, JSONResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class Bare(JSONResponse):
    """An answer that goes out without the usual rate-limit headers."""


def enveloped(data: object, status: int = 200) -> JSONResponse:
    """Give a success; its flag is a string, as documented."""
    return JSONResponse({"success": "true", "data": data}, status)


def error(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Give a failure in the documented shape."""
    return JSONResponse({"error": code, "message": message}, status, headers)


def invalid(errors: Mapping[str, list[str]]) -> JSONResponse:
    """Give a 422 with a map of errors by field."""
    first = next(iter(errors.values()))[0]
    return JSONResponse({"message": first, "errors": dict(errors)}, 422)


def server_error() -> JSONResponse:
    """Give a 500 as the framework writes it."""
    return JSONResponse({"message": "Server Error"}, 500)


def too_many(headers: Mapping[str, str]) -> JSONResponse:
    """Give a 429."""
    return JSONResponse({"message": "Too Many Attempts."}, 429, headers)


def gateway_page() -> HTMLResponse:
    """Give a 502 that is not the API's own."""
    return HTMLResponse(GATEWAY_PAGE, 502)

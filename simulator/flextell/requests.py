"""What was asked of the stand-in and what it answered: the last 2,000 requests."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

KEPT = 2_000
SECRET_HEADERS = {"authorization": "<bearer>"}


class Requests:
    """The requests, oldest first; `changed` is called when one comes and when it is answered."""

    def __init__(self, changed: Callable[[], None], clock: Callable[[], float]) -> None:
        self._changed = changed
        self._clock = clock
        self._kept: deque[dict[str, object]] = deque(maxlen=KEPT)

    async def note(self, request: Request, *, secret_body: bool = False) -> dict[str, object]:
        """Write a request down; `body` is its text as it came, `status` is None until answered."""
        body = (await request.body()).decode(errors="replace")
        noted: dict[str, object] = {
            "method": request.method,
            "path": request.url.path,
            "query": dict(request.query_params),
            "status": None,
            "headers": {**request.headers, **_hidden(request)},
            "body": "<secret>" if secret_body else body,
            "at": self._clock(),
        }
        self._kept.append(noted)
        self._changed()
        return noted

    def answered(self, noted: dict[str, object], status: int) -> None:
        """Add the status that goes out."""
        noted["status"] = status
        self._changed()

    def shown(self) -> list[dict[str, object]]:
        """Give all that is kept."""
        return list(self._kept)

    def forget(self) -> None:
        """Start again with nothing."""
        self._kept.clear()
        self._changed()


def _hidden(request: Request) -> dict[str, str]:
    return {name: word for name, word in SECRET_HEADERS.items() if name in request.headers}

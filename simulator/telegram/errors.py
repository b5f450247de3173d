"""How Telegram says no: the error classes, their words and their JSON.

The words are those of https://github.com/tdlib/telegram-bot-api and of the server behind it.
"""

from simulator.telegram.json_types import Json

BLOCKED = "Forbidden: bot was blocked by the user"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


class ApiError(Exception):
    """A call that Telegram refuses: HTTP status, description, and at times parameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> Json:
        """Give the answer's body (https://core.telegram.org/bots/api#making-requests)."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> ApiError:
    """400: the call makes no sense, and would make none the next time."""
    return ApiError(400, f"Bad Request: {reason}")


def conflict(reason: str) -> ApiError:
    """409: somebody else receives this bot's updates."""
    return ApiError(409, f"Conflict: {reason}")


def forbidden(description: str) -> ApiError:
    """403: this chat does not take the bot's messages."""
    return ApiError(403, description)


def too_many_requests(retry_after: int) -> ApiError:
    """429: come again in `retry_after` seconds."""
    description = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, description, {"retry_after": retry_after})

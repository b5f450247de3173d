"""The chat page: plain files, served with a policy that lets them load nothing from outside.

Hooks for browser tests, each a `data-testid` (`<id>` is a person's id):

- `person-<id>` a person's column; `show-<id>` the switch that shows or hides it
- `say-<id>` the input, `send-<id>` the send button, `typing-<id>` the hint that the bot is busy
- `sticker-<id>`, `voice-<id>`, `commands-<id>`, `keyboard-<id>` beside the input; `command` a line
  of the slash menu; `start-<id>` the START button of an empty chat
- `more-<id>` opens the menu: `edit-<id>` (the last own message), `photo-<id>`, `document-<id>`,
  `location-<id>`, `card-<id>`, `group-<id>`, `block-<id>`
- `bubble` a message, with `data-from` `bot` or `person` and `data-message-id`; `text` its words
- `button` a button under a message, `key` a button of the reply keyboard
- `share-yes`, `share-no` in the dialog that asks before the number is shared
- `toast` a toast; `add-person` and, in its dialog, `new-first-name`, `new-last-name`,
  `new-language`, `new-phone`, `new-save`
- `flextell` the panel, `panel-toggle` shows or hides it; `customer` one of its customers, whose
  facts have a `data-field` each; `reset` forgets everything, after `reset-yes`
- `fault-create`, `fault-list`, `fault-search`, `fault-token` which fault Flextell has, each with
  `-when` (once, always, chance) and `-rate`
- `fault-telegram`, `fault-telegram-when` the same for the bot's calls; `updates-duplicate`,
  `updates-lose`, `updates-delay` for updates
- `happened` the list of what happened; `happening` one line of it,
  where equal looks (a GET, a poll with updates) that follow each other are one
"""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

FILES = Path(__file__).parent
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def routes() -> list[BaseRoute]:
    """Serve the page at `/`, and what it is made of at `/page/<name>`."""
    return [
        Route("/", _index),
        *(_part(path) for path in sorted(FILES.iterdir()) if path.suffix in TYPES),
    ]


async def _index(_: Request) -> Response:
    return _file(FILES / "index.html")


def _part(path: Path) -> Route:
    async def endpoint(_: Request) -> Response:
        return _file(path)

    return Route(f"/page/{path.name}", endpoint)


def _file(path: Path) -> Response:
    return FileResponse(path, media_type=TYPES[path.suffix], headers=HEADERS)

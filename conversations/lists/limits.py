"""How large a list may be; more than that is another tool's work."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 10_000  # without the headings
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 4096  # of characters, as a message has

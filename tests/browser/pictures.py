"""The pictures under `docs/`, taken where the tests come by; only when they are asked for."""

from __future__ import annotations

import base64
import os
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"

# Six bits of each colour are enough for a chat, and make a picture half as large.
_WITH_FEWER_COLOURS = """async picture => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const fewer = data.map(value => (value & 0xfc) | (value >> 6));
  const letters = Array.from(fewer, value => String.fromCharCode(value));
  return btoa(letters.filter((_, at) => at % 4 < 3).join(""));
}"""


async def picture(page: Page, name: str, *, width: int, height: int = 900) -> None:
    """Keep what the page shows as `docs/pictures/<name>.png`, where INTAKE_PICTURES is set.

    Sizes are in pixels; the page has its own size again afterwards.
    """
    if not os.environ.get("INTAKE_PICTURES"):
        return
    before = page.viewport_size
    assert before is not None
    await page.set_viewport_size({"width": width, "height": height})
    await page.wait_for_timeout(300)
    shot = await page.screenshot(animations="disabled")
    await page.set_viewport_size(before)
    (FOLDER / f"{name}.png").write_bytes(png(width, await _pixels(page, shot)))


async def _pixels(page: Page, shot: bytes) -> bytes:
    """Return a picture's pixels, three bytes each, read on an empty page of the same browser."""
    browser = page.context.browser
    assert browser is not None
    empty = await browser.new_page()
    made: str = await empty.evaluate(_WITH_FEWER_COLOURS, base64.b64encode(shot).decode())
    await empty.close()
    return base64.b64decode(made)


def png(width: int, pixels: bytes) -> bytes:
    """Return pixels of three bytes each as a picture (https://www.w3.org/TR/png-3/)."""
    lines = [pixels[at : at + 3 * width] for at in range(0, len(pixels), 3 * width)]
    header = struct.pack(">IIBBBBB", width, len(lines), 8, 2, 0, 0, 0)
    content = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    chunks = ((b"IHDR", header), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check

"""What a packed file declares of itself, looked at before anything of it is unpacked.

`zipfile` gives no more of a part than was declared, so what is declared here is what can come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conversations.lists.unfit import Unfit

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable

_MEGABYTE: Final = 1024 * 1024
_MOST_PARTS: Final = 256
_MOST_UNPACKED: Final = 48 * _MEGABYTE
_MOST_OF_A_PART: Final = 16 * _MEGABYTE  # but for sheets, which are read piece by piece
_TIGHTEST: Final = 200  # times; a list of people comes to 5 to 30
_TOO_SMALL_TO_TELL: Final = _MEGABYTE

_SHEETS: Final = "xl/worksheets/"
_MACROS: Final = "vbaproject.bin"
_WORKBOOK: Final = "xl/workbook.xml"
_IS_LOCKED: Final = 0x1  # https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.4.4


def flaw_of(parts: Iterable[zipfile.ZipInfo]) -> Unfit | None:
    """Return why the workbook with these parts is not opened, None where it may be."""
    listed = list(parts)
    names = {part.filename.lower() for part in listed}
    if any(name.endswith(_MACROS) for name in names):
        return Unfit.MACROS
    if _WORKBOOK not in names:
        return Unfit.NOT_A_LIST
    if any(part.flag_bits & _IS_LOCKED for part in listed):
        return Unfit.OLD_WORKBOOK
    return Unfit.PACKED_TOO_TIGHTLY if _is_bomb(listed) else None


def _is_bomb(parts: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(part.file_size for part in parts)
    return len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or any(map(_is_swollen, parts))


def _is_swollen(part: zipfile.ZipInfo) -> bool:
    if part.file_size <= _TOO_SMALL_TO_TELL:
        return False
    is_tight = part.file_size > part.compress_size * _TIGHTEST
    is_sheet = part.filename.lower().startswith(_SHEETS)
    return is_tight or (part.file_size > _MOST_OF_A_PART and not is_sheet)

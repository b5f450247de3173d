"""Why a file cannot be taken as a list, in one sentence each."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conversations.lists.limits import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.sentences import Sentence

MEGABYTE: Final = 1024 * 1024


class Unfit(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    TOO_MANY_ROWS = "too many rows"
    TOO_MANY_COLUMNS = "too many columns"
    CELL_TOO_LONG = "cell too long"
    NOT_A_LIST = "not a list"
    UNKNOWN_ENCODING = "unknown encoding"
    MACROS = "macros"
    OLD_WORKBOOK = "old workbook"
    PACKED_TOO_TIGHTLY = "packed too tightly"
    DAMAGED = "damaged"


REASONS: Final[Mapping[Unfit, Sentence]] = MappingProxyType(
    {
        Unfit.EMPTY: sentence("There is nothing in this file."),
        Unfit.TOO_LARGE: sentence(
            "This file is too large. The limit in megabytes: {limit}. Please send it in parts.",
            limit=MOST_BYTES // MEGABYTE,
        ),
        Unfit.TOO_MANY_ROWS: sentence(
            "This list has too many rows. The limit: {limit}. Please send it in parts.",
            limit=MOST_ROWS,
        ),
        Unfit.TOO_MANY_COLUMNS: sentence(
            "This list has too many columns. The limit: {limit}. Please remove those that say"
            " nothing about the customer.",
            limit=MOST_COLUMNS,
        ),
        Unfit.CELL_TOO_LONG: sentence(
            "One cell of this list holds too long a text. The limit in characters: {limit}.",
            limit=LONGEST_CELL,
        ),
        Unfit.NOT_A_LIST: sentence(
            "This file is no list that I can read. Please send a CSV, XLSX or vCard file."
        ),
        Unfit.UNKNOWN_ENCODING: sentence(
            "I cannot read the letters in this file. Please save it as CSV in UTF-8, or as XLSX."
        ),
        Unfit.MACROS: sentence(
            "This workbook has macros, which I do not take. Please save it as XLSX without them."
        ),
        Unfit.OLD_WORKBOOK: sentence(
            "This workbook is of an older format, or has a password. Please save it as XLSX"
            " without one."
        ),
        Unfit.PACKED_TOO_TIGHTLY: sentence(
            "This workbook holds far more than a list of customers does. Please save it as CSV."
        ),
        Unfit.DAMAGED: sentence("This file is damaged. Please save it once more and send that."),
    }
)

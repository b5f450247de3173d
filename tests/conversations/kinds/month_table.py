"""Write both tables of months anew: `python -m tests.conversations.kinds.month_table`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, localedata

from conversations.kinds.months import folded_month, merged

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = Path(__file__).parents[3] / "conversations" / "kinds"
PATH = KINDS / "months.txt"
PATH_OF_ALL = KINDS / "months_of_all.txt"

# These call our months by the names of Ethiopia's, which are others and count other years.
AMBIGUOUS = {"byn", "gez", "ti", "tig", "wal"}

WIDTHS = {"MMMM": "wide", "MMM": "abbreviated"}
SETS = [(c, w) for c in ("format", "stand-alone") for w in ("wide", "abbreviated")]


def table() -> str:
    """Return the text of the file: languages, and their variants that say anything more."""
    rows: dict[str, str] = {}
    for identifier in sorted(localedata.locale_identifiers()):
        language = identifier.partition("_")[0]
        row = "" if language in AMBIGUOUS else columns(identifier)
        if row != rows.get(language) and row.strip():
            rows[identifier] = row
    return "".join(f"{identifier}\t{row}\n" for identifier, row in rows.items())


def table_of_all(rows: str) -> str:
    """Return the text of the other file, from that of the first: names by what they may mean."""
    names: dict[int, list[str]] = {}
    for name, bits in merged(line.partition("\t")[2] for line in rows.splitlines()).items():
        names.setdefault(bits, []).append(name)
    return "".join(f"{bits}\t{'|'.join(sorted(names[bits]))}\n" for bits in sorted(names))


# A suffix that touches the month in a written day, as in Basque: `y(e)'ko' MMMM'ren' d(a)`.
SUFFIX = re.compile(r"(?<!M)(MMMM?)'([^\W\d]+)")


def columns(identifier: str) -> str:
    """Return the names of the months in one language, a column for each month."""
    # Babel writes what it resolved for one locale into data it shares with others
    # (LocaleDataDict.__getitem__), so each one is read afresh.
    localedata._cache.clear()
    locale = Locale.parse(identifier)
    return "\t".join(
        "|".join(sorted({told for name in names(locale, month) for told in told_as(name)}))
        for month in range(1, 13)
    )


def names(locale: Locale, month: int) -> Iterator[str]:
    """Yield the names of a month, and those with the suffix they have in a written day."""
    yield from (locale.months[context][width][month] for context, width in SETS)
    for length in ("full", "long", "medium"):
        for width, suffix in SUFFIX.findall(locale.date_formats[length].pattern):
            yield f"{locale.months['format'][WIDTHS[width]][month]}{suffix}"


def told_as(name: str) -> list[str]:
    """Return a name as it is compared; none where it is a figure, or a little word elsewhere."""
    plain = folded_month(name)
    is_figure = any(map(str.isdigit, plain))
    return [] if is_figure or (len(plain) <= 2 and plain.isascii()) else [plain]


if __name__ == "__main__":
    PATH.write_text(table(), encoding="utf-8")
    PATH_OF_ALL.write_text(table_of_all(PATH.read_text("utf-8")), encoding="utf-8")

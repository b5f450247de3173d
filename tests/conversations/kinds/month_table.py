"""Write `months.txt` anew from Babel: `python -m tests.conversations.kinds.month_table`."""

from __future__ import annotations

from pathlib import Path

from babel import Locale, localedata

from conversations.kinds.months import folded_month

PATH = Path(__file__).parents[3] / "conversations" / "kinds" / "months.txt"

# These call our months by the names of Ethiopia's, which are others and count other years.
AMBIGUOUS = {"byn", "gez", "ti", "tig", "wal"}

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


def columns(identifier: str) -> str:
    """Return the names of the months in one language, a column for each month."""
    # Babel writes what it resolved for one locale into data it shares with others
    # (LocaleDataDict.__getitem__), so each one is read afresh.
    localedata._cache.clear()
    data = Locale.parse(identifier).months
    return "\t".join(
        "|".join(sorted({name for sets in SETS for name in told(data[sets[0]][sets[1]][month])}))
        for month in range(1, 13)
    )


def told(name: str) -> list[str]:
    """Return a name as it is compared; none where it is a figure, or a little word elsewhere."""
    plain = folded_month(name)
    is_figure = any(map(str.isdigit, plain))
    return [] if is_figure or (len(plain) <= 2 and plain.isascii()) else [plain]


if __name__ == "__main__":
    PATH.write_text(table(), encoding="utf-8")

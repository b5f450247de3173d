"""Write `months.txt` anew from Babel: `python tests/conversations/kinds/month_table.py`."""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

from conversations.kinds.months import Table, merged

PATH = Path(__file__).parents[3] / "conversations" / "kinds" / "months.txt"

# Read together, so that a word two of them disagree about is known to mean both months. The
# variants of a language are here where its countries name the months differently.
MOST_PEOPLE = """
    ar ar_DZ ar_IQ ar_LB ar_MA ar_MR ar_TN az az_Cyrl be bg bn bs ca cs da de de_AT el en_GB es
    et fa fa_AF fi fil fr fr_CA ha he hi hr hu hy id is it ka kk km ky lt lv mk mn mr ms my nb ne
    nl pl ps pt ro ru sk sl so sq sr sr_Latn sv sw ta te th tr uk ur uz uz_Cyrl zh ja ko
"""


def table() -> str:
    """Return the text of the file: the languages of most people, a blank line, the others."""
    most = merged(map(Locale.parse, MOST_PEOPLE.split()))
    every = merged(map(Locale.parse, locale_identifiers()))
    rest = {words: months for words, months in every.items() if words not in most}
    return f"{_lines(most)}\n\n{_lines(rest)}\n"


def _lines(names: Table) -> str:
    return "\n".join(
        "\t".join([str(month), *sorted(w for w, of in names.items() if month in of)])
        for month in range(1, 13)
    )


if __name__ == "__main__":
    PATH.write_text(table(), encoding="utf-8")

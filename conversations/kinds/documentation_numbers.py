"""Phone numbers that belong to nobody: ranges regulators keep for books, films and manuals.

People try a bot out with them, and our own tests and pages name no others. Most of these ranges
are valid to phonenumbers; here are the ones it does not know, which would look wrong otherwise.
"""

from __future__ import annotations

import re
from typing import Final

# By the digits of E.164, without "+".
_RESERVED: Final = re.compile(
    # mobile, and no area: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
    r"44(?:7700900|1632960)\d{3}"
    # line numbers 0100 to 0199 of 555, in every area code: https://nationalnanpa.com/
    r"|1[2-9]\d{2}55501\d{2}"
    # mobile, decision 2018-0881 on numbers for audiovisual works: https://www.arcep.fr/
    r"|3363998\d{4}"
)


def is_for_documentation(e164: str) -> bool:
    """Tell whether a number, as `+` and digits, is reserved for documentation and drama."""
    return _RESERVED.fullmatch(e164, 1) is not None

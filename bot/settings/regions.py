"""Which two letters stand for a country: ISO 3166-1, as the time-zone database lists it."""

from functools import cache
from importlib import resources

# In use for Kosovo (+383) everywhere, though ISO has not assigned it.
_KOSOVO = "XK"


@cache
def regions() -> frozenset[str]:
    """Give the codes, in capitals (https://data.iana.org/time-zones/tzdb/iso3166.tab)."""
    table = resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab")
    lines = table.read_text(encoding="utf-8").splitlines()
    return frozenset({line.partition("\t")[0] for line in lines if line[0] != "#"} | {_KOSOVO})


def region(text: str) -> str:
    """Read the code of a country, in whatever case it is written."""
    code = text.upper()
    if code not in regions():
        raise ValueError("is no country's two letters")
    return code

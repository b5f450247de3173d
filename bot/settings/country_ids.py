"""Which of Flextell's ids stands for which country: `TR:1, DE:49`."""

import re
from collections.abc import Mapping

from bot.settings.readers import comma_list
from bot.settings.regions import regions

_PAIR = re.compile(r"([A-Za-z]{2})\s*:\s*([1-9][0-9]{0,17})")
# Of what is wrong, this much of a pair may be said back; anything else may be a secret.
_REPEATABLE = re.compile(r"[A-Za-z]{2}(?::[0-9]{0,18})?")


def country_ids(text: str) -> Mapping[str, int]:
    """Read the ids by country, in the order written; all pairs that are wrong are named at once.

    A country has one id; two countries may share one.
    """
    pairs = comma_list(text)
    wrong = [pair for pair in pairs if not _is_pair(pair)]
    if wrong:
        raise ValueError(f"holds what is no country with its id ({_named(wrong)})")
    found = [(code.upper(), int(number)) for code, number in map(_split, pairs)]
    codes = [code for code, _ in found]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"gives more than one id to a country ({', '.join(twice)})")
    return dict(found)


def _is_pair(pair: str) -> bool:
    match = _PAIR.fullmatch(pair)
    return match is not None and match[1].upper() in regions()


def _split(pair: str) -> tuple[str, str]:
    code, _, number = pair.partition(":")
    return code.strip(), number.strip()


def _named(pairs: list[str]) -> str:
    shapes = (pair if _REPEATABLE.fullmatch(pair) else "something else" for pair in pairs)
    return ", ".join(dict.fromkeys(shapes))

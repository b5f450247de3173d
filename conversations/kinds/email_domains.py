"""Domains where most people have their mailbox, and the slips fingers make in them.

A slip is only ever suggested, never corrected: the domain as typed may be real.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType
from typing import Final

# Providers by name, with the endings they really have: their own published lists of addresses.
_PROVIDERS: Final = MappingProxyType(
    {
        name: tuple(endings.split())
        for name, endings in {
            "gmail": "com",
            "googlemail": "com",
            "icloud": "com",
            "protonmail": "com ch",
            "rediffmail": "com",
            "fastmail": "com fm",
            "rocketmail": "com",
            "comcast": "net",
            "verizon": "net",
            "sbcglobal": "net",
            "bellsouth": "net",
            "btinternet": "com",
            "virginmedia": "com",
            "ntlworld": "com",
            "wanadoo": "fr",
            "laposte": "net",
            "orange": "fr",
            "neuf": "fr",
            "t-online": "de",
            "freenet": "de",
            "libero": "it",
            "virgilio": "it",
            "tiscali": "it co.uk",
            "naver": "com",
            "hanmail": "net",
            "seznam": "cz",
            "rambler": "ru",
            "yandex": "ru com by kz ua com.tr",
            "mynet": "com",
            "telenet": "be",
            "bigpond": "com net.au",
            "optusnet": "com.au",
            "xtra": "co.nz",
            "hotmail": "com co.uk fr de it es be nl se no dk fi ca ch at gr hu cz com.ar com.br"
            " com.tr com.mx com.au co.jp co.nz co.th co.kr co.il co.in co.za com.hk my ph sg",
            "outlook": "com fr de es it be at dk ie pt cl cz hu in jp kr lv my ph sa sg sk co.id"
            " co.il co.th com.ar com.au com.br com.gr com.tr com.vn",
            "yahoo": "com co.uk co.in co.id co.jp co.kr co.nz co.th co.za com.ar com.au com.br"
            " com.cn com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ve com.vn"
            " de es fr it gr ie in ca dk no se nl pl ro cl cz hu be at ch fi pt ru",
            "live": "com co.uk fr de nl be it se no dk ca cl cn hk ie in jp at ru co.za co.kr"
            " com.ar com.au com.mx com.pt com.sg",
            "aol": "com de fr it es co.uk",
            "msn": "com",
            "gmx": "de net com at ch fr",
            "web": "de",
            "mail": "ru com ee bg",
        }.items()
    }
)

# Real neighbours of the names above.
_REAL_NAMES: Final = frozenset(
    "mail email ymail imail vmail kmail fmail cloud gmx range grange liber yandexteam".split()
)
_FUZZY_FROM = 5  # shorter names have too many real neighbours

# Endings that no registry has (https://www.iana.org/domains/root/db), and what was meant.
_NO_SUCH_ENDING: Final = MappingProxyType(
    {
        slip: ending
        for ending, slips in {
            "com": "con cmo ocm vom xom cpm comm coom ccom conm comn cim clm col ckm dom coma coml"
            " comq c0m",
            "net": "nte ner nett met bet ent neet",
            "org": "ogr orgg rog otg prg irg oeg",
            "co.uk": "co.ik co.u couk co.ku co.yk co.uj cou.k",
            "com.tr": "com.rt con.tr comtr com.t cm.tr",
            "com.br": "com.rb con.br combr cm.br",
            "com.au": "con.au comau cm.au com.ua.au",
        }.items()
        for slip in slips.split()
    }
)
# Real endings that are nearly always a slip behind a provider of .com.
_SHORTENED: Final = frozenset({"co", "cm", "om", "c", "cam", "cc"})

_REPEATED: Final = re.compile(r"(.)\1+")


def suggestion(domain: str) -> str | None:
    """Return the domain that was probably meant by this lower-case one; None where it is fine."""
    name, _, ending = domain.partition(".")
    meant_ending = _NO_SUCH_ENDING.get(ending, ending)
    meant_name = name if name in _PROVIDERS else _nearest(name, domain)
    for known in (*_PROVIDERS.get(meant_name, ()),):
        if known == meant_ending:
            return _unless_same(f"{meant_name}.{known}", domain)
    return _unless_same(_by_ending(meant_name, ending, meant_ending), domain)


def _by_ending(name: str, ending: str, meant: str) -> str:
    """Return a domain whose ending, as it is, is not one its provider has."""
    endings = _PROVIDERS.get(name, ())
    if endings and (ending in _SHORTENED or len(endings) == 1) and len(name) >= _FUZZY_FROM:
        return f"{name}.{endings[0]}"
    return f"{name}.{meant}"


def _unless_same(meant: str, domain: str) -> str | None:
    return None if meant == domain else meant


def _nearest(name: str, domain: str) -> str:
    """Return the provider's name one slip away, else the name as it is."""
    plain = _plain(name)
    if plain != name and plain in _PROVIDERS:
        return plain
    if plain in _REAL_NAMES or len(plain) < _FUZZY_FROM - 1:
        return name
    nearby = _nearby()
    found = {known for form in _forms(plain) for known in nearby.get(form, ())}
    return min(found, key=lambda known: (abs(len(known) - len(plain)), known), default=name)

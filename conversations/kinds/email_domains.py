"""Domains where most people have their mailbox, and the endings that exist only as a slip."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from conversations.kinds.words import words

# Providers by name, with the endings they really have, the likeliest first.
PROVIDERS: Final = MappingProxyType(
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
            "wanadoo": "fr",
            "laposte": "net",
            "t-online": "de",
            "libero": "it",
            "hanmail": "net",
            "rambler": "ru",
            "orange": "fr",
            "freenet": "de",
            "seznam": "cz",
            "ziggo": "nl",
            "yandex": "ru com by kz ua com.tr",
            "optusnet": "com.au",
            "tutanota": "com de",
            "proton": "me",
            "naver": "com",
            "mynet": "com",
            "virgilio": "it",
            "tiscali": "it",
            "interia": "pl eu",
            "centrum": "cz",
            "bluewin": "ch",
            "telenet": "be",
            "skynet": "be",
            "charter": "net",
            "earthlink": "net",
            "optonline": "net",
            "sympatico": "ca",
            "windowslive": "com",
            "bigpond": "com net.au",
            "ymail": "com",
            "zoho": "com eu in",
            "qq": "com",
            "me": "com",
            "mac": "com",
            "hotmail": "com co.uk fr de it es be nl se no dk fi ca ch at gr hu cz com.ar com.br"
            " com.tr com.mx com.au co.jp co.nz co.th co.kr co.il co.in co.za com.hk my ph sg",
            "outlook": "com fr de es it be at dk ie pt cl cz hu in jp kr lv my ph sa sg sk co.id"
            " co.il co.th com.ar com.au com.br com.gr com.tr com.vn",
            "yahoo": "com co.uk co.in co.id co.jp co.kr co.nz co.th co.za com.ar com.au com.br"
            " com.cn com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ve com.vn"
            " de es fr it gr ie in ca dk no se nl pl ro cl cz hu be at ch fi pt ru",
            "live": "com",
            "aol": "com",
            "msn": "com",
        }.items()
    }
)

# These have one address only; every other ending of theirs is a slip.
ONLY_COM: Final = frozenset({"gmail", "googlemail", "icloud", "rediffmail"})

# Real names that are one slip away from a name above, and no slip of it.
REAL_NAMES: Final = words(
    "mail email ymail imail vmail kmail tmail jmail umail ttmail cloud gmx libera liberto yande"
    " lapost hotel gotmail grange arrange range never river saver planet internet chapter chatter"
    " charger mybet proto protos interna internal cover"
)

# Endings that are not in https://www.iana.org/domains/root/db, and what was meant.
NO_SUCH_ENDING: Final = MappingProxyType(
    {
        slip: ending
        for ending, slips in {
            "com": "con cmo ocm vom xom cpm comm coom ccom conm comn cim clm col ckm dom coma coml"
            " c0m comcom com.com cop cob fom",
            "net": "nte ner nett met bet ent neet nrt",
            "org": "ogr orgg rog otg prg irg oeg",
            "co.uk": "co.ik co.u couk co.ku co.yk co.uj",
            "com.tr": "com.rt con.tr comtr com.t",
            "com.br": "com.rb con.br combr com.b",
            "com.au": "con.au comau",
        }.items()
        for slip in slips.split()
    }
)

# Real endings, yet nearly always a slip behind a provider of .com that does not have them.
NOT_OF_COM: Final = words("co cm om c cam cc net org info biz eu")

# Slips that no single letter explains, or in names too short to be compared letter by letter.
WHOLE_SLIPS: Final = MappingProxyType(
    {
        slip: domain
        for domain, slips in {
            "gmail.com": "gmailcom.com g.mail.com gmai.l.com",
            "hotmail.com": "hot.mail.com hotmailcom.com",
            "outlook.com": "out.look.com",
            "icloud.com": "icuold.com",
            "yandex.ru": "yandeks.ru",
            "yandex.com": "yandeks.com",
            "mail.ru": "mial.ru maill.ru meil.ru maul.ru mail.tu mail.ry mail.rru mail.ri",
            "proton.me": "proton.em protn.me porton.me prton.me protom.me",
            "gmx.de": "gmx.ed gmxx.de gxm.de",
            "web.de": "web.ed webb.de wbe.de",
            "freenet.de": "freenet.ed",
            "free.fr": "fre.fr free.rf",
            "wp.pl": "wp.lp",
            "onet.pl": "onet.lp",
        }.items()
        for slip in slips.split()
    }
)

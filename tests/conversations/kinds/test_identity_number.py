from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import FAILS_CHECK, Refusal
from conversations.kinds.identity_number import MASK, IdentityNumber, masked
from conversations.kinds.national_numbers import NATIONAL_NUMBERS
from conversations.wording import wording
from tests.conversations.kinds.reading import listener, read

ANYWHERE = IdentityNumber("identity_number", "GB")
TURKISH = IdentityNumber("identity_number", "TR")
SPANISH = IdentityNumber("identity_number", "ES")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("AB 123456", "AB 123456"),
        ("  AB\t12  34\n56 ", "AB 12 34 56"),
        ("٢٩٠٠١٠١١٢٣٤٥٦٧", "29001011234567"),
        ("１２３４５６", "123456"),
        ("C01X00T47", "C01X00T47"),
        ("1234 567890", "1234 567890"),
        ("RSSMRA85T10A562S", "RSSMRA85T10A562S"),
        ("12.345.678-9", "12.345.678-9"),
    ],
)
def test_a_number_is_kept_as_it_is_written(text: str, kept: str) -> None:
    """Blanks are tidied and digits are ASCII's; nothing else is known of such numbers."""
    assert read(ANYWHERE, text) == [kept]


@pytest.mark.parametrize(
    "text",
    [
        *("", "123", "ABCDEF", "why?", "my number is AB123456", "1" * 256, "1 " * 3000),
        *("AB\x00123456", "AB\u202e123456"),
        *("=12345", "+12345", "-12345", "@12345", "＝12345"),
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """Too short or long, no digit, words around it, a formula, or not to be shown."""
    (answer,) = read(ANYWHERE, text)

    assert answer.startswith("no: I see no identity number")


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (TURKISH, "10000000146", "10000000146"),
        (TURKISH, "100 000 001 46", "10000000146"),
        (TURKISH, "١٠٠٠٠٠٠٠١٤٦", "10000000146"),
        (TURKISH, "kimlik numaram 10000000146", "10000000146"),
        (TURKISH, "TC no: 100 000 001 46, 5 Ocak", "10000000146"),
        (TURKISH, "kapı 5 100 000 001 46", "10000000146"),
        (SPANISH, "00000000-t", "00000000T"),
        (SPANISH, "x0000000t", "X0000000T"),
        (SPANISH, "Y0000000Z", "Y0000000Z"),
        (SPANISH, "mi NIE es X-0000000-T", "X0000000T"),
    ],
)
def test_a_number_that_passes_its_countrys_check_is_taken(
    kind: IdentityNumber, text: str, kept: str
) -> None:
    """It is found among blanks and words, and kept without them."""
    readings = kind.read(text, listener())

    assert not isinstance(readings, Refusal)
    assert [(r.values, r.marks) for r in readings] == [({"identity_number": kept}, frozenset())]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (TURKISH, "10000000147"),
        (TURKISH, "10000000156"),
        (TURKISH, "00000000146"),
        (TURKISH, "U 1234567"),
        (SPANISH, "00000000R"),
        (SPANISH, "X00000000T"),
        (SPANISH, "1234"),
    ],
)
def test_a_number_that_fails_its_countrys_check_is_asked_about(
    kind: IdentityNumber, text: str
) -> None:
    """It may be mistyped, or of another country: it is marked, not refused."""
    (reading,) = kind.read(text, listener())  # type: ignore[misc] # a refusal would fail here

    assert reading.values == {"identity_number": text}
    assert reading.marks == {FAILS_CHECK}
    assert kind.label(reading.values, wording("en")).startswith(f"Use it anyway: {MASK}")


@pytest.mark.parametrize("region", sorted(NATIONAL_NUMBERS))
def test_an_example_passes_its_own_check(region: str) -> None:
    """What a refusal shows would be taken."""
    kind = IdentityNumber("identity_number", region)
    example = NATIONAL_NUMBERS[region].example

    assert read(kind, example) == [example]
    refusal = kind.read("?", listener())
    assert isinstance(refusal, Refusal)
    assert example in wording("en").say(refusal.reason)


def test_a_number_is_not_sought_in_a_long_text() -> None:
    """What is no answer in length is none, whatever is in it."""
    (answer,) = read(TURKISH, f"{'word ' * 60} 10000000146")
    assert answer.startswith("no: I see no identity number")


@given(digits=st.text("0123456789", min_size=8, max_size=8), place=st.integers(0, 8))
def test_a_wrong_digit_never_passes_in_turkiye(digits: str, place: int) -> None:
    """Of the nine digits before the check digits, none can be another unnoticed."""
    is_right = NATIONAL_NUMBERS["TR"].is_right
    right = _completed(f"1{digits}")
    other = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]

    assert is_right(right)
    assert not is_right(other)


def _completed(nine: str) -> str:
    """Return the Turkish number that begins with these nine digits."""
    is_right = NATIONAL_NUMBERS["TR"].is_right
    return next(n for end in range(100) if is_right(n := f"{nine}{end:02}"))


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("10000000146", f"{MASK}0146"),
        ("AB 12 34 56", f"{MASK}3456"),
        ("12.345.678-9", f"{MASK}6789"),
        ("A12345", f"{MASK}345"),
        ("1234", f"{MASK}34"),
    ],
)
def test_a_number_is_never_shown_whole(number: str, shown: str) -> None:
    """Its last four signs are enough to know it by; of a short one half are hidden."""
    assert masked(number) == shown
    assert ANYWHERE.show({"identity_number": number}, wording("en")) == shown
    assert ANYWHERE.write({"identity_number": number}) == number
    assert ANYWHERE.offered({}) == ()
    assert not ANYWHERE.asks_contact

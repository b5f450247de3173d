"""Tokens that are refreshed before they expire: once, however many ask."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from flextell import Access, ConsentNeeded, NotSent, RefreshingToken


@dataclass
class Source:
    """A source that gives the next of its answers each time, once `go` is set."""

    answers: list[Access | Exception]
    asked: list[str | None] = field(default_factory=list)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    now: float = 100.0

    def __post_init__(self) -> None:
        self.go.set()

    async def fresh(self, rejected: str | None) -> Access:
        """Give the next answer."""
        self.asked.append(rejected)
        await self.go.wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def token(self) -> RefreshingToken:
        """Build credentials that ask here, by a clock set by hand."""
        return RefreshingToken(self, clock=lambda: self.now)


async def settled(token: RefreshingToken) -> None:
    """Let what goes on meanwhile come to its end."""
    await token.settle(1)
    await asyncio.sleep(0)


async def test_many_who_ask_at_once_are_one_request() -> None:
    """All get what it brings."""
    source = Source([Access("one", 50, 60)])
    token = source.token()
    assert await asyncio.gather(*(token.bearer() for _ in range(20))) == ["one"] * 20
    assert await token.bearer() == "one"
    assert source.asked == [None]


async def test_a_token_near_its_end_is_used_while_it_is_refreshed() -> None:
    """Nobody waits, and the next call has the new one."""
    source = Source([Access("one", 50, 60), Access("two", 50, 60)])
    token = source.token()
    await token.bearer()
    source.go.clear()
    source.now += 50
    assert [await token.bearer(), await token.bearer()] == ["one", "one"]
    source.go.set()
    await settled(token)
    assert await token.bearer() == "two"
    assert source.asked == [None, None]


async def test_a_token_at_its_end_is_waited_for() -> None:
    """An expired one is not sent."""
    source = Source([Access("one", 50, 60), Access("two")])
    token = source.token()
    await token.bearer()
    source.now += 60
    assert await token.bearer() == "two"


async def test_a_token_without_an_end_is_used_until_it_is_rejected() -> None:
    """Flextell need not say how long it lasts."""
    source = Source([Access("one"), Access("two")])
    token = source.token()
    await token.bearer()
    source.now += 1e9
    assert await token.bearer() == "one"
    assert await token.renew("one") == "two"
    assert source.asked == [None, "one"]


async def test_many_who_are_rejected_at_once_are_one_request() -> None:
    """Who comes later, with the old token still, gets the new one at once."""
    source = Source([Access("one"), Access("two")])
    token = source.token()
    await token.bearer()
    assert await asyncio.gather(*(token.renew("one") for _ in range(20))) == ["two"] * 20
    assert await token.renew("one") == "two"
    assert source.asked == [None, "one"]


async def test_a_request_under_way_that_brings_the_rejected_token_is_not_enough() -> None:
    """It had begun before the rejection was known."""
    source = Source([Access("one"), Access("two")])
    token = source.token()
    source.go.clear()
    first = asyncio.create_task(token.bearer())
    await asyncio.sleep(0)
    second = asyncio.create_task(token.renew("one"))
    await asyncio.sleep(0)
    source.go.set()
    assert (await first, await second) == ("one", "two")
    assert source.asked == [None, "one"]


async def test_a_failure_is_everybodys_and_the_next_call_asks_again() -> None:
    """The reason reaches whoever waits."""
    source = Source([NotSent("made up"), ConsentNeeded(), Access("one")])
    token = source.token()
    ends = await asyncio.gather(token.bearer(), token.bearer(), return_exceptions=True)
    assert [type(end) for end in ends] == [NotSent, NotSent]
    with pytest.raises(ConsentNeeded, match="a person has to sign in"):
        await token.bearer()
    assert await token.bearer() == "one"


async def test_a_refresh_that_fails_unseen_disturbs_nobody() -> None:
    """The old token goes on until its own end."""
    source = Source([Access("one", 50, 60), NotSent("made up"), Access("two")])
    token = source.token()
    await token.bearer()
    source.now += 55
    assert await token.bearer() == "one"
    await settled(token)
    source.now += 5
    assert await token.bearer() == "two"


async def test_a_refresh_goes_on_when_those_who_wait_are_gone() -> None:
    """Its answer holds the only refresh token that is good from then on."""
    source = Source([Access("one")])
    token = source.token()
    source.go.clear()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await token.bearer()
    source.go.set()
    await settled(token)
    assert await token.bearer() == "one"
    assert source.asked == [None]


async def test_what_does_not_settle_in_time_is_left() -> None:
    """A process that ends has only so long."""
    source = Source([Access("one")])
    token = source.token()
    await token.settle(1)
    source.go.clear()
    waiting = asyncio.create_task(token.bearer())
    await asyncio.sleep(0)
    await token.settle(0.01)
    assert not waiting.done()
    assert token._under_way is not None
    token._under_way.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_no_token_is_shown() -> None:
    """Not by the values that carry it."""
    source = Source([Access("canary", 50, 60)])
    token = source.token()
    await token.bearer()
    assert "canary" not in f"{token!r} {token._held!r} {Access('canary')!r}"

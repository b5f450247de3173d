"""What may happen to the bot and the model, as hypothesis draws it, step by step."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from bot.metrics import REGISTRY
from tests.faults.abreast import Abreast, Deed, Person
from tests.faults.checker import check, leaks
from tests.faults.fates import FAULTS
from tests.faults.leaping import LeapingLoop
from tests.faults.model import QUESTIONS
from tests.faults.modelled import STEP_SECONDS, raised
from tests.faults.words import FAMILY, LABELS, NO_ANSWER, right

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from storage import Keyring

WHO = st.sampled_from([1001, 1002])
KEY = st.sampled_from(QUESTIONS)
FAULT = st.one_of(st.just(""), *map(st.sampled_from, FAULTS))
# So slow that a worker may die meanwhile.
SLOW = st.sampled_from(["commit_then_timeout", "slow_drip", "commit_late", ""])
WHICH = st.integers(0, 1)
LONG = 60.0
CANARIES = (FAMILY, FAMILY.lower(), "7700 900", "7700900", "1632 960", "1632960")


class Machine(RuleBasedStateMachine):
    """What may happen, in any order; after each of it, bot and model are compared."""

    def __init__(self, url: str, keyring: Keyring, folder: Path | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._runner = asyncio.Runner(loop_factory=LeapingLoop)
        self._left = AsyncExitStack()
        self._logs = self._left.enter_context(capture_logs())
        self.both = Abreast(self._run(self._left.enter_async_context(raised(url, keyring))))
        self._run(self._worker_begins())

    @rule(who=WHO, which=WHICH)
    def goes_on(self, who: int, which: int) -> None:
        """Do what leads on from where the talk is."""
        self._step(self._goes_on(who, which))

    @rule(who=WHO, which=WHICH, fault=FAULT)
    def gets_to_the_end(self, who: int, which: int, fault: str) -> None:
        """Answer all that is asked, and confirm; the POST meets a fault, or none."""
        self._step(self._registers(who, which, fault))

    @rule(who=WHO, which=WHICH, fault=SLOW, seconds=st.sampled_from([0.0, 0.3, 1.0]))
    def worker_dies_at_work(self, who: int, which: int, fault: str, seconds: float) -> None:
        """Register, and have the worker die so long after that, as by SIGKILL."""
        self._step(self._dies_at_work(who, which, fault, seconds))

    @rule(who=WHO)
    def says_what_is_no_answer(self, who: int) -> None:
        """Say something that answers nothing."""
        talk = self.both.people[who].talk
        text = NO_ANSWER.get(talk.place, "12345")
        self._step(self.both.does(self.both.written(who, text, talk)))

    @rule(who=WHO, number=st.integers(2, 3), which=WHICH)
    def says_several_at_once(self, who: int, number: int, which: int) -> None:
        """Answer several questions in one second."""
        self._step(self._says_several(who, number, which))

    @rule(who=WHO, what=st.sampled_from(["start", "restart", "cancel", "skip", "back"]))
    def commands(self, who: int, what: str) -> None:
        """Use a command of the menu."""
        talk = self.both.people[who].talk
        after = {
            "start": talk.starts,
            "restart": talk.restarts,
            "cancel": talk.cancels,
            "skip": talk.skips,
            "back": talk.goes_back,
        }[what]()
        self._step(self.both.does(self.both.written(who, f"/{what}", after)))

    @rule(who=WHO, key=KEY)
    def declines_or_changes(self, who: int, key: str) -> None:
        """At the consent say not now; at the summary open an answer again."""
        talk = self.both.people[who].talk
        if talk.place == "consent":
            self._step(self.both.presses(who, "Not now", talk.declines()))
        elif talk.place == "summary":
            self._step(self.both.presses(who, f"Change: {LABELS[key]}", talk.changes(key)))

    @precondition(lambda self: any(p.talk.answered for p in self.both.people.values()))
    @rule(who=WHO, place=st.integers(0, 4), which=st.integers(0, 2))
    def edits(self, who: int, place: int, which: int) -> None:
        """Rewrite a message that gave an answer: by another one, or by what is none."""
        who = self._or_else(who, lambda person: bool(person.talk.answered))
        talk = self.both.people[who].talk
        key, given = list(talk.answered.items())[place % len(talk.answered)]
        is_right = which < 2
        text = right(who, key)[which][0] if is_right else NO_ANSWER[key]
        after = talk.edits(key, text) if is_right else talk
        self._step(self.both.does(self.both.edited(who, text, given.message_id, after)))

    @precondition(lambda self: any(p.old_buttons for p in self.both.people.values()))
    @rule(who=WHO, place=st.integers(0, 40))
    def presses_an_old_button(self, who: int, place: int) -> None:
        """Press a button of a card that has been overtaken: nothing comes of it."""
        who = self._or_else(who, lambda person: bool(person.old_buttons))
        person = self.both.people[who]
        data = person.old_buttons[place % len(person.old_buttons)]
        self._step(self.both.does(self.both.pressed(who, data, person.talk)))

    @precondition(lambda self: any(p.told for p in self.both.people.values()))
    @rule(who=WHO, place=st.integers(1, 8))
    def comes_twice(self, who: int, place: int) -> None:
        """Have Telegram send one of a person's last updates once more."""
        who = self._or_else(who, lambda person: bool(person.told))
        self._step(self.both.repeats(who, place))

    @rule(who=WHO)
    def forgets(self, who: int) -> None:
        """Have everything erased."""
        self._step(self.both.forgets(who))

    @rule(who=WHO, which=WHICH)
    def forgets_what_waits(self, who: int, which: int) -> None:
        """Register while no worker runs, and have everything erased."""
        self._step(self._forgets_what_waits(who, which))

    @rule(
        operation=st.sampled_from(["list", "search"]),
        fault=st.sampled_from(["fails_500", "limited_429"]),
    )
    def flextell_shows_nothing(self, operation: str, fault: str) -> None:
        """Have the next list or search fail."""
        self.both.house.flextell.spoil(operation, fault)

    @rule()
    def worker_ends_or_begins(self) -> None:
        """Stop the worker in order, or start one again."""
        is_there = self.both.house.worker is not None
        self._step(self.both.house.worker_stops() if is_there else self._worker_begins())

    @rule()
    def time_passes(self) -> None:
        """Let more time pass than any settle window."""
        self._step(asyncio.sleep(LONG))

    @rule()
    def all_is_done(self) -> None:
        """Let a worker do all there is to do: then each submission is where it has to be."""
        self._run(self._all_is_done())

    def teardown(self) -> None:
        """Hold all that is left against the checker, each chat replayed, and look for leaks."""
        try:
            self._run(self._ends())
        finally:
            self._runner.close()

    async def _ends(self) -> None:
        async with self._left:
            await self._all_is_done()
            await self._replayed()
            texts = [json.dumps(self._logs, default=repr), generate_latest(REGISTRY).decode()]
            assert leaks([self._folder] if self._folder else [], texts, CANARIES) == []

    async def _replayed(self) -> None:
        """Have the checker replay the talks of all whose rows follow from what they know."""
        evidence = await self.both.house.evidence()
        stayed = {who for who, person in self.both.people.items() if person.is_replayable}
        heard = {each for who in stayed for each in self.both.people[who].heard}
        memory = replace(
            evidence.memory,
            chats={who: chat for who, chat in evidence.memory.chats.items() if who in stayed},
        )
        told = {key: update for key, update in self.both.house.told.items() if key in heard}
        check(replace(evidence, memory=memory, updates=told, taken=frozenset(heard)))

    async def _goes_on(self, who: int, which: int) -> None:
        both, talk = self.both, self.both.people[who].talk
        match talk.place:
            case "consent":
                await both.presses(who, "Agree", talk.agrees())
            case "registered":
                await both.presses(who, "Register once more", talk.anew())
            case "summary":
                await both.confirms(who)
            case place if place in QUESTIONS:
                await both.does(self._answer(who, which))
            case _:
                await both.does(both.written(who, "/start", talk.starts()))

    def _answer(self, who: int, which: int, talk: Any = None) -> Deed:
        talk = talk or self.both.people[who].talk
        words, _ = right(who, talk.place)[which]
        after = talk.says(words, self.both.next_message_id, is_right=True)
        return self.both.written(who, words, after)

    async def _registers(self, who: int, which: int, fault: str) -> None:
        self.both.house.flextell.fault = fault
        for _ in range(3 + len(QUESTIONS)):
            if self.both.people[who].talk.is_under_way:
                return
            await self._goes_on(who, which)

    async def _dies_at_work(self, who: int, which: int, fault: str, seconds: float) -> None:
        if self.both.house.worker is None:
            await self._worker_begins()
        await self._registers(who, which, fault)
        await asyncio.sleep(seconds)
        await self.both.house.worker_dies()
        self.both.worker_dies()

    async def _forgets_what_waits(self, who: int, which: int) -> None:
        if self.both.house.worker is not None:
            await self.both.house.worker_stops()
        await self._registers(who, which, "")
        await self.both.forgets(who)

    async def _says_several(self, who: int, number: int, which: int) -> None:
        if self.both.people[who].talk.place not in QUESTIONS:
            await self._goes_on(who, which)
        talk = self.both.people[who].talk
        deeds: list[Deed] = []
        while talk.place in QUESTIONS and len(deeds) < number:
            deeds.append(self._answer(who, which, talk))
            talk = deeds[-1].after
        if deeds:
            await self.both.does(*deeds)

    async def _worker_begins(self) -> None:
        """Start a worker; its first round sweeps what has been erased."""
        self.both.house.worker_goes_on()
        self.both.worker_begins()
        await asyncio.sleep(STEP_SECONDS)
        await self.both.compare()

    async def _all_is_done(self) -> None:
        if self.both.house.worker is None:
            await self._worker_begins()
        await self.both.house.is_quiet()
        await self.both.compare(is_quiet=True)

    def _or_else(self, who: int, may: Callable[[Person], bool]) -> int:
        """Return the person, or another one who may, where this one may not."""
        return next(each for each in (who, *self.both.people) if may(self.both.people[each]))

    def _step(self, deed: Coroutine[Any, Any, object]) -> None:
        """Do it, let the worker do what it has to do at once, and compare."""
        self._run(self._compared(deed))

    async def _compared(self, deed: Coroutine[Any, Any, object]) -> None:
        await deed
        await asyncio.sleep(STEP_SECONDS)
        await self.both.compare()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(work)

"""The cards of /leads: an agent's customers in a list, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from conversations.draft import Draft
from conversations.entered import State
from conversations.events import WantedLead, WentOn
from conversations.handed_cards import HOW_FAR
from conversations.handover_events import OpenedHandover
from conversations.kinds.kind import Listener
from conversations.lead_events import (
    AskedLeads,
    MendedLead,
    OpenedLead,
    ResumedLead,
    WithdrewLead,
)
from conversations.lines import lead_name, line, shortened
from conversations.replies import Button, Reply
from conversations.seeking import is_sought, sought
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conversations.conversation import Conversation, Occasion
    from conversations.entered import Entered, Entries
    from conversations.events import Event
    from conversations.flow import Flow
    from conversations.replies import Rows
    from conversations.wording import Wording

ON_A_PAGE: Final = 8
_LONGEST_NAME: Final = 28
_LONGEST_WANTED: Final = 60

_STATES: Final[Mapping[State, Sentence]] = {
    State.WAITS: sentence("waits to be sent"),
    State.SENDING: sentence("is being sent"),
    State.CHECKED: sentence("looked into by staff"),
    State.REGISTERED: sentence("registered"),
    State.REFUSED: sentence("not accepted"),
    State.GIVEN_UP: sentence("given up by staff"),
}
_OPEN: Final = sentence("open now")
_UNFINISHED: Final = sentence("not finished")

_WHY_NOT: Final[Mapping[State, Sentence]] = {
    State.SENDING: sentence(
        "It may have reached Flextell already, so it can neither be changed nor withdrawn here."
    ),
    State.CHECKED: sentence("A member of staff decides about it; nothing can be done here."),
}


class _Item(NamedTuple):
    """One line of the list: what is said of a customer, and what pressing it means."""

    says: Sentence
    means: Event


def leads_card(
    flow: Flow, talk: Conversation, asked: AskedLeads, held: Entries, occasion: Occasion
) -> Reply:
    """Return today's counts, and the leads: unfinished ones, those handed over, then the rest."""
    words = flow.wording(talk)
    if asked.wanted:
        return _found_card(flow, talk, asked.wanted, held, Listener(words, occasion.today))
    above = [*_unfinished(flow, talk, words), *_handed(flow, held, words)]
    start = asked.start
    after = max(0, start - len(above) - held.first)
    items = [
        *above[start : start + ON_A_PAGE],
        *(_item(flow, lead, words) for lead in held.leads[after:]),
    ]
    shown = items[:ON_A_PAGE]
    nobody = sentence("There is nobody here yet.")
    parts = [words.say(_today(held)), words.say(_how_to_search() if shown else nobody)]
    around = _around(start, words, has_more=len(items) > ON_A_PAGE)
    return Reply("\n\n".join(parts), (*_buttons(shown, start, words), *around, _new(words)))


def _found_card(
    flow: Flow, talk: Conversation, text: str, held: Entries, listener: Listener
) -> Reply:
    """Return who was found; of too many the first ones."""
    words, wanted = listener.wording, sought(flow, text, listener)
    drafts = zip(_drafts(talk), _unfinished(flow, talk, words), strict=True)
    items = [item for draft, item in drafts if is_sought(flow, draft, wanted)]
    handed = zip(held.handed, _handed(flow, held, words), strict=True)
    items += [item for each, item in handed if is_sought(flow, each.name, wanted)]
    items += [
        _item(flow, lead, words)
        for lead in held.leads
        if lead.draft is not None and is_sought(flow, lead.draft, wanted)
    ]
    asked = shortened(text, _LONGEST_WANTED)
    told = [sentence("Nobody of yours was found by this: {words}", words=asked)]
    if items:
        told = [sentence("Found by this: {words}", words=asked)]
    if len(items) > ON_A_PAGE:
        told.append(sentence("There are more; write more of the name to see fewer."))
    rows = _buttons(items[:ON_A_PAGE], 0, words)
    return Reply("\n".join(map(words.say, told)), (*rows, (_all(words),)))


def opened_card(flow: Flow, lead: Entered, words: Wording) -> Reply:
    """Return one lead with its answers, where it stands, and what can be done about it."""
    heading = sentence(
        "{name} – {state}", name=_name(flow, lead, words), state=_STATES[lead.state]
    )
    parts = [words.say(heading), "\n".join(_facts(flow, lead, words))]
    if lead.draft is not None:
        parts.append("\n".join(line(q, lead.draft, words) for q in flow.questions))
    why_not = _WHY_NOT.get(lead.state)
    if why_not is not None:
        parts.append(words.say(why_not))
    return Reply("\n\n".join(parts), (*_ways(lead, words), (_all(words),)))


def _facts(flow: Flow, lead: Entered, words: Wording) -> Iterator[str]:
    confirmed = sentence("Confirmed: {day}, {time}", day=lead.at.date(), time=words.time(lead.at))
    yield words.say(confirmed)
    if lead.number is not None:
        yield words.say(sentence("Number in Flextell: {number}", number=lead.number))
    if lead.refused:
        labels = words.listed(words.say(q.label) for q in flow.questions if q.key in lead.refused)
        yield words.say(sentence("Not accepted: {labels}", labels=labels))
    if lead.draft is None:
        yield words.say(sentence("The answers are erased here."))


def _ways(lead: Entered, words: Wording) -> Rows:
    if not lead.is_in_hand:
        return ()
    is_refused = lead.state is State.REFUSED
    mend = sentence("Correct and send again") if is_refused else sentence("Change before sending")
    return (
        (Button(words.say(mend), MendedLead(lead.id)),),
        (Button(words.say(sentence("Withdraw and erase")), WithdrewLead(lead.id)),),
    )


def _drafts(talk: Conversation) -> tuple[Draft, ...]:
    return talk.waiting if talk.draft is None else (talk.draft, *talk.waiting)


def _unfinished(flow: Flow, talk: Conversation, words: Wording) -> Iterator[_Item]:
    """Give the open lead, then those that wait behind it."""
    if talk.draft is not None:
        yield _Item(_says(flow, talk.draft, _OPEN, words), WentOn())
    for place, draft in enumerate(talk.waiting):
        yield _Item(_says(flow, draft, _UNFINISHED, words), ResumedLead(place))


def _handed(flow: Flow, held: Entries, words: Wording) -> Iterator[_Item]:
    for each in held.handed:
        says = _says(flow, each.name, HOW_FAR[each.reached], words)
        yield _Item(says, OpenedHandover(each.id))


def _says(flow: Flow, draft: Draft, state: Sentence, words: Wording) -> Sentence:
    name = _short(lead_name(flow, draft, words))
    state = _STATES[State.REFUSED] if draft.has_refused else state
    return sentence("{name} – {state}", name=name, state=state)


def _item(flow: Flow, lead: Entered, words: Wording) -> _Item:
    name = _short(_name(flow, lead, words))
    says = sentence("{name} – {state}", name=name, state=_STATES[lead.state])
    return _Item(says, OpenedLead(lead.id))


def _name(flow: Flow, lead: Entered, words: Wording) -> str:
    """Return what a lead is called; once its answers are erased, that is Flextell's number."""
    if lead.draft is None and lead.number is not None:
        return words.say(sentence("No. {number}", number=lead.number))
    return lead_name(flow, lead.draft or Draft(), words)


def _short(name: str) -> str:
    """Return a name as a button has room for it."""
    return shortened(name, _LONGEST_NAME)


def _today(held: Entries) -> Sentence:
    count = held.today
    return sentence(
        "Today – confirmed: {confirmed}, registered: {registered}, on the way: {on_the_way},"
        " not accepted: {refused}",
        confirmed=sum(count.values()),
        registered=count.get(State.REGISTERED, 0),
        on_the_way=sum(count.get(s, 0) for s in (State.WAITS, State.SENDING, State.CHECKED)),
        refused=count.get(State.REFUSED, 0),
    )


def _how_to_search() -> Sentence:
    return sentence(
        "To find somebody, write a name, a phone number or an e-mail address behind the command:"
        " {example}",
        example="/leads Ada",
    )


def _buttons(items: list[_Item], start: int, words: Wording) -> Rows:
    """Return a button for each, numbered, for two customers may have one name."""
    return tuple(
        (Button(f"{words.figure(number)}. {words.say(item.says)}", item.means),)
        for number, item in enumerate(items, start=start + 1)
    )


def _around(start: int, words: Wording, *, has_more: bool) -> Rows:
    newer = Button(words.say(sentence("Newer")), AskedLeads(start=max(0, start - ON_A_PAGE)))
    older = Button(words.say(sentence("Older")), AskedLeads(start=start + ON_A_PAGE))
    row = (*((newer,) if start else ()), *((older,) if has_more else ()))
    return (row,) if row else ()


def _all(words: Wording) -> Button:
    return Button(words.say(sentence("All customers")), AskedLeads())


def _new(words: Wording) -> tuple[Button, ...]:
    return (Button(words.say(sentence("New customer")), WantedLead()),)

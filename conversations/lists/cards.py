"""What is said of a list before it is taken and while it is read, and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conversations.kinds.name import Name
from conversations.leads import AGREEMENT
from conversations.lines import numbered
from conversations.lists.on_known import LABELS
from conversations.lists.outcomes import Outcome
from conversations.lists.plan import CARD, HALVES
from conversations.lists.sight import Met
from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conversations.flow import Flow, Question
    from conversations.lists.entries import Entry
    from conversations.lists.sight import Sight
    from conversations.sentences import Sentence
    from conversations.wording import Wording

NOBODY_MET: Final = Met()
LOOKING: Final = sentence("I am looking at the list; one moment, please.")
GONE: Final = sentence("I could not fetch this file from Telegram. Please send it once more.")
LEFT: Final = sentence("All right, nothing was taken of this list.")
TOO_MUCH: Final = sentence(
    "This list is too much to be read at once. Please send it in parts; who was taken already is"
    " not taken twice."
)
CANCEL: Final = sentence("Do not take it")
WHAT_OF_KNOWN: Final = sentence(
    "What about those with a phone or an e-mail that is known already? Before one is created,"
    " Flextell is asked as well."
)
TO_MEND: Final = sentence("Please name the columns in the first row, and send the list again.")


def plan_text(flow: Flow, name: str, sight: Sight, words: Wording, met: Met = NOBODY_MET) -> str:
    """Return how a list will be read, with its first rows, and what is asked about it."""
    asks = words.say(AGREEMENT.prompt if may_be_read(flow, sight) else TO_MEND)
    head = words.say(sentence("{name}, rows: {rows}", name=name, rows=sight.rows))
    first = numbered((_shown(flow, entry, words) for entry in sight.first), words)
    begins = words.say(sentence("It begins:"))
    lines = [words.say(each) for each in _columns(flow, sight)]
    parts = ("\n".join((head, *lines)), "\n".join((begins, *first)), met_text(met, words), asks)
    return "\n\n".join(filter(None, parts))


def met_text(met: Met, words: Wording) -> str:
    """Return who on a list is known here already, empty where nobody is."""
    if not met.count:
        return ""
    head = words.say(sentence("Known already: {count}", count=met.count))
    shown = (words.say(sentence("Row {number}: {who}", number=n, who=w)) for n, w in met.first)
    more = ("…",) if met.count > len(met.first) else ()
    return "\n".join((head, *shown, *more))


def known_text(name: str, met: Met, words: Wording) -> str:
    """Return what is asked about those on a list who are known already."""
    parts = (words.isolated(name), met_text(met, words), words.say(WHAT_OF_KNOWN))
    return "\n\n".join(filter(None, parts))


def may_be_read(flow: Flow, sight: Sight) -> bool:
    """Tell whether there is a column for all that is required of a customer."""
    return not _lacking(flow, sight)


def choices(words: Wording) -> tuple[tuple[str, str], ...]:
    """Return the buttons under the plan, each with what it means: how all of them agreed."""
    ways = AGREEMENT.kind.offered({})
    named = [(words.say(choice.label), choice.value) for choice in ways]
    return (*named, (words.say(CANCEL), ""))


def known_choices(words: Wording) -> tuple[tuple[str, str], ...]:
    """Return the buttons under that question, each with what becomes of those who are known."""
    named = [(words.say(label), choice.value) for choice, label in LABELS.items()]
    return (*named, (words.say(CANCEL), ""))


def progress(done: int, rows: int, words: Wording) -> str:
    """Return how far the reading is."""
    return words.say(sentence("Read so far: {done} of {rows}", done=done, rows=rows))


def too_much(name: str, words: Wording) -> str:
    """Return what is said of a list that cannot be brought to its end."""
    return "\n".join((words.isolated(name), words.say(TOO_MUCH)))


def summary(name: str, counts: Mapping[str, int], words: Wording) -> str:
    """Return what a list came to."""
    lines = [words.say(each) for each in _tallies(counts)]
    return "\n".join((words.isolated(name), *lines))


def _tallies(counts: Mapping[str, int]) -> Iterator[Sentence]:
    if taken := counts.get(Outcome.TAKEN):
        yield sentence("Taken: {count}", count=taken)
    if known := counts.get(Outcome.KNOWN):
        yield sentence("Taken before: {count}", count=known)
    if met := counts.get(Outcome.MET):
        yield sentence("Left out, for they are known already: {count}", count=met)
    if open_ := counts.get(Outcome.OPEN):
        yield sentence("Needs an answer: {count}", count=open_)
    if refused := counts.get(Outcome.REFUSED):
        yield sentence("Not taken: {count}", count=refused)


def _columns(flow: Flow, sight: Sight) -> Iterator[Sentence]:
    """Give what the columns answer, those that are not used, and what has none."""
    if sight.plan.columns == (CARD,):
        return
    labels = {question.key: question.label for question in flow.questions}
    labels |= dict.fromkeys(HALVES, _name(flow).label)
    unused = []
    for place, key in enumerate(sight.plan.columns):
        heading = _heading(sight, place)
        if key is None:
            unused.append(heading)
        else:
            yield sentence("{heading} → {label}", heading=heading, label=labels[key])
    if unused:
        yield sentence("Not used: {columns}", columns=tuple(unused))
    lacking = _lacking(flow, sight)
    if lacking:
        yield sentence("There is no column for: {questions}", questions=lacking)


def _name(flow: Flow) -> Question:
    return next(each for each in flow.questions if isinstance(each.kind, Name))


def _heading(sight: Sight, place: int) -> Sentence | str:
    if sight.headings and sight.headings[place]:
        return sight.headings[place]
    return sentence("Column {number}", number=place + 1)


def _lacking(flow: Flow, sight: Sight) -> tuple[Sentence, ...]:
    return tuple(
        question.label
        for question in flow.questions
        if question.required and question.key != AGREEMENT.key and sight.plan.lacks(question)
    )


def _shown(flow: Flow, entry: Entry, words: Wording) -> str:
    """Return what a row comes to: its answers, and what keeps it from being taken."""
    answers = (
        question.kind.show(entry.answers[question.key].values, words)
        for question in flow.questions
        if question.key in entry.answers and not question.sensitive
    )
    return " – ".join(filter(None, ("; ".join(answers), " ".join(entry.reasons))))

"""Whatever an agent pastes or forwards begins a lead, and no lead that is open loses an answer."""

from __future__ import annotations

from conversations.conversation import Conversation
from conversations.effects import DeleteMessage
from conversations.entering import MOST_WAITING
from conversations.events import Confirmed, Edited, Said, SharedContact, WantedLead
from conversations.leads import lead_flow
from conversations.machine import advance
from conversations.many.vcards import cards
from conversations.registration import registration
from tests.conversations.test_leads import AGENTS, OCCASION, after, begun, submitted

CARD = "BEGIN:VCARD\nN:Byron;Ada\nTEL:+4477009001{:02}\nEND:VCARD\n"


def contact(number: int, name: str = "Ada Byron") -> SharedContact:
    """Return a contact as the messenger gives it."""
    card = f"BEGIN:VCARD\nN:;{name}\nEND:VCARD"
    return SharedContact(f"4477009001{number:02}", own=False, message_id=number, card=card)


def phones(talk: Conversation) -> list[str]:
    """Return the numbers of the lead that is open and of those behind it."""
    drafts = [talk.draft, *talk.waiting]
    return [draft.answers["phone"].values["phone"][-2:] for draft in drafts if draft is not None]


def test_one_press_confirms_what_was_pasted() -> None:
    """What it does not say and need not be known is left out."""
    pasted = after(Said("Ada Byron, 07700 900123", 1))
    draft = submitted(advance(AGENTS, pasted.conversation, Confirmed("by_phone"), OCCASION))
    assert set(draft.answers) == {"name", "phone", "agreement"}
    assert draft.skipped == {"email", "birth_date", "gender"}


def test_what_is_required_and_missing_is_asked() -> None:
    """With what was taken, and from which words."""
    reply = after(Said("07700 900123", 1)).reply
    assert "Phone: +44 7700 900123 (from: 07700 900123)" in reply.text
    assert "full name" in reply.text


def test_what_is_not_clear_is_asked_about_first() -> None:
    """It is neither taken nor left out."""
    pasted = after(Said("Ada Byron, 07700 900123, ada@gmial.com", 1))
    assert "ada@gmail.com" in str(pasted.reply.rows)
    assert "not sure" in pasted.reply.text or "Choose" in pasted.reply.text


def test_each_contact_is_a_lead_of_its_own() -> None:
    """The first is open, the others wait in the order in which they came."""
    talk = after(contact(1), contact(2), contact(3)).conversation
    assert phones(talk) == ["01", "02", "03"]


def test_several_cards_of_one_message_are_several_leads() -> None:
    """Also behind a lead that is open already."""
    text = "".join(CARD.format(number) for number in (1, 2, 3))
    assert len(cards(text)) == 3
    assert phones(after(Said(text, 1)).conversation) == ["01", "02", "03"]
    assert phones(after(contact(9), Said(text, 1)).conversation) == ["09", "01", "02", "03"]


def test_no_more_than_may_wait_are_taken() -> None:
    """Who was left is named, and the leads before lose nothing."""
    text = "".join(CARD.format(number) for number in range(MOST_WAITING + 3))
    pasted = after(Said(text, 1))
    assert len(pasted.conversation.waiting) == MOST_WAITING
    assert "Not taken, for too many wait already: Ada Byron and Ada Byron" in pasted.reply.text
    more = advance(AGENTS, pasted.conversation, contact(50, "Alan Turing"), OCCASION)
    assert more.conversation == pasted.conversation
    assert "Not taken, for too many wait already: Alan Turing" in more.reply.text


def test_a_contact_is_of_the_lead_that_has_no_number_yet() -> None:
    """What is known of it stays."""
    talk = after(*begun("Grace Hopper"), contact(1)).conversation
    assert talk.draft is not None
    assert (phones(talk), talk.draft.answers["name"].said) == (["01"], "Grace Hopper")


def test_a_contact_begins_the_lead_that_holds_nothing_yet() -> None:
    """With its name as well."""
    talk = after(WantedLead(), contact(1)).conversation
    assert talk.draft is not None
    assert talk.draft.answers["name"].values["first_name"] == "Ada"


def test_a_number_that_is_asked_about_counts_as_one() -> None:
    """A contact that comes meanwhile is of somebody else."""
    talk = after(*begun(), Said("+447700900123, +447700900124", 2)).conversation
    assert talk.draft is not None
    assert talk.draft.doubt is not None
    assert len(after(contact(1), talk=talk).conversation.waiting) == 1


def test_a_contact_that_says_nothing_usable_is_asked_for() -> None:
    """Name and number are, and nothing breaks."""
    nothing = after(SharedContact("12", own=False))
    assert nothing.conversation.draft is not None
    assert nothing.conversation.draft.answers == {}
    assert "full name" in nothing.reply.text


def test_where_no_number_is_asked_a_contact_gives_its_name() -> None:
    """No question for the phone, no number taken."""
    flow = registration(company="Example Ltd", languages=("en",), region="GB")
    names = lead_flow(type(flow)(flow.questions[:1], flow.company, flow.languages))
    transition = advance(names, Conversation("en"), contact(1), OCCASION)
    assert transition.conversation.draft is not None
    assert set(transition.conversation.draft.answers) == {"name"}


def test_what_says_nothing_of_anybody_begins_nothing() -> None:
    """That is said; a text that is a button's is that button."""
    assert "found nothing about a customer" in after(Said("hello", 1)).reply.text
    assert after(Said("hello", 1)).conversation.draft is None
    assert after(Said("new customer", 1)).conversation.draft is not None


def test_a_card_that_says_nothing_changes_nothing_of_what_is_open() -> None:
    """The lead stays where it is."""
    talk = after(contact(1)).conversation
    empty = after(Said("BEGIN:VCARD\nEND:VCARD", 2), talk=talk)
    assert empty.conversation == talk
    assert empty.reply.text.strip()


def test_an_edit_of_what_was_pasted_mends_the_lead() -> None:
    """Mistakes are easy to mend."""
    talk = after(Said("Ada Byron, 07700 900123", 1), Edited("Ada Byron, 07700 900124", 1))
    assert phones(talk.conversation) == ["24"]


def test_the_message_of_an_identity_number_is_deleted() -> None:
    """Where it was pasted with all the rest."""
    flow = lead_flow(
        registration(
            company="Example Ltd", languages=("en",), region="TR", extra=("identity_number",)
        )
    )
    text = "Ada Byron\n+44 7700 900123\nIdentity number: 10000000146"
    transition = advance(flow, Conversation("en"), Said(text, 5), OCCASION)
    assert transition.effects == (DeleteMessage(5),)
    assert transition.conversation.draft is not None
    assert transition.conversation.draft.answers["identity_number"].said == ""

"""A conversation as plain data (what JSON can hold), and back.

Reading is lenient: what an older release did not know is left at its default, and what a newer
one added is passed over, so that a deploy in either direction loses no answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from conversations.answers import Answer, Reading
from conversations.conversation import Consent, Conversation, Registration, Standing
from conversations.draft import Doubt, Draft, Handed, Known, Picking

Document = Mapping[str, Any]

_AGENTS = "agent"


def conversation_document(talk: Conversation) -> dict[str, Any]:
    """Return all of a conversation; what is at its default is left out."""
    document: dict[str, Any] = {"language": talk.language}
    if talk.consent:
        document["consent"] = [
            talk.consent.text_id,
            talk.consent.text_hash,
            talk.consent.language,
            talk.consent.given_at,
        ]
    if talk.draft:
        document["draft"] = draft_document(talk.draft)
    if talk.registration:
        document["registration"] = _registration_document(talk.registration)
    if talk.campaign:
        document["campaign"] = talk.campaign
    if talk.waiting:
        document["waiting"] = [draft_document(draft) for draft in talk.waiting]
    return document


def conversation(document: Document) -> Conversation:
    """Return the conversation that a document holds."""
    consent, registration = document.get("consent"), document.get("registration")
    draft = document.get("draft")
    return Conversation(
        language=document["language"],
        consent=Consent(*consent) if consent else None,
        draft=draft_of(draft) if draft is not None else None,
        registration=_registration(registration) if registration else None,
        campaign=document.get("campaign"),
        waiting=tuple(map(draft_of, document.get("waiting", ()))),
    )


def agents_conversation(document: Document) -> Conversation:
    """Return the conversation that a chat has as an agent's, beside its own as a customer's.

    A new one speaks the language of the other.
    """
    kept = document.get(_AGENTS)
    return Conversation(document["language"]) if kept is None else conversation(kept)


def with_conversation(document: Document, talk: Conversation) -> dict[str, Any]:
    """Return a chat's document with the customer's conversation as it is now."""
    kept = {_AGENTS: document[_AGENTS]} if _AGENTS in document else {}
    return conversation_document(talk) | kept


def with_agents_conversation(document: Document, talk: Conversation) -> dict[str, Any]:
    """Return a chat's document with the agent's conversation as it is now."""
    return {**document, _AGENTS: conversation_document(talk)}


def _registration_document(registration: Registration) -> list[Any]:
    document: list[Any] = [registration.standing.value, registration.number]
    return [*document, True] if registration.is_overtaken else document


def _registration(document: Sequence[Any]) -> Registration:
    standing, number, *more = document
    return Registration(Standing(standing), number, is_overtaken=bool(more and more[0]))


def draft_document(draft: Draft) -> dict[str, Any]:
    """Return all of a draft; what is at its default is left out."""
    document: dict[str, Any] = {
        "answers": {key: _answer_document(answer) for key, answer in draft.answers.items()}
    }
    if draft.skipped:
        document["skipped"] = sorted(draft.skipped)
    if draft.asking:
        document["asking"] = list(draft.asking)
    if draft.doubt:
        document["doubt"] = _doubt_document(draft.doubt)
    if draft.waiting:
        document["waiting"] = [_doubt_document(doubt) for doubt in draft.waiting]
    if draft.picking:
        document["picking"] = [draft.picking.key, draft.picking.beginning]
    if draft.campaign:
        document["campaign"] = draft.campaign
    if draft.reminded:
        document["reminded"] = True
    if draft.handed:
        document["handed"] = list(draft.handed)
    return document | _leads_document(draft)


def _leads_document(draft: Draft) -> dict[str, Any]:
    """Return what the draft of a lead alone may hold."""
    document: dict[str, Any] = {}
    if draft.known:
        document["known"] = [
            [each.who, each.day, each.owner, each.is_customer] for each in draft.known
        ]
    if any(each.lead for each in draft.known):
        document["own"] = [each.lead for each in draft.known]
    if draft.reason is not None:
        document["reason"] = draft.reason
    return document


def draft_of(document: Document) -> Draft:
    """Return the draft that a document holds."""
    doubt, picking = document.get("doubt"), document.get("picking")
    handed = document.get("handed")
    return Draft(
        answers={key: _answer(answer) for key, answer in document["answers"].items()},
        skipped=frozenset(document.get("skipped", ())),
        asking=tuple(document.get("asking", ())),
        doubt=_doubt(doubt) if doubt else None,
        campaign=document.get("campaign"),
        picking=Picking(*picking) if picking else None,
        reminded=bool(document.get("reminded")),
        waiting=tuple(map(_doubt, document.get("waiting", ()))),
        known=_known(document),
        reason=document.get("reason"),
        handed=Handed(*handed) if handed else None,
    )


def _known(document: Document) -> tuple[Known, ...]:
    """Return who may be the same; an older release kept nothing of whose lead it is."""
    known = document.get("known", ())
    own = document.get("own") or [""] * len(known)
    return tuple(replace(Known(*each), lead=lead) for each, lead in zip(known, own, strict=True))


def values_of(draft: Document, key: str) -> Mapping[str, str]:
    """Return the canonical strings of one answer in a draft's document, empty without one."""
    answer = draft["answers"].get(key)
    values: Mapping[str, str] = {} if answer is None else answer["values"]
    return values


def _answer_document(answer: Answer) -> dict[str, Any]:
    document: dict[str, Any] = {"values": dict(answer.values), "said": answer.said}
    if answer.message_id is not None:
        document["message_id"] = answer.message_id
    if answer.marks:
        document["marks"] = sorted(answer.marks)
    return document


def _answer(document: Document) -> Answer:
    return Answer(
        values=document["values"],
        said=document.get("said", ""),
        message_id=document.get("message_id"),
        marks=frozenset(document.get("marks", ())),
    )


def _doubt_document(doubt: Doubt) -> dict[str, Any]:
    readings = [[dict(reading.values), sorted(reading.marks)] for reading in doubt.readings]
    return {
        "key": doubt.key,
        "readings": readings,
        "said": doubt.said,
        "message_id": doubt.message_id,
    }


def _doubt(document: Document) -> Doubt:
    return Doubt(
        key=document["key"],
        readings=tuple(Reading(v, frozenset(marks)) for v, marks in document["readings"]),
        said=document["said"],
        message_id=document["message_id"],
    )

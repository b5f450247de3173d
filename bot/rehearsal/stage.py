"""The stage's own interface: what people do there, and what can be seen of it."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from bot.rehearsal.script import Deed, Edits, Presses, Sends, SendsFile, SharesContact, Writes

SECONDS = 30.0  # where many processes begin beside it on a small machine

# The stage is on this machine: a proxy named in the environment has no part in it.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class StageError(Exception):
    """The stage did not do what was asked; the text says what it answered."""


class NotOffered(StageError):  # noqa: N818 - it is what happened
    """Nothing in the chat says what was to be pressed, or edited."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The stand-ins at one address, such as `http://127.0.0.1:8090`."""

    address: str

    def add_person(self, first_name: str, language: str, last_name: str = "") -> int:
        """Bring a person on the stage; return the chat's id."""
        person = {
            "first_name": first_name,
            "last_name": last_name,
            "language_code": language,
        }
        return int(self._post("/stage/people", person)["id"])

    def do(self, chat_id: int, deed: Deed) -> None:
        """Have a person do something."""
        path = f"/stage/people/{chat_id}"
        match deed:
            case Writes(text):
                self._post(f"{path}/text", {"text": text})
            case Sends(kind):
                self._post(f"{path}/media", {"kind": kind})
            case SendsFile(name, text):
                self._send_file(path, name, text)
            case SharesContact(phone, own, name):
                self._share(chat_id, phone, name, own=own)
            case Presses(label):
                self._press(chat_id, label)
            case Edits(before, after):
                self._edit(chat_id, before, after)

    def chat(self, chat_id: int) -> dict[str, Any]:
        """Return all that can be seen of a chat."""
        return self._get(f"/stage/chats/{chat_id}")

    def customers(self) -> list[dict[str, Any]]:
        """Return the customers in the stand-in Flextell, oldest first."""
        found: list[dict[str, Any]] = self._get("/stage/flextell/customers")["customers"]
        return found

    def has_heard_of_the_bot(self) -> bool:
        """Tell whether a bot has called the stand-in for Telegram yet."""
        return bool(self._get("/stage/telegram/calls")["calls"])

    def _share(self, chat_id: int, phone: str, name: str, *, own: bool) -> None:
        digits = phone.replace(" ", "")
        card = {"phone_number": digits, "first_name": name or "Contact"}
        self._post(
            f"/stage/people/{chat_id}/contact", {**card, "user_id": chat_id} if own else card
        )

    def _send_file(self, path: str, name: str, text: str) -> None:
        data = base64.b64encode(text.encode()).decode()
        self._post(f"{path}/media", {"kind": "document", "name": name, "data": data})

    def _edit(self, chat_id: int, before: str, after: str) -> None:
        """Edit the person's newest message of these words."""
        for message in reversed(self.chat(chat_id)["messages"]):
            if message["from"] == "person" and message["text"] == before:
                edit = {"message_id": message["message_id"], "text": after}
                self._post(f"/stage/people/{chat_id}/edit", edit)
                return
        raise NotOffered(f"nothing in the chat says {before!r}")

    def _press(self, chat_id: int, label: str) -> None:
        """Press the key under the text field that says this, else the newest such button.

        While there are keys, the buttons of the cards above them are old.
        """
        chat = self.chat(chat_id)
        keys = [key for row in (chat["keyboard"] or {}).get("keyboard", []) for key in row]
        key = next((key for key in keys if key["text"] == label), None)
        if key is None:
            self._press_button(chat, chat_id, label)
        elif key.get("request_contact"):
            self._post(f"/stage/people/{chat_id}/contact", {})
        else:
            self._post(f"/stage/people/{chat_id}/text", {"text": label})

    def _press_button(self, chat: dict[str, Any], chat_id: int, label: str) -> None:
        for message in reversed(chat["messages"]):
            rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
            if any(button["text"] == label for row in rows for button in row):
                press = {"message_id": message["message_id"], "text": label}
                self._post(f"/stage/people/{chat_id}/press", press)
                return
        raise NotOffered(f"nothing in the chat says [{label}]")

    def _get(self, path: str) -> dict[str, Any]:
        return self._answer(urllib.request.Request(self.address + path))  # noqa: S310 - our stage

    def _post(self, path: str, document: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - our own stage's address
            self.address + path,
            json.dumps(document).encode(),
            {"Content-Type": "application/json"},
        )
        return self._answer(request)

    def _answer(self, request: urllib.request.Request) -> dict[str, Any]:
        try:
            with _OPENER.open(request, timeout=SECONDS) as response:
                answer: dict[str, Any] = json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                raise StageError(
                    f"the stage answered {error.code} to {request.selector}"
                ) from None
        except (OSError, HTTPException) as error:
            why = type(getattr(error, "reason", error)).__name__
            raise StageError(f"the stage does not answer: {why}") from None
        return answer

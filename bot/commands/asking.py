"""Show the address at which a person agrees, and wait for the browser or for what is pasted."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from bot.rehearsal.typed import typed_lines
from bot.settings.readers import is_loopback
from bot.tokens.asking import NobodyAnswers, Question
from bot.web.redirect import redirect_app, redirect_door
from bot.web.server import serve
from flextell import Declined, NoCode, sign_in_address

if TYPE_CHECKING:
    import socket

    from bot.settings import SignInSettings

# A code is good for minutes at most, but a person may have to find a password first.
ANSWER_SECONDS = 900.0

WHY_DECLINED = {
    "access_denied": "whoever was asked did not agree",
    "invalid_scope": "it does not know what FLEXTELL_SCOPE asks for",
    "unauthorized_client": "the application may not sign in like this",
}
WRONG_ANSWERS = {
    "Incomplete": "That is not the whole address the browser was sent back to; copy it again.",
    "ForeignAnswer": "That answers another sign-in; nothing was used. Open the address above.",
}


class NotSignedIn(Exception):  # noqa: N818 - it is what has happened
    """It came to nothing, or not to all of it; the text says why and what to do."""


async def asked_code(settings: SignInSettings, *, paste: bool) -> str:
    """Ask the person, and return the code that comes back; raise NotSignedIn."""
    question = Question()
    door = None if paste else _door(settings.flextell_redirect_uri)
    _show(settings, question, listens=door is not None)
    stop = asyncio.Event()
    answers = [asyncio.create_task(_paste(question, is_last_hope=door is None))]
    if door is not None:
        answers.append(asyncio.create_task(_listen(settings, question, door, stop)))
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await question.code()
    except Declined as declined:
        why = WHY_DECLINED.get(declined.error, f"its word for it is {declined.error}")
        raise NotSignedIn(f"Flextell said no: {why}. Nothing has changed.") from None
    except (NobodyAnswers, TimeoutError):
        raise NotSignedIn("No answer came. Nothing has changed; begin again.") from None
    finally:
        stop.set()
        answers[0].cancel()
        await asyncio.gather(*answers, return_exceptions=True)


def _door(uri: str) -> socket.socket | None:
    """Listen where the browser will come back to; None where that is not ours to hear."""
    if not is_loopback(urlsplit(uri).hostname or ""):
        return None
    try:
        return redirect_door(uri)
    except OSError as error:
        click.echo(f"Nobody can listen at {uri}: {os.strerror(error.errno or 0)}.")
        return None


def _show(settings: SignInSettings, question: Question, *, listens: bool) -> None:
    address = sign_in_address(
        settings.authorize_url,
        client_id=settings.flextell_client_id or "",
        redirect_uri=settings.flextell_redirect_uri,
        scope=settings.flextell_scope,
        state=question.state,
    )
    click.echo(f"Open this address in a browser, and agree there:\n\n  {address}\n")
    if listens:
        click.echo("The answer is heard here. If your browser runs on another machine,")
    click.echo("paste the address it was sent back to, even if the page did not load.")


async def _paste(question: Question, *, is_last_hope: bool) -> None:
    """Take what is pasted until it is an answer."""
    async for line in typed_lines(sys.stdin.fileno()):
        if not line.strip():
            continue
        try:
            question.take(line)
        except Declined:
            return
        except NoCode as wrong:
            click.echo(WRONG_ANSWERS[type(wrong).__name__])
        else:
            return
    if is_last_hope:
        question.give_up()


async def _listen(
    settings: SignInSettings, question: Question, door: socket.socket, stop: asyncio.Event
) -> None:
    app = redirect_app(settings.flextell_redirect_uri, question.take)
    await serve(app, door, stop=stop, ready=_nothing)


def _nothing() -> None:
    """Tell nobody: the address has been shown already."""

"""One sign-in under way: its secret state, and the one answer that counts."""

from __future__ import annotations

import asyncio
import secrets

from flextell import Declined, code_in


class NobodyAnswers(Exception):  # noqa: N818 - it is what has happened
    """No answer can come any more."""


class Question:
    """What was asked at Flextell; answers come from a browser or from a person who pastes.

    Belongs to the loop it was made in.
    """

    def __init__(self) -> None:
        self.state = secrets.token_urlsafe(32)
        self._code: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def take(self, answer: str) -> None:
        """Take an address a browser came back to, or its query.

        Raises NoCode: Declined ends the question, anything else leaves it open.
        """
        try:
            code = code_in(answer, self.state)
        except Declined as declined:
            self._end(declined)
            raise
        if not self._code.done():
            self._code.set_result(code)

    def give_up(self) -> None:
        """Say that no answer can come any more."""
        self._end(NobodyAnswers())

    async def code(self) -> str:
        """Wait for the code; raise Declined, or NobodyAnswers."""
        return await self._code

    def _end(self, error: Exception) -> None:
        if not self._code.done():
            self._code.set_exception(error)

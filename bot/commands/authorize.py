"""`intake authorize`: a person agrees, in a browser, that the bot may act at Flextell."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from bot.background import ToldToStop, until_told_to_stop
from bot.commands.asking import NotSignedIn, asked_code
from bot.commands.opening import opened
from bot.settings import Problem, SignInSettings, WrongSettings, load_settings
from bot.settings.declaration import declarations
from bot.tokens.signing_in import keep_sign_in
from bot.wiring import flextell_client, sign_in_credentials, token_endpoint
from flextell import (
    CallFailed,
    ClientRejected,
    Granted,
    GrantRejected,
)
from storage import StorageTrouble

if TYPE_CHECKING:
    from storage import Database

CLIENT = ("FLEXTELL_CLIENT_ID", "FLEXTELL_CLIENT_SECRET")


@click.command
@click.option("--paste", is_flag=True, help="Listen nowhere: the address is pasted here.")
def command(paste: bool) -> None:  # noqa: FBT001 - click's way to give a flag
    """Sign in to Flextell: open the address shown, agree, and the bot has its tokens.

    Where FLEXTELL_REDIRECT_URI leads to this machine, the answer is heard there. It can always be
    pasted as well: the whole address the browser was sent back to, even if the page did not load.
    """
    settings = _settings()
    try:
        asyncio.run(until_told_to_stop(_authorize(settings, paste=paste)))
    except ToldToStop:
        raise KeyboardInterrupt from None
    except (NotSignedIn, StorageTrouble) as trouble:
        raise click.ClickException(str(trouble)) from None


def _settings() -> SignInSettings:
    """Return the settings; a client is needed here, whatever token is set."""
    settings = load_settings(SignInSettings)
    if settings.flextell_client_id is not None:
        return settings
    lacking = [each for each in declarations(SignInSettings) if each.name in CLIENT]
    raise WrongSettings(
        tuple(Problem(each.name, "is not set", each.expected, each.example) for each in lacking)
    )


async def _authorize(settings: SignInSettings, *, paste: bool) -> None:
    async with opened(settings) as database:
        await database.check_keys()  # first of all: what a person is asked for can be kept
        code = await asked_code(settings, paste=paste)
        await _keep(settings, database, await _redeemed(settings, code))
        await _verify(settings, database)
    if not settings.signs_in:
        click.echo("FLEXTELL_ACCESS_TOKEN is set and goes before this sign-in: take it away.")


async def _redeemed(settings: SignInSettings, code: str) -> Granted:
    try:
        return await token_endpoint(settings).redeem(code, settings.flextell_redirect_uri)
    except GrantRejected:
        why = "Flextell does not take the code, which is good once and not for long; begin again"
    except ClientRejected as rejected:
        why = (
            f"the token endpoint refuses the application (HTTP {rejected.status}): check"
            " FLEXTELL_CLIENT_ID, FLEXTELL_CLIENT_SECRET and FLEXTELL_TOKEN_URL"
        )
    except CallFailed as failure:
        why = f"the token endpoint gave no clear answer ({failure}); begin again later"
    raise NotSignedIn(f"Not signed in: {why}.")


async def _keep(settings: SignInSettings, database: Database, granted: Granted) -> None:
    if not await keep_sign_in(database, settings.flextell_tenant, granted):
        raise NotSignedIn(
            "Flextell gave no refresh token, so all would be over within the hour;"
            " check FLEXTELL_SCOPE and the application in the Flextell panel."
        )
    click.echo(f"Signed in: the tokens for tenant {settings.flextell_tenant} are kept, encrypted.")


async def _verify(settings: SignInSettings, database: Database) -> None:
    """List customers with the new token, which shows address, tenant and rights."""
    flextell = flextell_client(settings, sign_in_credentials(settings, database))
    try:
        await flextell.ping()
    except CallFailed as failure:
        raise NotSignedIn(
            f"But Flextell did not list customers ({failure}): check FLEXTELL_API_URL,"
            " FLEXTELL_TENANT and FLEXTELL_SCOPE."
        ) from None
    click.echo("Flextell lists customers with them: all is in order.")

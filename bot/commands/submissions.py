"""`intake submissions`: what became of each, and the decisions that only a human can make."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.commands.opening import decided, opened, run
from bot.commands.serving import settings_of
from bot.delivery.rules import rules_of
from bot.operators import words
from bot.operators.actions import COMMAND_LINE, Action
from bot.operators.deciding import CREATE_AGAIN, DROP, Choice, Resolve, exists_as
from bot.operators.dossiers import Dossier, dossier
from bot.operators.masking import masked_name
from bot.wiring import company_talk
from storage import AuditEntry

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage import Submission


@click.group
def command() -> None:
    """Look at submissions, and decide how those end that nobody else can end.

    Personal data is masked. The bot may run meanwhile; what is done here is written down as done
    on the command line.
    """


@command.command("list")
@click.option(
    "--show",
    type=click.Choice([group.key for group in words.GROUPS]),
    default="human",
    show_default=True,
    help="Which ones.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
def list_(show: str, limit: int, *, as_json: bool) -> None:
    """List submissions, the newest first: id, when, who, what became of it."""
    run(_list(settings_of(), words.group_of(show), limit, as_json=as_json))


@command.command
@click.argument("submission_id")
@click.option("--in-full", is_flag=True, help="Unmask personal data; it is written down.")
def show(submission_id: str, *, in_full: bool) -> None:
    """Show one submission: its answers, and what happened to it."""
    run(_show(settings_of(), submission_id, in_full=in_full))


@command.command
@click.argument("submission_id")
@click.option("--exists-as", "customer_id", help="It exists in Flextell, under this number.")
@click.option("--create-again", is_flag=True, help="It does not exist: send it once more.")
@click.option("--drop", is_flag=True, help="Nobody is to be registered by it.")
@click.option("--yes", is_flag=True, help="Do not ask whether that is meant.")
def resolve(
    submission_id: str, *, customer_id: str | None, create_again: bool, drop: bool, yes: bool
) -> None:
    """Decide how a submission ends that waits for a human; the person is told."""
    choices = [
        *([] if customer_id is None else [exists_as(customer_id)]),
        *([CREATE_AGAIN] if create_again else []),
        *([DROP] if drop else []),
    ]
    if len(choices) != 1:
        raise click.UsageError("Say one of --exists-as, --create-again and --drop.")
    if choices[0] is None:
        raise click.UsageError("--exists-as wants the customer's number.")
    if not yes:
        click.confirm(f"{submission_id}: {choices[0].action}?", abort=True)
    run(_resolve(settings_of(), submission_id, choices[0]))


async def _list(settings: Settings, group: words.Group, limit: int, *, as_json: bool) -> bool:
    flow = company_talk(settings).flow
    async with opened(settings) as database, database.begin() as work:
        rows = await work.submissions.page(group.statuses, limit)
    for row in rows:
        facts = {
            "id": row.id,
            "confirmed_at": f"{row.created_at.astimezone(settings.time_zone):%Y-%m-%d %H:%M}",
            "who": masked_name(flow, row) or "erased",
        }
        if as_json:
            click.echo(json.dumps(facts | _state(row)))
        else:
            click.echo("  ".join((*facts.values(), words.STATUSES[row.status])))
    if not rows and not as_json:
        click.echo("There is none.")
    return True


def _state(row: Submission) -> dict[str, str | list[str] | None]:
    """Return where a submission stands, for programs."""
    return {
        "status": row.status.value,
        "customer_id": row.customer_id,
        "found": list(row.found or ()),
        "last_error": row.last_error,
    }


async def _show(settings: Settings, submission_id: str, *, in_full: bool) -> bool:
    flow = company_talk(settings).flow
    async with opened(settings) as database, database.begin() as work:
        found = await dossier(work, submission_id, flow)
        if found is not None and in_full:
            entry = AuditEntry(work.now, COMMAND_LINE, Action.SHOW, submission_id)
            await work.audit.add([entry])
    if found is None:
        return _nobody(submission_id)
    _tell(found.unmasked(flow) if in_full else found, settings)
    return True


def _tell(found: Dossier, settings: Settings) -> None:
    number = found.submission.customer_id
    click.echo(
        f"It {words.STATUSES[found.submission.status]}{f', no. {number}' if number else ''}."
    )
    if found.submission.found:
        click.echo(f"  In Flextell already: {', '.join(found.submission.found)}")
    for line in found.lines:
        click.echo(f"  {line.label}: {line.text}")
    for each in found.happenings:
        when = f"{each.at.astimezone(settings.time_zone):%Y-%m-%d %H:%M:%S}"
        click.echo(f"  {when}  {each.what}{f', {each.who}' if each.who else ''}")


async def _resolve(settings: Settings, submission_id: str, choice: Choice) -> bool:
    talk = company_talk(settings)
    rules = rules_of(talk.flow, settings.settle_minutes)
    async with opened(settings) as database:
        async with database.begin() as work:
            row = await work.submissions.peek(submission_id)
        if row is None:
            return _nobody(submission_id)
        job = Resolve(talk, rules, row.chat_id, row.id, row.fence, choice, COMMAND_LINE)
        status = await decided(database, job)
    if status is None:
        click.echo(f"Nothing was done: it {words.STATUSES[row.status]}.", err=True)
        return False
    click.echo(f"Done: it {words.STATUSES[status]}.")
    return True


def _nobody(submission_id: str) -> bool:
    click.echo(f"There is no submission {submission_id}.", err=True)
    return False

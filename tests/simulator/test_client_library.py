"""The stand-in, seen by the library that most bots use: it must not notice a difference."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import telegram
from telegram import error

from tests.simulator.conftest import ADA, TOKEN, Play

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

YES = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Yes", callback_data="y")]])
SHARE = telegram.ReplyKeyboardMarkup([[telegram.KeyboardButton("Share", request_contact=True)]])


@pytest_asyncio.fixture
async def bot(play: Play) -> AsyncIterator[telegram.Bot]:
    """Lend the library's bot, which asks who it is when it starts."""
    calls, files = f"{play.url}/bot", f"{play.url}/file/bot"
    async with telegram.Bot(TOKEN, base_url=calls, base_file_url=files) as bot:
        yield bot


async def test_the_library_can_do_everything(play: Play, bot: telegram.Bot) -> None:
    """Every method answers with what the library makes its own objects of."""
    sent = await bot.send_message(ADA, "Sure?", reply_markup=YES)
    assert sent.reply_markup == YES
    edited = await bot.edit_message_text("Sure!", ADA, sent.message_id, reply_markup=YES)
    assert isinstance(edited, telegram.Message)
    assert edited.edit_date is not None
    assert await bot.edit_message_reply_markup(ADA, sent.message_id)
    file = await bot.send_document(ADA, b"id,name", filename="data.csv", caption="Yours")
    assert file.document is not None
    fetched = await bot.get_file(file.document.file_id)
    assert bytes(await fetched.download_as_bytearray()) == b"id,name"
    assert await bot.send_chat_action(ADA, "typing")
    assert await bot.delete_message(ADA, sent.message_id)
    assert (await bot.get_chat(ADA)).first_name == "Ada"
    commands = [telegram.BotCommand("start", "Begin")]
    assert await bot.set_my_commands(commands, scope=telegram.BotCommandScopeAllPrivateChats())
    assert await bot.set_my_description("Welcome", language_code="en")
    assert bot.id == play.world.bot.id


async def test_the_library_reads_every_update(play: Play, bot: telegram.Bot) -> None:
    """Messages, contacts, media, edits, presses, blocking, groups."""
    asked = await bot.send_message(ADA, "Number?", reply_markup=SHARE)
    said = await play.act(ADA, "text", text="/start")
    await play.act(ADA, "contact")
    for kind in ("sticker", "voice", "photo", "document", "location"):
        await play.act(ADA, "media", kind=kind)
    await play.act(ADA, "edit", message_id=said["message_id"], text="hello")
    await play.act(ADA, "press", message_id=asked.message_id, data="y")
    await play.act(ADA, "group", text="hi all")
    await play.act(ADA, "block")
    updates = await bot.get_updates(allowed_updates=telegram.Update.ALL_TYPES)
    attachments = [each.effective_attachment for each in (u.message for u in updates) if each]
    assert len(updates) == 11
    assert sum(attachment is not None for attachment in attachments) == 6
    assert updates[7].edited_message is not None
    press = updates[8].callback_query
    assert press is not None
    assert await bot.answer_callback_query(press.id, "Saved")
    assert isinstance(updates[10].my_chat_member, telegram.ChatMemberUpdated)
    assert await bot.set_webhook("https://example.org/hook", secret_token="s3cret")
    assert (await bot.get_webhook_info()).pending_update_count == 11
    assert await bot.delete_webhook(drop_pending_updates=True)


async def test_the_library_tells_errors_apart(
    play: Play, bot: telegram.Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each class of refusal becomes its exception."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    with pytest.raises(error.BadRequest, match="Chat not found"):
        await bot.send_message(404, "hi")
    await play.faults({"method": "sendMessage", "answer": "429", "retry_after": 7})
    with pytest.raises(error.RetryAfter) as refusal:
        await bot.send_message(ADA, "hi")
    assert refusal.value.retry_after == timedelta(seconds=7)
    await play.act(ADA, "block")
    with pytest.raises(error.Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ADA, "hi")
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(error.Conflict):
        await bot.get_updates()
    await play.faults({"method": "*", "answer": "502_html"}, {"method": "*", "answer": "drop"})
    for _ in range(2):
        with pytest.raises(error.NetworkError):
            await bot.get_me()

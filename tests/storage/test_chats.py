"""The chats of one transaction."""

from storage import Chat, Database


async def test_a_chat_kept_is_loaded_again(database: Database) -> None:
    """What was kept comes back whole."""
    chat = Chat(7, "abcdefgh", 3, {"answers": {"name": ["Ada", "Byron"]}}, (1, 2, 3))
    async with database.begin() as work:
        await work.chats.keep([chat])
    async with database.begin() as work:
        assert await work.chats.lock([7, 8]) == {7, 8}
        assert await work.chats.load([7, 8]) == {7: chat}

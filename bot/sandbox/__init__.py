"""A Telegram Bot API over HTTP on loopback, with a chat page: the double of our tests and the engine of the demo.

    sandbox = Sandbox("1:token")
    async with serve(sandbox) as address:
        bot = telegram.Bot("1:token", base_url=f"{address}/bot", base_file_url=f"{address}/file/bot")
        await sandbox.say(1001, "/start")
        reply = await sandbox.wait_for(1001, lambda message: message.from_bot)

Depends on python-telegram-bot for the shape of every call, and on nothing of ours.
"""

from bot.sandbox.faults import Faults
from bot.sandbox.model import DEMO_PEOPLE, Answer, Call, Person, SandboxMessage
from bot.sandbox.sandbox import Sandbox, serve

__all__ = ["DEMO_PEOPLE", "Answer", "Call", "Faults", "Person", "Sandbox", "SandboxMessage", "serve"]

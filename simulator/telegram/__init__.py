"""A stand-in Telegram: the Bot API as bots meet it, and the people who talk to the bot.

Two doors lead in.  `api` is the bot's: `/bot<token>/<method>`, worded and shaped as Telegram does.
`stage` is the play's: people say, press, share and block; faults are set; everything can be seen.
Both change one `world`, which lives in memory and is forgotten when the process ends.

>>> from simulator.telegram.world import World
>>> [person.first_name for person in World().people.values()]
['Ada', 'ليلى']
"""

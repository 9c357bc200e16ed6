"""One turn of the jobs loop of a service that does not run it by itself."""

import asyncio


def turn(app):
    """Let the loop do what is due, and wait for what it began."""

    async def once():
        await app.state.loop.turn()
        await asyncio.gather(*app.state.loop._tasks.values())

    app.state.loop._tasks.clear()
    asyncio.run(once())

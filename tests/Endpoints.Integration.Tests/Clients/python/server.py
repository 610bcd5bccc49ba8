"""usage: server.py [deflate]

An echo server for our client. Closes with the code and reason of a text "close <code> <reason>", and takes the sub-protocol "b".
"""

import asyncio
import re
import sys

import websockets


async def echo(peer):
    async for message in peer:
        close = isinstance(message, str) and re.fullmatch(r"close (\d+) (.*)", message)
        if close:
            await peer.close(int(close[1]), close[2])
        else:
            await peer.send(message)


async def main():
    compression = "deflate" if sys.argv[1:] == ["deflate"] else None
    async with websockets.serve(echo, "127.0.0.1", 0, compression=compression, subprotocols=["b"], max_size=None) as server:
        print(f"listening on {server.sockets[0].getsockname()[1]}", flush=True)
        await asyncio.Future()


asyncio.run(main())

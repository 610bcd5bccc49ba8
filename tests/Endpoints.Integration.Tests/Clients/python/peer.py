"""usage: peer.py <address of the echo server> <case>
       peer.py <address of the matrix host> matrix <options in JSON>

Python's websockets as a peer. Prints "ready" when a case waits for the server to act, and what went wrong;
exits with 0 when the case passed.
"""

import asyncio
import json
import random
import sys
import traceback

import websockets

# The modules beside this one lie in the source tree.
sys.dont_write_bytecode = True

from common import SIZES, TIMEOUT, check, check_echo, connect, make_text
from deflate_cases import COMPRESSION_CASES
from matrix import matrix


async def text(echo, portfolio):
    source = random.Random(1)
    async with connect(echo) as peer:
        for size in SIZES:
            message = make_text(size, source)
            await peer.send(message)
            check_echo(message, await peer.recv())
    check(peer.close_code == 1000, f"expected 1000, got {peer.close_code}")


async def binary(echo, portfolio):
    source = random.Random(2)
    async with connect(echo, compression=None) as peer:
        for size in SIZES:
            message = source.randbytes(size)
            await peer.send(message)
            check_echo(message, await peer.recv())
    check(peer.close_code == 1000, f"expected 1000, got {peer.close_code}")


async def random_messages(echo, portfolio):
    source = random.Random(6455)
    messages = []
    for _ in range(400):
        size = source.randrange(70_000) if source.randrange(10) == 0 else source.randrange(300)
        messages.append(make_text(size, source) if source.randrange(2) else source.randbytes(size))
    async with connect(echo) as peer:

        async def send():
            for message in messages:
                await peer.send(message)

        sending = asyncio.create_task(send())
        for message in messages:
            check_echo(message, await peer.recv())
        await sending


async def fragments(echo, portfolio):
    """An iterable is sent as one message of several frames; a text fragment is whole characters here."""
    source = random.Random(3)
    async with connect(echo) as peer:
        for pieces in [1, 2, 3, 10, 500]:
            parts = [make_text(source.randrange(50), source) for _ in range(pieces)]
            await peer.send(parts)
            check_echo("".join(parts), await peer.recv())
            parts = [source.randbytes(source.randrange(50)) for _ in range(pieces)]
            await peer.send(parts)
            check_echo(b"".join(parts), await peer.recv())


async def pings(echo, portfolio):
    async with connect(echo) as peer:
        for payload in [b"", b"x", bytes(125)]:
            await (await peer.ping(payload))
        await peer.pong(b"unasked")
        await peer.send("still here")
        check_echo("still here", await peer.recv())


async def close_codes(echo, portfolio):
    for code, reason in [(1000, ""), (1000, "done"), (1001, ""), (3000, "registered"), (4999, "\u00e9" * 61)]:
        async with connect(echo) as peer:
            await peer.close(code, reason)
        check(peer.close_code == code, f"closed with {code}, the server answered {peer.close_code}")


async def sub_protocols(echo, portfolio):
    for offer, chosen in [
        (["v10.stomp", "v11.stomp"], "v10.stomp"),
        (["v11.stomp", "v10.stomp"], "v11.stomp"),
        (["v12.stomp", "v11.stomp"], "v11.stomp"),
        (["v12.stomp"], None),
        (None, None),
    ]:
        async with connect(portfolio, subprotocols=offer) as peer:
            check(peer.subprotocol == chosen, f"offered {offer}: {peer.subprotocol} was chosen instead of {chosen}")
            await peer.send("hello")
            check_echo("hello", await peer.recv())


async def too_large(echo, portfolio):
    async with connect(portfolio, compression=None) as peer:
        try:
            await peer.send(bytes(1024 * 1024 + 1))
        except websockets.ConnectionClosed:
            pass
        await peer.wait_closed()
    check(peer.close_code == 1009, f"expected 1009, got {peer.close_code} {peer.close_reason}")


async def server_stops(echo, portfolio):
    async with connect(echo) as peer:
        await peer.send("here")
        check_echo("here", await peer.recv())
        print("ready", flush=True)
        await peer.wait_closed()
    check(peer.close_code == 1001, f"expected 1001, got {peer.close_code} {peer.close_reason}")


CASES = {
    "text": text,
    "binary": binary,
    "random": random_messages,
    "fragments": fragments,
    "pings": pings,
    "close codes": close_codes,
    "sub-protocols": sub_protocols,
    "too large": too_large,
    "server stops": server_stops,
    **COMPRESSION_CASES,
}


def main():
    address, name, *options = sys.argv[1:]
    base = "ws" + address.removeprefix("http").rstrip("/")
    if name == "matrix":
        case = matrix(base, json.loads(options[0]))
    else:
        case = CASES[name](f"{base}/echo", f"{base}/spring-websocket-portfolio/portfolio")
    try:
        asyncio.run(asyncio.wait_for(case, TIMEOUT))
    except Exception:
        traceback.print_exc()
        return 1
    print("passed")
    return 0


sys.exit(main())

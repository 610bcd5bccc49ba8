"""Thousands of random messages there and back, and as many that the server makes up."""

import asyncio
from itertools import islice

from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from common import check, check_echo, connect
from messages import random_messages

# How many messages are on their way at a time.
MOST = 64


def open_peer(uri, windows):
    bits = {"server_max_window_bits": 10, "client_max_window_bits": 11} if windows else {"client_max_window_bits": True}
    return connect(uri, compression=None, extensions=[ClientPerMessageDeflateFactory(**bits)])


def print_agreed(peer):
    print(f"agreed: {peer.response_headers.get('Sec-WebSocket-Extensions', '')}")


async def echo(base, seed, count, windows):
    """Each message comes back as it was, in order. A fragment of a text is whole characters here."""
    async with open_peer(f"{base}/matrix/echo", windows) as peer:
        print_agreed(peer)
        room = asyncio.Semaphore(MOST)

        async def send():
            for data, pieces in islice(random_messages(seed), count):
                await room.acquire()
                if pieces == 1:
                    await peer.send(data)
                else:
                    cuts = [len(data) * i // pieces for i in range(pieces + 1)]
                    await peer.send([data[start:end] for start, end in zip(cuts, cuts[1:])])

        sending = asyncio.create_task(send())
        for data, _ in islice(random_messages(seed), count):
            check_echo(data, await peer.recv())
            room.release()
        await sending
    check(peer.close_code == 1000, f"expected 1000, got {peer.close_code} {peer.close_reason}")


async def source(base, seed, count, windows):
    """The server sends the messages of the seed."""
    async with open_peer(f"{base}/matrix/source/{seed}/{count}", windows) as peer:
        print_agreed(peer)
        received = 0
        expected = random_messages(seed)
        async for data in peer:
            check_echo(next(expected)[0], data)
            received += 1
    check(received == count and (peer.close_code, peer.close_reason) == (1000, "sent"), f"{received} messages of {count}, then {peer.close_code}")


async def matrix(base, options):
    seed, count, windows = options["seed"], options["count"], options["windows"]
    await echo(base, seed, count, windows)
    await source(base, seed + 1, count, windows)

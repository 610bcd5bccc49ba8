"""Python's websockets with permessage-deflate, against an echo server that has it on with its defaults: no takeover in either direction."""

import random
from contextlib import asynccontextmanager

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from common import check, check_echo, connect, make_text

NO_TAKEOVER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"


class FrameCount:
    """Counts the data frames that came in, and those of them that were compressed."""

    def __init__(self, extension):
        self.all = self.compressed = 0
        decode = extension.decode

        def counting(frame, **options):
            self.all += 1
            self.compressed += frame.rsv1
            return decode(frame, **options)

        extension.decode = counting


@asynccontextmanager
async def connect_with(uri, answer, **options):
    """A peer, once its handshake has had this answer; None for no compression."""
    async with connect(uri, **options) as peer:
        header = peer.response_headers.get("Sec-WebSocket-Extensions")
        check(header == answer, f"the server answered {header} instead of {answer}")
        names = [extension.name for extension in peer.extensions]
        check(names == ([] if answer is None else ["permessage-deflate"]), f"in use: {names}")
        yield peer


def make_quotes(size, source):
    """Text with much to refer to."""
    parts = []
    while size > 0:
        part = f'{{"symbol":"S{source.randrange(30)}","bid":{source.randrange(1000)}}},'[:size]
        parts.append(part)
        size -= len(part)
    return "".join(parts)


def make_message(source):
    size = source.randrange(70_000) if source.randrange(10) == 0 else source.randrange(600)
    size = 0 if source.randrange(20) == 0 else size
    make = source.choice([make_text, make_quotes, lambda size, source: source.randbytes(size)])
    return make(size, source)


async def exchange(peer, count, seed):
    source = random.Random(seed)
    messages = [make_message(source) for _ in range(count)]
    messages += ["", b"", make_text(1024 * 1024, source), source.randbytes(1024 * 1024), make_quotes(1024 * 1024, source), "after"]
    for message in messages:
        await peer.send(message)
        check_echo(message, await peer.recv())


async def compression(echo, portfolio):
    async with connect_with(echo, NO_TAKEOVER, compression="deflate") as peer:
        count = FrameCount(peer.extensions[0])
        await exchange(peer, 300, 1)
        check(100 < count.compressed < count.all, f"{count.compressed} of {count.all} frames were compressed")


async def small_windows(echo, portfolio):
    for server, client in [(9, 9), (10, 15), (15, 10)]:
        offer = ClientPerMessageDeflateFactory(server_max_window_bits=server, client_max_window_bits=client)
        answer = f"{NO_TAKEOVER}; server_max_window_bits={server}" + (f"; client_max_window_bits={client}" if client < 15 else "")
        async with connect_with(echo, answer, compression=None, extensions=[offer]) as peer:
            count = FrameCount(peer.extensions[0])
            await exchange(peer, 100, server)
            check(count.compressed > 30, f"{count.compressed} of {count.all} frames were compressed")


async def fragments(echo, portfolio):
    source = random.Random(3)
    async with connect_with(echo, NO_TAKEOVER, compression="deflate") as peer:
        count = FrameCount(peer.extensions[0])
        for pieces in [1, 2, 3, 10, 500] * 10:
            parts = [make_quotes(source.randrange(200), source) for _ in range(pieces)]
            await peer.send(parts)
            check_echo("".join(parts), await peer.recv())
            parts = [source.randbytes(source.randrange(50)) for _ in range(pieces)]
            await peer.send(parts)
            check_echo(b"".join(parts), await peer.recv())
        check(count.compressed > 20, f"{count.compressed} of {count.all} frames were compressed")


async def declined(echo, portfolio):
    """Without an offer, and with one that this server cannot meet: a window of 256 bytes."""
    for offers in [None, [ClientPerMessageDeflateFactory(server_max_window_bits=8)]]:
        async with connect_with(echo, None, compression=None, extensions=offers) as peer:
            await exchange(peer, 50, 4)


async def bomb(echo, portfolio):
    """The limit of this path, 1 MiB, counts what comes out."""
    async with connect_with(portfolio, NO_TAKEOVER, compression="deflate") as peer:
        largest = bytes(1024 * 1024)
        await peer.send(largest)
        check_echo(largest, await peer.recv())
        try:
            await peer.send(bytes(1024 * 1024 + 1))
            await peer.recv()
        except websockets.ConnectionClosed:
            pass
        await peer.wait_closed()
    check(peer.close_code == 1009, f"expected 1009, got {peer.close_code} {peer.close_reason}")


COMPRESSION_CASES = {
    "compression": compression,
    "compression with small windows": small_windows,
    "compressed fragments": fragments,
    "compression declined": declined,
    "bomb": bomb,
}

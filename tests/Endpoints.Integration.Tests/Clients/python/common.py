"""What the cases of all files share."""

import websockets

TIMEOUT = 60
SIZES = [0, 1, 125, 126, 65535, 65536, 1024 * 1024]
ALPHABET = ["a", "Z", "0", " ", "\n", '"', "\0", "\u00e9", "\u20ac", "\uac00", "\U0001f600", "\U0010ffff"]


def check(condition, message):
    if not condition:
        raise AssertionError(message)


def make_text(size, source):
    parts = []
    while size > 0:
        character = "x" if size < 4 else source.choice(ALPHABET)
        parts.append(character)
        size -= len(character.encode())
    return "".join(parts)


def check_echo(sent, received):
    check(type(sent) is type(received), f"{type(sent).__name__} came back as {type(received).__name__}")
    check(sent == received, f"a message of {len(sent)} came back as another of {len(received)}")


def connect(uri, **options):
    # max_queue: what is sent before anything is read must find room. compression: offered on purpose, a server may decline it.
    return websockets.connect(uri, max_size=None, max_queue=None, ping_interval=None, open_timeout=TIMEOUT, close_timeout=TIMEOUT, **options)

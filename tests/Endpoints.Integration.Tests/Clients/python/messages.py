"""Messages from a seed: the same as those of Matrix/RandomMessages.cs, draw by draw."""

POOL_SIZE = 131_072
EDGES = [1, 2, 124, 125, 126, 127, 128, 255, 256]
LARGE = [65_534, 65_535, 65_536]
ALPHABET = ["a", "Z", "0", " ", "\n", '"', "\0", "\u00e9", "\u20ac", "\uac00", "\U0001f600", "\U0010ffff"]


def random_numbers(seed):
    """mulberry32."""
    state = seed

    def below(bound):
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF
        return (t ^ (t >> 14)) % bound

    return below


def make_pools():
    random = random_numbers(7692)
    noise = bytes(random(256) for _ in range(POOL_SIZE))
    patterns = bytearray()
    while len(patterns) < POOL_SIZE:
        start = random(1024)
        patterns += noise[start : start + 3 + random(200)]
    quotes, length = [], 0
    while length < POOL_SIZE:
        quotes.append(f'{{"symbol":"S{random(30)}","bid":{random(1000)},"ask":{random(1000)}}},')
        length += len(quotes[-1])
    text = "".join(ALPHABET[random(len(ALPHABET))] for _ in range(POOL_SIZE))
    return noise, bytes(patterns[:POOL_SIZE]), "".join(quotes)[:POOL_SIZE], text


POOLS = make_pools()


def random_messages(seed):
    """Endless: a str or bytes, and in how many frames it is to be sent."""
    random = random_numbers(seed)

    def next_size():
        choice = random(32)
        if choice == 0:
            return 0
        if choice < 4:
            return EDGES[random(len(EDGES))]
        if choice < 28:
            return random(300)
        if choice < 31:
            return random(4_000)
        return LARGE[random(len(LARGE))] if random(4) == 0 else random(16_384)

    while True:
        kind = random(4)
        size = next_size()
        start = random(POOL_SIZE - size + 1)
        pieces = 2 + random(4) if random(8) == 0 else 1
        yield POOLS[kind][start : start + size], pieces

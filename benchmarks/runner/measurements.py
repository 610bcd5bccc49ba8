"""One sample of each kind of load."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from generator import Cores, Generator
from loads import Load
from process import ServerFault, ServerProcess
from servers import Server

SETTLE = 2.0  # seconds after a collection until memory is read
READINGS, READING_PAUSE = 8, 0.25
IDLE_SECONDS = 60.0
FIRST_CONNECTIONS = 1000


def _settled(process: ServerProcess) -> dict[str, int]:
    """The lowest of some readings."""
    time.sleep(SETTLE)
    readings = []
    for _ in range(READINGS):
        readings.append(process.memory())
        time.sleep(READING_PAUSE)

    return {key: min(reading[key] for reading in readings) for key in readings[0]}


def memory(load: Load, process: ServerProcess, generator: Generator, warm: Load) -> dict:
    """What the process grows by from its connections, before and after it has collected its garbage.

    It has some traffic and a thousand connections already, so that what is there once (compiled code, pools) is not counted.
    """
    generator.measure(warm, process, 0, 1)
    with _held(load, process, generator, FIRST_CONNECTIONS):
        process.collect_garbage()
        before = _settled(process)
        with _held(load, process, generator) as opened:
            uncollected = _settled(process)
            process.collect_garbage()
            after = _settled(process)

    count = opened["connections"]
    return {
        **opened,
        "base_rss": before["rss"],
        "bytes": (after["rss"] - before["rss"]) / count,
        "pss_bytes": (after["pss"] - before["pss"]) / count,
        "private_bytes": (after["private"] - before["private"]) / count,
        "uncollected_bytes": (uncollected["rss"] - before["rss"]) / count,
    }


@contextmanager
def _held(load: Load, process: ServerProcess, generator: Generator, connections: int | None = None) -> Iterator[dict]:
    """Connections that stay open meanwhile."""
    options = [] if connections is None else ["--connections", str(connections)]
    idle = generator.start(load, process.server, process.port, options)
    try:
        line = idle.stdout.readline()
        if not line.startswith("ready "):
            generator.result(idle, IDLE_SECONDS)
            raise ServerFault("the connections were not opened")

        yield json.loads(line.removeprefix("ready "))
    finally:
        idle.stdin.close()
        idle.stdin = None

    generator.result(idle, IDLE_SECONDS)


def startup(load: Load, server: Server, generator: Generator, cores: Cores, logs: Path) -> dict:
    """The generator is already trying when the server is started, so that its own start is not counted."""
    process = ServerProcess(server, cores.server, logs)
    first = generator.start(load, server, process.port, [])
    try:
        time.sleep(0.05)
        began = time.monotonic()
        process.start()
        answer = None
        while answer is None:
            process.check()
            if first.poll() is not None:
                answer = json.loads(generator.result(first, 1))

            time.sleep(0.005)

        return {"ms": (answer["echo_at"] - began) * 1000}
    finally:
        generator.kill()
        process.kill()

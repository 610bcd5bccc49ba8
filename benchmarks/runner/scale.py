"""What one machine holds: memory and processor time of idle sessions that are in two groups each, and how long ending all of them takes.

Run by benchmarks/scale.sh, which builds everything before. Writes one line of JSON for each door and number of sessions. Where a process may not have a
file for each session, as many servers as it takes share them, each with its generator.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from pathlib import Path

from generator import Cores, Generator
from loads import Load
from process import ServerProcess
from servers import BUILT, SERVERS

MEMBER = ["--path", "/member"]
IDLE_SECONDS = 60.0  # two keep-alive intervals: each session is pinged twice, and answers
SETTLE = 2.0
PATIENCE = 120.0
FIRST = 1000  # sessions of each server that are there before the first reading, so that what is there once is not counted
SPARE_FILES = 200
TICKS = os.sysconf("SC_CLK_TCK")


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _settled(processes: list[ServerProcess]) -> int:
    for process in processes:
        process.collect_garbage()

    time.sleep(SETTLE)
    return sum(process.memory()["rss"] for process in processes)


def _used(processes: list[ServerProcess]) -> float:
    return sum(_processor_seconds(process.pid) for process in processes)


def _hold(generator: Generator, kind: str, shares: list[tuple[ServerProcess, int]]) -> list:
    load = Load(kind, kind, [kind, *MEMBER])
    held = [
        generator.start(load, process.server, process.port, ["--connections", str(connections), "--seconds", "60"])
        for process, connections in shares
    ]
    for one in held:
        if not one.stdout.readline().startswith("ready "):
            generator.result(one, PATIENCE)
            raise SystemExit("scale: the connections were not opened")

    return held


def _release(generator: Generator, held: list) -> None:
    for one in held:
        one.stdin.close()
        one.stdin = None

    for one in held:
        generator.result(one, PATIENCE)


def _shares(connections: int, largest: int) -> list[int]:
    count = -(-connections // largest)
    return [connections // count + (i < connections % count) for i in range(count)]


def _measure(server, connections: int, largest: int, cores: Cores, logs: Path) -> dict:
    generator = Generator(cores)
    shares = [(ServerProcess(server, cores.server, logs), share) for share in _shares(connections, largest)]
    processes = [process for process, _ in shares]
    try:
        for process in processes:
            process.start().wait_until_listening()

        first = _hold(generator, "idle", [(process, FIRST) for process in processes])
        before = _settled(processes)
        began = time.monotonic()
        held = _hold(generator, "idle", shares)
        opened_in = time.monotonic() - began
        after = _settled(processes)
        used = _used(processes)
        time.sleep(IDLE_SECONDS)
        used = _used(processes) - used
        _release(generator, held)
        _release(generator, first)

        leaving = _hold(generator, "drain", shares)
        told = time.monotonic()
        for process in processes:
            process.ask_to_end()

        codes = [process.wait(PATIENCE) for process in processes]
        ended = time.monotonic() - told
        drained = [json.loads(generator.result(one, PATIENCE).splitlines()[-1]) for one in leaving]
        return {
            "server": server.name,
            "connections": connections,
            "processes": len(processes),
            "opened_in": round(opened_in, 2),
            "rss": after,
            "bytes_a_session": round((after - before) / connections),
            "processor_percent_idle": round(100 * used / IDLE_SECONDS, 2),
            "drain_first_close": round(min(one["first"] for one in drained) - told, 3),
            "drain_last_close": round(max(one["last"] for one in drained) - told, 3),
            "drain_process_ended": round(ended, 3),
            "going_away": sum(one["going_away"] for one in drained),
            "without_close": sum(one["without_close"] for one in drained),
            "exit_codes": codes,
        }
    finally:
        generator.kill()
        for process in processes:
            process.kill()


def main() -> None:
    ours = [server for server in SERVERS if server.group == "ours"]
    parser = argparse.ArgumentParser(prog="scale.sh", description=__doc__.splitlines()[0])
    parser.add_argument("--connections", default="10000,50000", metavar="N,M", help="default 10000,50000; each takes a file on both sides")
    parser.add_argument("--servers", default="endpoints-loop,endpoints-kestrel,endpoints-aspnetcore", metavar="A,B")
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--generator-core", type=int, default=1)
    options = parser.parse_args()
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    logs = BUILT / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    cores = Cores(options.server_core, options.generator_core)
    by_name = {server.name: server for server in ours}
    for name in options.servers.split(","):
        if name not in by_name:
            parser.error(f"there is no server '{name}' of ours; there are {', '.join(by_name)}")

        for connections in map(int, options.connections.split(",")):
            measured = _measure(by_name[name], connections, files - FIRST - SPARE_FILES, cores, logs)
            print(json.dumps(measured), flush=True)


if __name__ == "__main__":
    main()

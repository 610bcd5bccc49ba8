"""What one machine holds: memory and processor time of idle sessions that are in two groups each, and how long ending all of them takes.

Run by benchmarks/scale.sh, which builds everything before. Writes one line of JSON for each door and number of sessions.
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
IDLE_SECONDS = 20.0  # less than a keep-alive interval: what is measured is silence
SETTLE = 2.0
PATIENCE = 120.0
FIRST = 1000  # sessions that are there before the first reading, so that what is there once is not counted
TICKS = os.sysconf("SC_CLK_TCK")


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _settled(process: ServerProcess) -> int:
    process.collect_garbage()
    time.sleep(SETTLE)
    return process.memory()["rss"]


def _hold(generator: Generator, process: ServerProcess, kind: str, connections: int):
    load = Load(kind, kind, [kind, *MEMBER])
    held = generator.start(load, process.server, process.port, ["--connections", str(connections), "--seconds", "60"])
    line = held.stdout.readline()
    if not line.startswith("ready "):
        generator.result(held, PATIENCE)
        raise SystemExit("scale: the connections were not opened")

    return held


def _release(generator: Generator, held) -> None:
    held.stdin.close()
    held.stdin = None
    generator.result(held, PATIENCE)


def _measure(server, connections: int, cores: Cores, logs: Path) -> dict:
    generator = Generator(cores)
    process = ServerProcess(server, cores.server, logs).start().wait_until_listening()
    try:
        first = _hold(generator, process, "idle", FIRST)
        before = _settled(process)
        began = time.monotonic()
        held = _hold(generator, process, "idle", connections)
        opened_in = time.monotonic() - began
        after = _settled(process)
        used = _processor_seconds(process.pid)
        time.sleep(IDLE_SECONDS)
        used = _processor_seconds(process.pid) - used
        _release(generator, held)
        _release(generator, first)

        leaving = _hold(generator, process, "drain", connections)
        told = time.monotonic()
        code = process.terminate(PATIENCE)
        ended = time.monotonic() - told
        drained = json.loads(generator.result(leaving, PATIENCE).splitlines()[-1])
        return {
            "server": server.name,
            "connections": connections,
            "opened_in": round(opened_in, 2),
            "rss": after,
            "bytes_a_session": round((after - before) / connections),
            "processor_percent_idle": round(100 * used / IDLE_SECONDS, 2),
            "drain_first_close": round(drained["first"] - told, 3),
            "drain_last_close": round(drained["last"] - told, 3),
            "drain_process_ended": round(ended, 3),
            "going_away": drained["going_away"],
            "without_close": drained["without_close"],
            "exit_code": code,
        }
    finally:
        generator.kill()
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
            if connections + FIRST + 100 > files:
                print(json.dumps({"server": name, "connections": connections, "skipped": f"a process may have {files} files"}), flush=True)
                continue

            print(json.dumps(_measure(by_name[name], connections, cores, logs)), flush=True)


if __name__ == "__main__":
    main()

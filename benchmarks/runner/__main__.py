"""Measures the servers against each other and writes the report. Run by benchmarks/compare.sh, which builds everything before."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path

import machine
import picture
import report
from generator import Cores
from loads import LOADS
from results import Results
from schedule import Plan, Schedule
from servers import BENCHMARKS, BUILT, SERVERS

QUICK = {"rounds": 1, "warmup": 2.0, "seconds": 1.0}
FULL = {"rounds": 3, "warmup": 12.0, "seconds": 4.0}


def _chosen(kind: str, all_of_them: list, names: str | None) -> list:
    if names is None:
        return all_of_them

    by_name = {one.name: one for one in all_of_them}
    unknown = [name for name in names.split(",") if name not in by_name]
    if unknown:
        raise SystemExit(f"compare.sh: There is no {kind} '{unknown[0]}'. There are: {', '.join(by_name)}.")

    wanted = names.split(",")
    return [one for one in all_of_them if one.name in wanted]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="compare.sh", description="Measures WebSocket servers side by side on this machine.")
    parser.add_argument("--quick", action="store_true", help="one short round with little warm-up: to see that all works, not for figures")
    parser.add_argument("--servers", metavar="A,B", help=", ".join(server.name for server in SERVERS))
    parser.add_argument("--loads", metavar="X,Y", help=", ".join(load.name for load in LOADS))
    parser.add_argument("--rounds", type=int, metavar="N", help=f"default {FULL['rounds']}")
    parser.add_argument("--warmup", type=float, metavar="S", help=f"seconds for each managed server and load, default {FULL['warmup']:.0f}")
    parser.add_argument("--seconds", type=float, metavar="S", help=f"seconds that a sample takes, default {FULL['seconds']:.0f}")
    parser.add_argument("--output", type=Path, default=BENCHMARKS / "results", metavar="DIR", help="default benchmarks/results")
    parser.add_argument("--add", action="store_true", help="keep the samples that are there, and add to them")
    parser.add_argument("--report-only", action="store_true", help="measure nothing, write the report of the samples that are there")
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--generator-core", type=int, default=1)
    options = parser.parse_args()
    for name, value in (QUICK if options.quick else FULL).items():
        if getattr(options, name) is None:
            setattr(options, name, value)

    if options.rounds < 1 or options.warmup < 0 or options.seconds <= 0:
        parser.error("--rounds takes 1 or more, --warmup 0 or more, --seconds more than 0")

    available = os.sched_getaffinity(0)
    if options.server_core == options.generator_core or not {options.server_core, options.generator_core} <= available:
        parser.error(f"the server and the generator need a core each, of {sorted(available)}")

    return options


def _measure(options: argparse.Namespace, samples: Path) -> None:
    plan = Plan(
        _chosen("server", SERVERS, options.servers), _chosen("load", LOADS, options.loads),
        options.rounds, options.warmup, options.seconds, repeats_dirty=not options.quick)
    logs = BUILT / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    settings = {key: getattr(options, key) for key in ("quick", "rounds", "warmup", "seconds")}
    print(f"{len(plan.servers)} servers, {len(plan.loads)} loads, about {plan.estimated_seconds() / 60:.0f} minutes", flush=True)
    with samples.open("a" if options.add else "w") as file:

        def record(sample: dict) -> None:
            file.write(json.dumps(sample, separators=(",", ":")) + "\n")
            file.flush()

        record(machine.describe() | settings)
        with Schedule(plan, Cores(options.server_core, options.generator_core), logs, record) as schedule:
            schedule.run()


def main() -> None:
    options = _arguments()
    # Ending by a signal must run the clean-up as well.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))

    options.output.mkdir(parents=True, exist_ok=True)
    samples = options.output / "latest.jsonl"
    if not options.report_only:
        _measure(options, samples)

    results = Results.read(samples)
    (options.output / "latest.md").write_text(report.write(results))
    (options.output / "latest.svg").write_text(picture.draw(results))
    print(f"Wrote {options.output / 'latest.md'}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)

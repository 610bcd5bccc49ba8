"""Interleaved rounds: every server once, then every server again in another order, so that drift of the machine meets all alike."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import measurements
from generator import Cores, Generator
from loads import LATENCY, LOADS, MEMORY, STARTUP, THROUGHPUT, Load
from process import NotAvailable, ServerFault, ServerProcess
from results import is_dirty
from servers import Server

NATIVE_WARMUP = 1.0
LATER_WARMUP = 1.0  # from the second round of a load on


@dataclass(frozen=True)
class Plan:
    servers: list[Server]
    loads: list[Load]
    rounds: int
    warmup: float
    seconds: float
    repeats_dirty: bool

    def estimated_seconds(self) -> float:
        total = 0.0
        for load in self.loads:
            servers = [server for server in self.servers if load.applies_to(server)]
            rounds = min(self.rounds, load.most_rounds)
            if load.kind in (MEMORY, STARTUP):
                total += len(servers) * rounds * (22 if load.kind == MEMORY else 1)
                continue

            total += len(servers) * rounds * (self.seconds + LATER_WARMUP + 0.5)
            total += sum(self.warmup for server in servers if server.managed)

        return total


class Schedule:
    """Runs a plan. Server processes live through all loads and are stopped (SIGSTOP) while another one is measured."""

    def __init__(self, plan: Plan, cores: Cores, logs: Path, record: Callable[[dict], None]):
        self._plan = plan
        self._cores = cores
        self._logs = logs
        self._record = record
        self._generator = Generator(cores)
        self._running: dict[str, ServerProcess] = {}
        self._absent: dict[str, str] = {}  # servers that said that they are not available

    def __enter__(self) -> "Schedule":
        return self

    def __exit__(self, *_: object) -> None:
        self._generator.kill()
        for process in self._running.values():
            process.kill()

    def run(self) -> None:
        for load in self._plan.loads:
            _say(f"== {load.name}: {load.title}")
            failed: set[str] = set()
            for number in range(min(self._plan.rounds, load.most_rounds)):
                self._round(load, number, failed)

    def _round(self, load: Load, number: int, failed: set[str]) -> None:
        servers = [server for server in self._plan.servers if load.applies_to(server) and server.name not in failed]
        turn = number % len(servers) if servers else 0
        for server in servers[turn:] + servers[:turn]:
            sample = {"load": load.name, "server": server.name, "round": number}
            try:
                # What the generator calls its load is not the row's name.
                sample = self._sample(load, server, number) | sample
            except NotAvailable as reason:
                failed.add(server.name)
                self._absent[server.name] = str(reason)
                sample["skipped"] = str(reason)
            except ServerFault as fault:
                failed.add(server.name)
                self._drop(server)
                sample["error"] = str(fault)

            _say(f"   {server.name:22} {_brief(load, sample)}")
            self._record(sample)

    def _sample(self, load: Load, server: Server, number: int) -> dict:
        if server.name in self._absent:
            raise NotAvailable(self._absent[server.name])

        if load.kind == STARTUP:
            return measurements.startup(load, server, self._generator, self._cores, self._logs)

        if load.kind == MEMORY:
            process = ServerProcess(server, self._cores.server, self._logs)
            try:
                process.start().wait_until_listening()
                return measurements.memory(load, process, self._generator, LOADS[0])
            finally:
                process.kill()

        warmup = NATIVE_WARMUP if not server.managed else self._plan.warmup if number == 0 else LATER_WARMUP
        sample = self._measure(load, server, warmup)
        if self._plan.repeats_dirty and is_dirty(sample):
            again = self._measure(load, server, LATER_WARMUP)
            sample = sample if is_dirty(again) else again

        return sample

    def _measure(self, load: Load, server: Server, warmup: float) -> dict:
        process = self._running.get(server.name)
        if process is None:
            process = self._running[server.name] = ServerProcess(server, self._cores.server, self._logs)
            process.start().wait_until_listening()
        else:
            process.resume()

        try:
            line = self._generator.measure(load, process, warmup, self._plan.seconds)
        except ServerFault as fault:
            # Why it failed is better known to the server, if it is the one that ended.
            time.sleep(0.2)
            process.check()
            raise fault

        process.pause()
        return line | {"warmup": warmup}

    def _drop(self, server: Server) -> None:
        process = self._running.pop(server.name, None)
        if process is not None:
            process.kill()


def _brief(load: Load, sample: dict) -> str:
    if "skipped" in sample:
        return f"skipped: {sample['skipped']}"

    if "error" in sample:
        return f"failed: {sample['error']}"

    if load.kind == MEMORY:
        return f"{sample['bytes']:,.0f} bytes a connection ({sample['uncollected_bytes']:,.0f} before a collection)"

    if load.kind == STARTUP:
        return f"{sample['ms']:,.0f} ms"

    dirty = ", dirty" if is_dirty(sample) else ""
    busy = f"server {sample['server_busy']:.0%}, generator {sample['generator_busy']:.0%}{dirty}"
    if load.kind == LATENCY:
        return f"p50 {sample['p50_us']:,.0f} us, p99 {sample['p99_us']:,.0f} us, {busy}"

    assert load.kind == THROUGHPUT
    return f"{sample['rate']:>12,.0f} {load.unit}, {sample['server_cpu_us']:.3f} us CPU, {busy}"


def _say(text: str) -> None:
    print(text, flush=True)

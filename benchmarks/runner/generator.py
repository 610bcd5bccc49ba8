"""Runs the load generator."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass

from loads import Load
from process import ServerFault, ServerProcess, start_pinned
from servers import BUILT, Server

GENERATOR = BUILT / "generator"
SLACK = 90.0  # seconds that a run may take beyond what it measures: handshakes, first echoes, stalls


@dataclass(frozen=True)
class Cores:
    server: int
    generator: int


class Generator:
    def __init__(self, cores: Cores):
        self._cores = cores
        self._running: list[subprocess.Popen] = []

    def measure(self, load: Load, target: ServerProcess, warmup: float, seconds: float) -> dict:
        """One line of the generator, as a dictionary."""
        process = self.start(load, target.server, target.port, [
            "--server-pid", str(target.pid), "--warmup", str(warmup), "--seconds", str(seconds),
        ])
        line = json.loads(self.result(process, warmup + seconds + SLACK))
        if line["messages"] == 0:
            raise ServerFault(f"finished nothing within {seconds:g} s")

        return line

    def start(self, load: Load, server: Server, port: int, options: list[str]) -> subprocess.Popen:
        command = [
            str(GENERATOR), *load.arguments, "--port", str(port), *(["--raw"] if server.raw else []),
            "--server-core", str(self._cores.server), "--generator-core", str(self._cores.generator), *options,
        ]
        process = start_pinned(
            command, self._cores.generator, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._running = [other for other in self._running if other.poll() is None] + [process]
        return process

    def result(self, process: subprocess.Popen, timeout: float) -> str:
        """What it wrote, once it has ended."""
        try:
            output, errors = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise ServerFault(f"did not finish within {timeout:.0f} s") from None

        if process.returncode == 1:
            raise ServerFault(errors.strip().removeprefix("generator: ") or "failed without a word")

        if process.returncode != 0:
            raise RuntimeError(f"The generator ended with {process.returncode}: {errors.strip()}")

        return output

    def kill(self) -> None:
        for process in self._running:
            if process.poll() is None:
                process.kill()
                process.wait()

"""Processes that cannot outlive the run: pinned to a core, stopped while others are measured, killed with their parent."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import servers
from servers import Server

PR_SET_PDEATHSIG = 1
START_DEADLINE = 60.0
_libc = ctypes.CDLL(None, use_errno=True)


class ServerFault(Exception):
    """The server failed; the message says how."""


class NotAvailable(Exception):
    """The server says that it does not do this here (exit code 2), or its program is not there."""


def _prepare(core: int):
    def run() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.sched_setaffinity(0, {core})
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    return run


def start_pinned(command: list[str], core: int, **options) -> subprocess.Popen:
    return subprocess.Popen(command, preexec_fn=_prepare(core), start_new_session=True, **options)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ServerProcess:
    """One running server."""

    def __init__(self, server: Server, core: int, logs: Path, port: int | None = None):
        self.server = server
        self.port = port or free_port()
        self._core = core
        self._log = logs / f"{server.name}.log"
        self._process: subprocess.Popen | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self) -> "ServerProcess":
        command = [part.replace("{port}", str(self.port)) for part in self.server.command]
        if shutil.which(command[0]) is None:
            raise NotAvailable(f"{command[0]} is not there")

        with self._log.open("w") as log:
            self._process = start_pinned(
                command, self._core, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env={**os.environ, **self.server.environment}, cwd=self._log.parent)

        return self

    def wait_until_listening(self) -> "ServerProcess":
        deadline = time.monotonic() + START_DEADLINE
        while time.monotonic() < deadline:
            self.check()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self

            time.sleep(0.02)

        raise ServerFault(f"did not listen within {START_DEADLINE:.0f} s")

    def check(self) -> None:
        """Raises when the process has ended."""
        code = self._process.poll()
        if code is None:
            return

        lines = [line for line in self._log.read_text(errors="replace").splitlines() if line.strip()]
        words = lines[-1].strip()[:200] if lines else "said nothing"
        if code == 2:
            raise NotAvailable(words)

        raise ServerFault(f"ended with {code}: {words}")

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def collect_garbage(self) -> None:
        if self.server.collects == servers.SIGNAL:
            self._signal(signal.SIGUSR2)
        elif self.server.collects == servers.JCMD:
            subprocess.run(["jcmd", str(self.pid), "GC.run"], capture_output=True, timeout=60, check=False)

    def memory(self) -> dict[str, int]:
        """Bytes as the kernel counts them."""
        wanted = {"Rss": "rss", "Pss": "pss", "Private_Dirty": "private"}
        found = {}
        for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
            key, _, rest = line.partition(":")
            if key in wanted:
                found[wanted[key]] = int(rest.split()[0]) * 1024

        return found

    def ask_to_end(self) -> None:
        """As a service manager does."""
        self._signal(signal.SIGTERM)

    def wait(self, timeout: float) -> int:
        """Waits until it has ended; gives its exit code."""
        return self._process.wait(timeout)

    def kill(self) -> None:
        if self._process is None:
            return

        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        # The process leads a group of its own; it may have ended, and be reaped, before.
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)

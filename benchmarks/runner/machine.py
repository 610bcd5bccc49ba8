"""What the machine is, for the head of the report. Its kind, and nothing that names it."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import date
from pathlib import Path


def describe() -> dict:
    return {
        "kind": "machine",
        "date": date.today().isoformat(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "kernel": ".".join(platform.release().split("-")[0].split(".")[:2]),
        "congestion_control": _read("/proc/sys/net/ipv4/tcp_congestion_control"),
        "versions": _versions(),
    }


def _read(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return "unknown"


def _processor() -> str:
    for line in _read("/proc/cpuinfo").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()

    return platform.machine()


def _first_line(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except OSError:
        return "missing"

    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0].strip() if lines else "unknown"


def _package(name: str) -> str:
    return _first_line("dpkg-query", "-W", "-f", "${Version}", name)


def _versions() -> dict[str, str]:
    from servers import BUN_PACKAGE, PROGRAMS

    return {
        ".NET SDK": _first_line("dotnet", "--version"),
        "Bun": _first_line(str(PROGRAMS / "bun" / "node_modules" / "@oven" / BUN_PACKAGE / "bin" / "bun"), "--version"),
        "Node": _first_line("node", "--version"),
        "Go": _first_line("go", "env", "GOVERSION"),
        "gorilla": _package("golang-github-gorilla-websocket-dev"),
        "Java": _first_line("java", "-version"),
        "Netty": _package("libnetty-java"),
        "gcc": _first_line("gcc", "-dumpfullversion"),
    }

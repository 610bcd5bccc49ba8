"""The loads: one row each. Adding one is a row here, as long as the generator knows its kind."""

from __future__ import annotations

from dataclasses import dataclass

from servers import Server

KIB, MIB = 1024, 1024 * 1024

#: Kinds of a load: each has its own way to be measured and its own table.
THROUGHPUT, LATENCY, MEMORY, STARTUP = "throughput", "latency", "memory", "startup"


@dataclass(frozen=True)
class Load:
    name: str
    title: str
    arguments: list[str]  # of the generator; the first is its load
    kind: str = THROUGHPUT
    unit: str = "msg/s"
    frames: bool = True  # False: has a meaning for raw TCP as well
    most_rounds: int = 100
    short: str = ""  # for the column of the overview
    pictured: str = ""  # the title of its panel in the picture; empty: it has none

    def applies_to(self, server: Server) -> bool:
        return not (self.frames and server.raw)


def _echo(name: str, title: str, short: str, *options: object, pictured: str = "") -> Load:
    return Load(name, title, ["echo", *map(str, options)], frames=False, short=short, pictured=pictured)


def _broadcast(name: str, depth: int, size: int, short: str, pictured: str = "") -> Load:
    arguments = ["broadcast", "--path", "/topic", "--connections", "1000", "--size", str(size), "--depth", str(depth)]
    title = f"broadcast of {'1 KiB' if size == KIB else f'{size} B'} to 1,000 subscribers, {depth} {'publish' if depth == 1 else 'publishes'} in flight"
    return Load(name, title, arguments, unit="deliveries/s", short=short, pictured=pictured)


LOADS = [
    _echo("echo-20", "echo of 20 B, 100 connections, 1 in flight", "20 B", "--size", 20, pictured="echo of 20 B"),
    _echo("echo-20-x16", "echo of 20 B, 100 connections, 16 in flight", "20 B x16", "--size", 20, "--depth", 16,
          pictured="echo of 20 B, 16 in flight"),
    _echo("echo-1k", "echo of 1 KiB, 100 connections", "1 KiB", "--size", KIB, pictured="echo of 1 KiB"),
    _echo("echo-16k", "echo of 16 KiB, 100 connections", "16 KiB", "--size", 16 * KIB, pictured="echo of 16 KiB"),
    _echo("echo-1m", "echo of 1 MiB, 100 connections", "1 MiB", "--size", MIB, pictured="echo of 1 MiB"),
    _echo("echo-1000", "echo of 20 B, 1,000 connections", "1,000 conn.", "--size", 20, "--connections", 1000),
    _echo("arena-512", "HttpArena echo-ws: text \"hello\", 512 connections", "arena 512", "--payload-hello", "--connections", 512,
          pictured="HttpArena echo, 512"),
    _echo("arena-4096", "HttpArena echo-ws: text \"hello\", 4,096 connections", "arena 4,096", "--payload-hello", "--connections", 4096),
    _echo("arena-512-x16", "HttpArena echo-ws-pipeline: text \"hello\", 512 connections, 16 in flight", "arena 512 x16",
          "--payload-hello", "--connections", 512, "--depth", 16),
    _echo("arena-4096-x16", "HttpArena echo-ws-pipeline: text \"hello\", 4,096 connections, 16 in flight", "arena 4,096 x16",
          "--payload-hello", "--connections", 4096, "--depth", 16, pictured="HttpArena pipeline, 4,096"),
    Load("churn", "connect, handshake, one echo of 20 B, closing handshake; 100 at a time", ["churn", "--size", "20"],
         unit="sessions/s", frames=False, short="churn", pictured="connect, echo, close"),
    _broadcast("broadcast-1", 1, 100, "broadcast x1"),
    _broadcast("broadcast-4", 4, 100, "broadcast x4", pictured="broadcast to 1,000"),
    _broadcast("broadcast-20-x4", 4, 20, "20 B to 1,000 x4"),
    _broadcast("broadcast-1k-x4", 4, KIB, "1 KiB to 1,000 x4"),
    Load("rate-20k", "20,000 messages of 20 B a second, open loop, 100 connections", ["rate", "--size", "20", "--rate", "20000"],
         kind=LATENCY, unit="us", frames=False, short="p99 at 20 k/s", pictured="p99 at 20,000 msg/s"),
    Load("idle-10k", "10,000 idle connections", ["idle", "--connections", "10000"], kind=MEMORY, unit="bytes", most_rounds=2,
         short="idle bytes", pictured="memory of an idle connection"),
    Load("startup", "from start to first echo", ["first", "--seconds", "30"], kind=STARTUP, unit="ms", frames=False, short="start-up ms",
         pictured="start to first echo"),
]

"""The servers: one row each. Adding one is a row here and a small program in benchmarks/servers."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
REPOSITORY = BENCHMARKS.parent
BUILT = REPOSITORY / "artifacts" / "benchmarks"
PROGRAMS = BENCHMARKS / "servers"

NETTY_JARS = ["common", "buffer", "transport", "codec", "codec-http", "handler", "resolver"]
BUN_PACKAGE = {"x86_64": "bun-linux-x64", "aarch64": "bun-linux-aarch64"}.get(platform.machine(), "bun-linux-x64")

#: How a server is asked to collect its garbage before its memory is read.
NEVER, SIGNAL, JCMD = "never", "signal", "jcmd"


@dataclass(frozen=True)
class Server:
    name: str
    title: str
    group: str  # "ours", "peer" or "floor"
    command: list[str]  # {port} stands for the port
    managed: bool = True  # has a just-in-time compiler to warm up
    collects: str = SIGNAL
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> bool:
        return self.group == "floor"


def _dotnet(folder: str, assembly: str) -> list[str]:
    return ["dotnet", str(PROGRAMS / folder / "bin" / "Release" / "net10.0" / f"{assembly}.dll")]


def _ours(name: str, title: str, *options: str) -> Server:
    command = _dotnet("endpoints", "EndpointsServer") + ["--port", "{port}", *options]
    return Server(f"endpoints-{name}", f"Endpoints, {title}", "ours", command)


SERVERS = [
    _ours("loop", "loop door, io_uring", "--door", "loop"),
    _ours("loop-metrics", "loop door, io_uring, metrics collected", "--door", "loop", "--metrics", "on"),
    _ours("loop-epoll", "loop door, epoll", "--door", "loop-epoll"),
    _ours("kestrel-linux", "Kestrel door, our transport", "--door", "kestrel", "--transport", "linux"),
    _ours("kestrel", "Kestrel door", "--door", "kestrel"),
    _ours("kestrel-blocks", "Kestrel door, 32 KiB blocks", "--door", "kestrel", "--blocks", "32768"),
    _ours("aspnetcore-linux", "ASP.NET Core door, our transport", "--door", "aspnetcore", "--transport", "linux"),
    _ours("aspnetcore", "ASP.NET Core door", "--door", "aspnetcore"),
    Server("aspnetcore", "ASP.NET Core, default", "peer", _dotnet("aspnetcore", "AspNetCoreServer") + ["{port}"]),
    Server(
        "aspnetcore-inline", "ASP.NET Core, inline", "peer", _dotnet("aspnetcore", "AspNetCoreServer") + ["{port}", "--inline"],
        environment={"DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS": "1"},
    ),
    Server(
        "bun", "Bun", "peer",
        [str(PROGRAMS / "bun" / "node_modules" / "@oven" / BUN_PACKAGE / "bin" / "bun"), str(PROGRAMS / "bun" / "server.js"), "{port}"],
    ),
    Server("node-ws", "Node, ws", "peer", ["node", "--expose-gc", str(PROGRAMS / "node" / "server.js"), "{port}"]),
    Server("go-gorilla", "Go, gorilla", "peer", [str(BUILT / "go-gorilla"), "{port}"], managed=False),
    Server(
        "netty", "Netty", "peer",
        ["java", "-cp", ":".join([str(BUILT / "netty"), *(f"/usr/share/java/netty-{jar}.jar" for jar in NETTY_JARS)]), "Server", "{port}"],
        collects=JCMD,
    ),
    Server("raw-epoll", "raw TCP echo, epoll", "floor", [str(BUILT / "epoll_echo"), "{port}"], managed=False, collects=NEVER),
    Server("raw-uring", "raw TCP echo, io_uring", "floor", [str(BUILT / "uring_echo"), "{port}"], managed=False, collects=NEVER),
]

#: What the ratios in the tables refer to.
REFERENCES = {"aspnetcore": "ASP.NET Core", "bun": "Bun", "raw-epoll": "raw epoll"}

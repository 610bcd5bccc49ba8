"""The report: an overview of ratios, then one table a load."""

from __future__ import annotations

from loads import LATENCY, LOADS, MEMORY, STARTUP, THROUGHPUT, Load
from results import GENERATOR_LIMIT, Results, Row, less_is_better
from servers import REFERENCES, SERVERS, Server


def write(results: Results) -> str:
    parts = [_head(results), _overview(results), _cpu_overview(results), _figures(results)]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(header: list[str], rows: list[list[str]]) -> str:
    """The first column to the left, all others to the right."""
    lines = ["| " + " | ".join(header) + " |", "|---|" + "--:|" * (len(header) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _head(results: Results) -> str:
    machine = results.machine
    if not machine:
        return "# Servers side by side\n\nNothing was measured."

    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    settings = f"{machine['rounds']} interleaved rounds of {machine['seconds']:g} s, {machine['warmup']:g} s of warm-up for each managed server and load"
    quick = "\n\n**A quick run: it shows that everything works; its figures say nothing.**" if machine["quick"] else ""
    return f"""# Servers side by side

Written by `benchmarks/compare.sh` on {machine['date']}; how it measures and how to read it: [benchmarks](../README.md).{quick}

{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, Linux {machine['kernel']}, {machine['congestion_control']}; \
server on one core, generator on the other, loopback.
{settings}. {versions}.

![Throughput of each server under each load](latest.svg)"""


def _shown(results: Results, load: Load) -> list[Server]:
    return [server for server in SERVERS if results.row(load, server.name) or results.words(load, server.name)]


def _measured_loads(results: Results) -> list[Load]:
    return [load for load in LOADS if any(results.row(load, server.name) for server in SERVERS)]


def _overview(results: Results) -> str:
    loads = _measured_loads(results)
    servers = [server for server in SERVERS if any(results.row(load, server.name) for load in loads)]
    rows = [[server.title, *(_ratio_cell(results, load, server) for load in loads)] for server in servers]
    if not rows:
        return ""

    return (
        "## Overview: times ASP.NET Core's own WebSockets at default settings\n\n"
        "More is better in every column: throughput as a multiple of its, and where less is better (p99, memory, start-up) how many times less.\n\n"
        + table(["server", *(load.short for load in loads)], rows)
    )


def _ratio_cell(results: Results, load: Load, server: Server) -> str:
    row, reference = results.row(load, server.name), results.row(load, "aspnetcore")
    if row is None or reference is None:
        return "" if results.words(load, server.name) is None else "failed"

    high, low = (reference.value, row.value) if less_is_better(load) else (row.value, reference.value)
    return f"{high / low:.2f}{_marks(row)}" if low > 0 else "-"


def _cpu_overview(results: Results) -> str:
    loads = [load for load in _measured_loads(results) if load.kind in (THROUGHPUT, LATENCY)]
    servers = [server for server in SERVERS if any(results.row(load, server.name) for load in loads)]
    rows = []
    for server in servers:
        cells = [results.row(load, server.name) for load in loads]
        rows.append([server.title, *("" if row is None else f"{row.median('server_cpu_us'):.3g}" for row in cells)])

    if not rows:
        return ""

    return (
        "## CPU time of the server for each message, in microseconds\n\n"
        "Less is better. It depends on the generator only through how many messages it finds at a time, so it is the steadier figure.\n\n"
        + table(["server", *(load.short for load in loads)], rows)
    )


def _figures(results: Results) -> str:
    return "\n\n".join(f"## {load.title[0].upper()}{load.title[1:]}\n\n{_TABLES[load.kind](results, load)}{_words(results, load)}"
                       for load in LOADS if _shown(results, load))


def _words(results: Results, load: Load) -> str:
    lines = [f"- {server.title}: {results.words(load, server.name)}" for server in SERVERS if results.words(load, server.name)]
    return "\n\n" + "\n".join(lines) if lines else ""


def _marks(row: Row) -> str:
    return ("&dagger;" if row.only_dirty else "") + ("&Dagger;" if row.generator_limits else "")


def _rows(results: Results, load: Load) -> list[tuple[Server, Row]]:
    """Best first."""
    found = [(server, results.row(load, server.name)) for server in SERVERS]
    return sorted(((server, row) for server, row in found if row), key=lambda pair: pair[1].value, reverse=not less_is_better(load))


def _legend(rows: list[tuple[Server, Row]]) -> str:
    lines = []
    if any(row.only_dirty for _, row in rows):
        lines.append("&dagger; Every sample was dirty: something else used the cores.")

    if any(row.generator_limits for _, row in rows):
        lines.append(f"&Dagger; The generator was busy for more than {GENERATOR_LIMIT:.0%} of its core and may be the limit; compare the CPU time.")

    return "\n\n" + " ".join(lines) if lines else ""


def _throughput(results: Results, load: Load) -> str:
    references = {name: results.row(load, name) for name in REFERENCES}
    known = [name for name, row in references.items() if row]
    rows = _rows(results, load)
    body = []
    for server, row in rows:
        ratios = [f"{row.value / references[name].value:.2f}" for name in known]
        body.append([
            server.title + _marks(row), f"{row.value:,.0f}", *ratios, f"{row.median('server_cpu_us'):.3f}", f"{row.median('p50_us'):,.0f}",
            f"{row.median('p99_us'):,.0f}", f"{row.median('server_busy'):.0%}", f"{row.median('generator_busy'):.0%}",
            f"{row.least:,.0f} to {row.most:,.0f}", _counts(row),
        ])

    header = ["server", load.unit, *(f"/ {REFERENCES[name]}" for name in known), "CPU us", "p50 us", "p99 us", "server", "generator", "min to max", "samples"]
    return table(header, body) + _legend(rows)


def _latency(results: Results, load: Load) -> str:
    rows = _rows(results, load)
    body = [
        [server.title + _marks(row), *(f"{row.median(key):,.0f}" for key in ("p50_us", "p90_us", "p99_us", "p999_us", "max_us")),
         f"{row.median('server_cpu_us'):.2f}", f"{row.median('server_busy'):.0%}", f"{row.median('rate'):,.0f}",
         f"{row.least:,.0f} to {row.most:,.0f}", _counts(row)]
        for server, row in rows
    ]
    header = ["server", "p50 us", "p90 us", "p99 us", "p99.9 us", "max us", "CPU us", "server", "msg/s", "p99 min to max", "samples"]
    return table(header, body) + _legend(rows)


def _memory(results: Results, load: Load) -> str:
    body = [
        [server.title, *(f"{row.median(key):,.0f}" for key in ("bytes", "private_bytes", "uncollected_bytes")),
         f"{row.median('base_rss') / 2**20:,.0f}", f"{row.least:,.0f} to {row.most:,.0f}"]
        for server, row in _rows(results, load)
    ]
    return table(["server", "RSS bytes", "private bytes", "RSS before a collection", "process before, MiB", "min to max"], body)


def _startup(results: Results, load: Load) -> str:
    body = [[server.title, f"{row.value:,.0f}", f"{row.least:,.0f} to {row.most:,.0f}"] for server, row in _rows(results, load)]
    return table(["server", "ms", "min to max"], body)


def _counts(row: Row) -> str:
    return f"{len(row.samples)}" + (f", {row.dirty} dirty" if row.dirty else "")


_TABLES = {THROUGHPUT: _throughput, LATENCY: _latency, MEMORY: _memory, STARTUP: _startup}

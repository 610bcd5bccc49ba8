"""Samples on disk (one JSON object a line), and what they say taken together."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from loads import LATENCY, MEMORY, STARTUP, Load

#: A sample is dirty when so much of a core went to something else than the server and the generator, or to another machine.
FOREIGN_CPU, STEAL = 0.10, 0.05
#: From here on the generator may be what limits a row.
GENERATOR_LIMIT = 0.90

_METRIC = {LATENCY: "p99_us", MEMORY: "bytes", STARTUP: "ms"}


def is_dirty(sample: dict) -> bool:
    if "server_core_busy" not in sample:
        return False

    foreign = max(sample["server_core_busy"] - sample["server_busy"], sample["generator_core_busy"] - sample["generator_busy"])
    return foreign > FOREIGN_CPU or max(sample["server_core_steal"], sample["generator_core_steal"]) > STEAL


def metric(load: Load) -> str:
    """The figure that a load is about."""
    return _METRIC.get(load.kind, "rate")


def less_is_better(load: Load) -> bool:
    return load.kind in _METRIC


@dataclass(frozen=True)
class Row:
    """One server under one load: medians over its clean samples, or over all when none is clean."""

    samples: list[dict]
    value: float
    least: float
    most: float
    dirty: int  # how many samples were; all of them when `only_dirty`
    only_dirty: bool

    def median(self, key: str) -> float:
        return median(sample[key] for sample in self.samples)

    @property
    def generator_limits(self) -> bool:
        return "generator_busy" in self.samples[0] and self.median("generator_busy") > GENERATOR_LIMIT


class Results:
    def __init__(self, samples: list[dict]):
        self._samples = samples

    @classmethod
    def read(cls, path: Path) -> "Results":
        lines = path.read_text().splitlines() if path.exists() else []
        return cls([json.loads(line) for line in lines if line.strip()])

    @property
    def machine(self) -> dict:
        """As written by the last run."""
        return next((sample for sample in reversed(self._samples) if sample.get("kind") == "machine"), {})

    def words(self, load: Load, server_name: str) -> str | None:
        """Why there is no figure."""
        for sample in reversed(self._of(load, server_name)):
            if "error" in sample:
                return f"failed: {sample['error']}"

            if "skipped" in sample:
                return f"skipped: {sample['skipped']}"

        return None

    def row(self, load: Load, server_name: str) -> Row | None:
        key = metric(load)
        measured = [sample for sample in self._of(load, server_name) if key in sample]
        if not measured:
            return None

        clean = [sample for sample in measured if not is_dirty(sample)]
        used = clean or measured
        values = [sample[key] for sample in used]
        return Row(used, median(values), min(values), max(values), len(measured) - len(clean), not clean)

    def _of(self, load: Load, server_name: str) -> list[dict]:
        return [sample for sample in self._samples if sample.get("load") == load.name and sample.get("server") == server_name]

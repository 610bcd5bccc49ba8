"""The picture: one panel a load, one bar a server. Plain SVG with the reader's dark or light colours."""

from __future__ import annotations

from html import escape

from loads import LOADS, Load
from results import Results, Row, less_is_better
from servers import SERVERS, Server

COLUMNS, PANEL, GAP, MARGIN = 3, 340, 24, 16
TITLE, ROW, BAR = 26, 18, 12
LABEL, VALUE = 176, 56  # what a panel's width leaves to the left and right of the bars
HEAD = 56

STYLE = """
  text { font: 12px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #24292f }
  .head { font-size: 16px; font-weight: 600 } .title { font-weight: 600 } .faint { fill: #57606a }
  .ours { fill: #0969da } .peer { fill: #8c959f } .floor { fill: #d0d7de } text.ours { font-weight: 600; fill: #0550ae }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .faint { fill: #9198a1 }
    .ours { fill: #4493f8 } .peer { fill: #6e7681 } .floor { fill: #3d444d } text.ours { fill: #79c0ff }
  }"""


def draw(results: Results) -> str:
    panels = [(load, rows) for load in LOADS if load.pictured and (rows := _rows(results, load))]
    body, heights = [], [0] * COLUMNS
    for load, rows in panels:
        column = heights.index(min(heights))
        x, y = MARGIN + column * (PANEL + GAP), HEAD + heights[column]
        body += [f'<g transform="translate({x} {y})">', *_panel(load, rows), "</g>"]
        heights[column] += TITLE + ROW * len(rows) + GAP

    width, height = 2 * MARGIN + COLUMNS * PANEL + (COLUMNS - 1) * GAP, HEAD + max(heights)
    date = results.machine.get("date", "")
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-label="WebSocket servers side by side">',
        f"<style>{STYLE}\n</style>",
        f'<text class="head" x="{MARGIN}" y="24">WebSocket servers side by side</text>',
        f'<text class="faint" x="{MARGIN}" y="42">One core for the server, one for the load. '
        f"Blue: Endpoints. Grey: others. Faint: a bare TCP echo, the machine's limit. {escape(date)}</text>",
        *body,
        "</svg>",
    ]) + "\n"


def _rows(results: Results, load: Load) -> list[tuple[Server, Row]]:
    found = [(server, results.row(load, server.name)) for server in SERVERS]
    return sorted(((server, row) for server, row in found if row), key=lambda pair: pair[1].value, reverse=not less_is_better(load))


def _panel(load: Load, rows: list[tuple[Server, Row]]) -> list[str]:
    largest = max(row.value for _, row in rows) or 1
    better = "less is better" if less_is_better(load) else "more is better"
    lines = [f'<text class="title" y="12">{escape(load.pictured)} <tspan class="faint" font-weight="400">{load.unit}, {better}</tspan></text>']
    for index, (server, row) in enumerate(rows):
        y = TITLE + index * ROW
        length = max(1.0, max(0.0, row.value) / largest * (PANEL - LABEL - VALUE))
        kind = ' class="ours"' if server.group == "ours" else ""
        lines += [
            f'<text{kind} x="{LABEL - 8}" y="{y + BAR - 1}" text-anchor="end">{escape(_label(server))}</text>',
            f'<rect class="{server.group}" x="{LABEL}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2"/>',
            f'<text x="{LABEL + length + 6:.1f}" y="{y + BAR - 1}">{_value(row.value)}</text>',
        ]

    return lines


def _label(server: Server) -> str:
    label = server.title.removeprefix("Endpoints, ")
    return label.replace("our transport", "loop") if server.group == "ours" else label


def _value(value: float) -> str:
    if value >= 999_500:
        return f"{value / 1e6:.2f} M"

    if value >= 9_995:
        return f"{value / 1e3:.0f} k"

    return f"{value:,.0f}"

"""Charts as pictures for a phone: few bars, large type, 1080 points wide. Drawn in a thread, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from io import BytesIO
from threading import Lock

WIDTH, HEIGHT, DENSITY = 1080, 720, 120
"""Size in points, and points an inch."""
COLOURS = ("#2b7bbb", "#e6a23c", "#b04a4a")
_PEN = Lock()


async def draw_bars(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> bytes:
    """Draw bars on top of one another, a colour for each series, as PNG."""
    return await asyncio.to_thread(_bars, title, labels, series)


def _bars(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> bytes:
    from matplotlib.figure import Figure  # slow to import and large: few ask for a chart
    from matplotlib.ticker import MaxNLocator

    with _PEN:  # the library promises nothing about two threads at a time
        figure = Figure(figsize=(WIDTH / DENSITY, HEIGHT / DENSITY), dpi=DENSITY, layout="constrained")
        axes = figure.subplots()
        places, below = range(len(labels)), [0] * len(labels)
        for (name, values), colour in zip(series.items(), COLOURS, strict=False):
            axes.bar(places, values, bottom=below, label=name, color=colour)
            below = [one + other for one, other in zip(below, values, strict=True)]
        step = max(1, len(labels) // 7)
        axes.set_xticks(list(places)[::step], list(labels)[::step], fontsize=15)
        axes.tick_params(axis="y", labelsize=15)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
        axes.set_ylim(0, max(1, *below) * 1.1)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_title(title, fontsize=18, loc="left", pad=14)
        if len(series) > 1:
            axes.legend(fontsize=15, frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=len(series))
        picture = BytesIO()
        figure.savefig(picture, format="png")
        return picture.getvalue()

"""The geometry of pictures too small for a charting library."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, MARGIN = 96.0, 28.0, 3.0


@dataclass(frozen=True)
class Line:
    """A sparkline: the path's data and its last point, if there is one."""

    path: str = ""
    end: tuple[float, float] | None = None


def spark_line(values: Sequence[Any]) -> Line:
    """A path through the values in a box of 96 x 28, the largest on top; None and NaN leave a gap."""
    points = [None if value is None or math.isnan(value) else float(value) for value in values]
    known = [point for point in points if point is not None]
    if not known:
        return Line()
    low, high = min(known), max(known)
    step = WIDTH / max(1, len(points) - 1)
    path, pen_down, end = [], False, (0.0, 0.0)
    for index, value in enumerate(points):
        if value is None:
            pen_down = False
            continue
        rise = (value - low) / (high - low) if high > low else 0.5
        end = (round(index * step, 1), round(HEIGHT - MARGIN - rise * (HEIGHT - 2 * MARGIN), 1))
        path.append(f"{'L' if pen_down else 'M'}{end[0]:g} {end[1]:g}")
        pen_down = True
    return Line(" ".join(path), end)


@dataclass(frozen=True)
class Part:
    """A piece of a stacked bar, in percent of its width."""

    name: str
    share: float
    x: float
    width: float


def stack(shares: Sequence[tuple[str, float]]) -> list[Part]:
    """The pieces side by side; those without a share are left out."""
    parts, x = [], 0.0
    for name, share in shares:
        if share > 0:
            parts.append(Part(name, share, round(x, 2), round(share * 100, 2)))
            x += share * 100
    return parts

"""What a measurement gives, and how it is written."""

from __future__ import annotations

import json
import os
import platform
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

__all__ = ["Figure", "machine", "ratio_figure", "write_json"]


@dataclass(frozen=True)
class Figure:
    """Ours, what it stands beside, their ratio, the goal. `spread`: the lowest and highest ratio seen."""

    name: str
    ours: float
    beside: float
    ratio: float
    goal: float
    spread: tuple[float, float]
    unit: str

    def line(self) -> str:
        """One line for people."""
        met = "met" if self.ratio >= self.goal else f"missed by {self.goal - self.ratio:.3f}"
        low, high = self.spread
        return (
            f"{self.name}: {self.ours:.0f} against {self.beside:.0f} {self.unit} = {self.ratio:.3f}"
            f" (from {low:.3f} to {high:.3f}; goal {self.goal:.2f}: {met})"
        )


def ratio_figure(name: str, ours: list[float], beside: list[float], goal: float, unit: str) -> Figure:
    """The figure of rounds in which both sides were measured next to each other: medians and spread."""
    ratios = [mine / other for mine, other in zip(ours, beside, strict=True)]
    return Figure(
        name,
        statistics.median(ours),
        statistics.median(beside),
        statistics.median(ratios),
        goal,
        (min(ratios), max(ratios)),
        unit,
    )


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def write_json(path: Path, figures: list[Figure]) -> None:
    """The report of `bin/bench --json FILE`."""
    report = {"machine": machine(), "figures": [asdict(figure) for figure in figures]}
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

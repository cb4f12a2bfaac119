"""What a measurement gives, and how it is written."""

from __future__ import annotations

import json
import os
import platform
import statistics
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

__all__ = ["Figure", "Rule", "limit_figure", "machine", "ratio_figure", "write_json"]


class Rule(StrEnum):
    """What a figure is judged by."""

    RATIO_AT_LEAST = "ratio at least goal"
    RATIO_AT_MOST = "ratio at most goal"
    OURS_AT_MOST = "ours at most goal"
    REPORTED = "reported, no goal"


@dataclass(frozen=True)
class Figure:
    """Ours, what it stands beside, their ratio, the goal and what the goal is held against.

    `spread`: the lowest and highest seen of what is judged, or its interval; of `ours` where nothing is
    judged. `beside` and `ratio` are null where ours stands beside nothing, `goal` where there is none.
    """

    name: str
    ours: float
    beside: float | None
    ratio: float | None
    goal: float | None
    spread: tuple[float, float]
    unit: str
    rule: Rule = Rule.RATIO_AT_LEAST

    @property
    def missed_by(self) -> float | None:
        """How far the goal is missed, 0 or below when it is met; null without a goal."""
        judged = self.ours if self.rule is Rule.OURS_AT_MOST else self.ratio
        if self.goal is None or judged is None or self.rule is Rule.REPORTED:
            return None
        return self.goal - judged if self.rule is Rule.RATIO_AT_LEAST else judged - self.goal

    def line(self) -> str:
        """One line for people."""
        of_ours = self.rule in {Rule.OURS_AT_MOST, Rule.REPORTED}
        digits = 3 if of_ours and abs(self.ours) < 10 else 0  # noqa: PLR2004 - small figures need their fraction
        said = f"{self.name}: {self.ours:.{digits}f}"
        if self.beside is not None:
            said += f" against {self.beside:.{digits}f}"
        said += f" {self.unit}"
        if self.ratio is not None:
            said += f" = {self.ratio:.3f}"
        low, high = self.spread
        return f"{said} (from {low:.3f} to {high:.3f}; {self._verdict()})"

    def _verdict(self) -> str:
        missed_by = self.missed_by
        if missed_by is None:
            return "no goal"
        sign = "" if self.rule is Rule.RATIO_AT_LEAST else "at most "
        return f"goal {sign}{self.goal:.2f}: " + ("met" if missed_by <= 0 else f"missed by {missed_by:.3f}")


def ratio_figure(
    name: str,
    ours: list[float],
    beside: list[float],
    goal: float,
    unit: str,
    rule: Rule = Rule.RATIO_AT_LEAST,
) -> Figure:
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
        rule,
    )


def limit_figure(name: str, ours: list[float], goal: float, unit: str) -> Figure:
    """The figure of rounds that stand beside nothing and must not pass the goal: median and spread."""
    return Figure(
        name, statistics.median(ours), None, None, goal, (min(ours), max(ours)), unit, Rule.OURS_AT_MOST
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

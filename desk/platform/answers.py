"""What the platform can answer: done, refused, cannot tell, or silence. They are never confused.

None of these carries a number, a certificate or a person: a refusal's `facts` are read by name, on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

__all__ = ["ClockWrong", "PlatformCannotTell", "PlatformRefused", "PlatformSilent", "Problem"]


@dataclass(frozen=True)
class Problem:
    """An RFC 9457 answer: the stable `code`, the sentence for the clerk, and machine facts."""

    code: str
    status: int
    detail: str
    facts: dict[str, Any] = field(default_factory=dict, repr=False)


class PlatformRefused(Exception):
    """The platform said no, with a reason that has a word."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class PlatformCannotTell(PlatformRefused):
    """A 503 with a word: the platform lives, but something it depends on does not. Nothing changed."""


class ClockWrong(PlatformRefused):
    """401 `signature-expired`: this PC's clock is off by `skew` (positive: it is fast)."""

    def __init__(self, problem: Problem, platform_time: datetime | None, skew: timedelta | None) -> None:
        super().__init__(problem)
        self.platform_time = platform_time
        self.skew = skew


class PlatformSilent(Exception):
    """No answer within the time, no connection, a fault of the platform, or an answer nobody can read."""

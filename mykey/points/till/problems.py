"""The refusals and faults of the till API as problem details (mykey.web.problems)."""

from __future__ import annotations

from mykey.kernel.clock import Clock
from mykey.points.till.problem_texts import PROBLEM_TEXTS, REASONS
from mykey.web.problems import Problems

__all__ = ["PROBLEM_TYPE", "till_problems"]

PROBLEM_TYPE = "urn:mykey:points:problem:"


def till_problems(clock: Clock) -> Problems:
    """How the till API answers what it refuses."""
    return Problems("points-till", PROBLEM_TYPE, PROBLEM_TEXTS, REASONS, clock)

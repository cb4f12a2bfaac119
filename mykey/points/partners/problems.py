"""The refusals and faults of the partners' API as problem details (mykey.web.problems)."""

from __future__ import annotations

from mykey.kernel.clock import Clock
from mykey.points.partners.problem_texts import PROBLEM_TEXTS, REASONS
from mykey.web.problems import Problems

__all__ = ["PROBLEM_TYPE", "partner_problems"]

PROBLEM_TYPE = "urn:mykey:points:partner-problem:"


def partner_problems(clock: Clock) -> Problems:
    """How the partners' API answers what it refuses."""
    return Problems("points-partners", PROBLEM_TYPE, PROBLEM_TEXTS, REASONS, clock)

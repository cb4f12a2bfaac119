"""The refusals and faults of this face as problem details (mykey.web.problems)."""

from __future__ import annotations

from collections.abc import Mapping

from mykey.kernel.clock import Clock
from mykey.kernel.errors import Fact
from mykey.services.number_rules import NumberRule, describe_number_rule
from mykey.terminals.problem_texts import PROBLEM_TEXTS, REASONS
from mykey.web.problems import Problems

__all__ = ["PROBLEM_TYPE", "terminals_problems"]

PROBLEM_TYPE = "urn:mykey:problem:"


def terminals_problems(clock: Clock) -> Problems:
    """How the terminals face answers what it refuses."""
    return Problems("terminals", PROBLEM_TYPE, PROBLEM_TEXTS, REASONS, clock, _facts_in_words)


def _facts_in_words(code: str, facts: Mapping[str, Fact], lang: str) -> dict[str, str]:
    if code != "service-id-format":
        return {}
    return {"rule": describe_number_rule(NumberRule.of_facts(dict(facts)), lang)}

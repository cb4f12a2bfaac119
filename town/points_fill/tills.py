"""The demo's desks become tills over HTTP with their codes, as a shop's clerk would type them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping

from desk.clock import system_clock, system_random
from desk.platform.answers import PlatformRefused
from desk.platform.device import StateDirectory
from desk.platform.enrolment import enrol
from desk.platform.signed_calls import SignedCalls, Wire
from town.embedded.layout import Layout
from town.points_fill.commands import run_points
from town.points_fill.fill import points_testers_path

__all__ = ["open_tills"]


def open_tills(layout: Layout, environment: Mapping[str, str]) -> None:
    """Enrol every desk that is no till yet. The till API must be running.

    A code that an earlier, interrupted start has used up is replaced by a new one.

    Raises:
        PlatformRefused, PlatformSilent: by the till API; PointsCommandRefused.
    """
    told = json.loads(points_testers_path(layout).read_text(encoding="utf-8"))
    for desk, till in told["desks"].items():
        state = StateDirectory(layout.home / desk, system_random)
        if state.till_id() is not None:
            continue
        wire = Wire()
        calls = SignedCalls(layout.origin("points-till"), state.till_key(), system_clock, system_random, wire)
        try:
            enrol(calls, state, till["code"], "en", time.sleep)
        except PlatformRefused as refused:
            if refused.problem.code not in ("enrolment-code-used", "enrolment-code-expired"):
                raise
            fresh = ("till", "invite", till["shop_id"], "--kind", till["kind"], "--name", till["till_name"])
            enrol(calls, state, run_points(environment, *fresh), "en", time.sleep)

"""`mykey-points` as the operator calls it: a process of its own, because nobody imports the points side."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

__all__ = ["PointsCommandRefused", "run_points"]

_COMMAND = (sys.executable, "-m", "mykey.points.command_line")
TIMEOUT_SECONDS = 60


class PointsCommandRefused(Exception):
    """The command ended with a refusal; the text is its word, which names no person."""


def run_points(environment: Mapping[str, str], *words: str, typed: str = "") -> str:
    """Run one command; give what it printed. `typed` is what it reads: a list of processes shows words.

    Raises:
        PointsCommandRefused: it said no.
    """
    done = subprocess.run(  # noqa: S603 - our own program
        [*_COMMAND, *words],
        env=dict(environment),
        input=typed,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise PointsCommandRefused(done.stderr.strip())
    return done.stdout.strip()

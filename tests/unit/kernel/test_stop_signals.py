from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from mykey.kernel.stop_signals import stop_at_signals
from tests.support.own_processes import REPOSITORY

# The signal comes while the main thread holds the lock that `wait` and `set` take.
WHILE_IT_BEGINS_TO_WAIT = """
import os, signal, time
from mykey.kernel.stop_signals import stop_at_signals
with stop_at_signals() as stop:
    with stop._cond:
        os.kill(os.getpid(), signal.{name})
        time.sleep(0.2)
    print(stop.wait(20))
"""


def test_afterwards_signals_are_what_they_were() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with stop_at_signals() as stop:
        assert not stop.is_set()
        assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before | {signal.SIGTERM, signal.SIGINT}
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_at_the_worst_moment_is_heard(name: str) -> None:
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", WHILE_IT_BEGINS_TO_WAIT.format(name=name)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")

"""Each in a process of its own: signals belong to a whole process."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.support.own_processes import REPOSITORY

WISHES = ["SIGTERM", "SIGINT"]
BEGIN = """
import os, signal, sys, threading, time
from mykey.kernel.stop_signals import StopSignals
stop = StopSignals()
assert not stop.is_set() and not stop.wait(0.01) and not stop.wait(-1)
number = getattr(signal, sys.argv[1])
"""
# A handler runs wherever the main thread stands: here before the given line of `wait`, counted with the lines
# of what it calls in Python. An event's lock is held at some of them.
BEFORE_A_LINE = """
at, lines = int(sys.argv[2]), 0
def look(frame, event, argument):
    global lines
    if event == "line":
        lines += 1
        if lines == at:
            os.kill(os.getpid(), number)
    return look
sys.settrace(look)
stop.wait(0.1)
sys.settrace(None)
print(stop.is_set(), lines)
"""
WHILE_IT_WAITS = """
def send():
    time.sleep(0.2)
    if sys.argv[2] == "to-the-process":
        os.kill(os.getpid(), number)
    else:
        signal.pthread_kill(threading.get_ident(), number)
    time.sleep(20)
threading.Thread(target=send, daemon=True).start()
began = time.monotonic()
print(stop.wait(), stop.is_set(), time.monotonic() - began < 15)
"""
STORM = """
for _ in range(70_000):  # a pipe holds 65,536 bytes
    signal.raise_signal(number)
print(stop.wait(), stop.is_set())
"""


def run(program: str, *words: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", BEGIN + program, *words],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize("wish", WISHES)
def test_a_signal_is_heard_before_every_line_of_the_wait(wish: str) -> None:
    lines = run(BEFORE_A_LINE, wish, "0")[1]
    assert int(lines) >= 2
    for at in range(int(lines) + 1):
        assert run(BEFORE_A_LINE, wish, str(at)) == [str(at > 0), lines]


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("reached", ["to-the-process", "to-another-thread"])
def test_a_signal_ends_a_wait_without_end_and_stays_said(wish: str, reached: str) -> None:
    assert run(WHILE_IT_WAITS, wish, reached) == ["True", "True", "True"]


def test_too_many_signals_are_one() -> None:
    assert run(STORM, signal.SIGTERM.name) == ["True", "True"]

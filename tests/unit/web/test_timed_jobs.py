from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from mykey.web.timed_jobs import DrawnJob, Job, run_jobs


def test_a_job_that_fails_keeps_no_other_from_running(capsys: pytest.CaptureFixture[str]) -> None:
    stop = threading.Event()
    ran: list[str] = []

    def fail() -> None:
        ran.append("failing")
        secret = "hanako@mail.example"
        raise ValueError(secret)

    def work() -> None:
        ran.append("working")
        if len(ran) > 4:
            stop.set()

    pause = timedelta(milliseconds=10)
    run_jobs([Job("failing", pause, fail), Job("working", pause, work)], stop)
    assert ran[:4] == ["failing", "working", "failing", "working"]
    written = capsys.readouterr().out
    assert "ValueError" in written
    assert "hanako@mail.example" not in written


def test_after_the_wish_to_end_no_job_begins() -> None:
    stop = threading.Event()
    ran: list[str] = []

    def end() -> None:
        ran.append("first")
        stop.set()

    pause = timedelta(hours=1)
    run_jobs([Job("first", pause, end), Job("second", pause, lambda: ran.append("second"))], stop)
    assert ran == ["first"]


def test_a_job_waits_for_its_turn() -> None:
    stop = threading.Event()
    seldom: list[int] = []
    often: list[int] = []

    def count() -> None:
        often.append(1)
        if len(often) == 5:
            stop.set()

    run_jobs(
        [
            Job("seldom", timedelta(hours=1), lambda: seldom.append(1)),
            Job("often", timedelta(milliseconds=5), count),
        ],
        stop,
    )
    assert len(seldom) == 1


def test_a_drawn_job_runs_once_a_period_at_a_moment_drawn_anew() -> None:
    """A quarter into the first day, three quarters into the second, at the very start of the third."""
    draws = iter([b"\x40" + bytes(7), b"\xc0" + bytes(7), bytes(8)])
    began = time.monotonic()
    job = DrawnJob("drawn", timedelta(days=1), list, lambda count: next(draws)[:count])
    days = [(moment - began) / 86_400 for moment in (job.due, job.next_due(), job.next_due())]
    assert [round(day, 3) for day in days] == [0.25, 1.75, 2.0]


def test_a_drawn_job_is_not_run_at_once_and_then_run() -> None:
    stop = threading.Event()
    ran: list[float] = []

    def act() -> None:
        ran.append(time.monotonic())
        if len(ran) == 2:
            stop.set()

    began = time.monotonic()
    half = b"\x80" + bytes(7)
    run_jobs([DrawnJob("drawn", timedelta(milliseconds=100), act, lambda _count: half)], stop)
    assert ran[0] - began >= 0.05
    assert ran[1] - began >= 0.15

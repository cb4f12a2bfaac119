from __future__ import annotations

import threading
from collections import Counter

import pytest

from mykey.web.gathered_counts import GatheredCounts

NEVER = 3600.0


class Written:
    """What was written; fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.total: Counter[str] = Counter()
        self.times = 0
        self.failures = failures
        self.happened = threading.Event()

    def __call__(self, counts: dict[str, int]) -> None:
        self.times += 1
        if self.times <= self.failures:
            raise ConnectionError
        self.total.update(counts)
        self.happened.set()


def test_counts_are_gathered_and_written_once() -> None:
    written = Written()
    counts = GatheredCounts[str]("test", NEVER, written)
    for key in "aab":
        counts.add(key)
    assert (counts.pending("a"), counts.pending("b"), counts.pending("c")) == (2, 1, 0)
    counts.close()
    assert written.total == {"a": 2, "b": 1}
    assert counts.pending("a") == 0
    counts.close()
    assert written.times == 1


def test_nothing_gathered_writes_nothing() -> None:
    written = Written()
    GatheredCounts[str]("test", NEVER, written).flush()
    assert written.times == 0


def test_a_failed_write_keeps_its_counts(capsys: pytest.CaptureFixture[str]) -> None:
    written = Written(failures=2)
    counts = GatheredCounts[str]("test", NEVER, written)
    counts.add("a")
    counts.flush()
    assert counts.pending("a") == 1
    counts.add("a")
    counts.flush()
    assert counts.pending("a") == 2
    counts.close()
    assert written.total == {"a": 2}
    said = capsys.readouterr().out
    assert "counts-not-written" in said
    assert "ConnectionError" in said


def test_the_thread_writes_now_and_then_and_survives_a_failure() -> None:
    written = Written(failures=1)
    counts = GatheredCounts[str]("test", 0.01, written)
    counts.add("a")
    assert written.happened.wait(10)
    counts.close()
    assert written.total == {"a": 1}


def test_no_thread_before_the_first_count() -> None:
    """The worker forks after the face was made; a thread would stay behind in the parent."""
    before = threading.active_count()
    counts = GatheredCounts[str]("test", NEVER, Written())
    assert threading.active_count() == before
    counts.add("a")
    assert threading.active_count() == before + 1
    counts.close()
    assert threading.active_count() == before


def test_closing_waits_for_a_write_under_way() -> None:
    begun, go_on = threading.Event(), threading.Event()
    total: Counter[str] = Counter()

    def slow(counts: dict[str, int]) -> None:
        begun.set()
        go_on.wait(10)
        total.update(counts)

    counts = GatheredCounts[str]("test", 0.01, slow)
    counts.add("a")
    assert begun.wait(10)
    threading.Timer(0.05, go_on.set).start()
    counts.close()
    assert total == {"a": 1}


def test_many_threads_lose_nothing() -> None:
    written = Written(failures=3)
    counts = GatheredCounts[str]("test", 0.002, written)

    def count() -> None:
        for number in range(500):
            counts.add("ab"[number % 2])

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while written.times <= written.failures:
        counts.flush()
    counts.close()
    assert written.total == {"a": 1000, "b": 1000}

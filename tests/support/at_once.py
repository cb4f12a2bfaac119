"""Many at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from mykey.kernel.errors import MyKeyError

__all__ = ["at_once"]


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What each of them got: its answer, or the refusal's word."""
    together = Barrier(count)

    def run(number: int) -> Any:
        together.wait()
        try:
            return act(number)
        except MyKeyError as refused:
            return refused.code

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))

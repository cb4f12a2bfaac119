"""How xdist deals out tests: a file to a worker, but all browser tests to one: they share a running town."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped] # xdist has no types

__all__ = ["OneTownScheduling"]

_BROWSER = "tests/browser/"


class OneTownScheduling(LoadFileScheduling):  # type: ignore[misc] # as above
    """`--dist loadfile` with one exception."""

    def _split_scope(self, nodeid: str) -> str:
        return _BROWSER if nodeid.startswith(_BROWSER) else super()._split_scope(nodeid)

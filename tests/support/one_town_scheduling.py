"""How xdist deals out tests: a file to a worker, but all browser tests to one: they share a running town.

What takes longest is dealt out first, so that no worker begins it when the others have nothing left to do.
"""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped] # xdist has no types

__all__ = ["OneTownScheduling"]

_BROWSER = "tests/browser/"
#: By the seconds they take; all others are shorter, and their order is xdist's: by how many tests they hold.
_LONGEST = (
    _BROWSER,
    "tests/functional/points/ledger/test_state_machine.py",
    "tests/proofs/test_linkage.py",
    "tests/functional/points/ledger/test_kill.py",
    "tests/migrations/test_each_migration.py",
    "tests/functional/terminals/test_openapi_schemathesis.py",
    "tests/functional/points/till/test_openapi_schemathesis.py",
    "tests/architecture/test_processes.py",
    "tests/functional/points/ledger/test_races.py",
    "tests/proofs/test_two_worlds.py",
)


class OneTownScheduling(LoadFileScheduling):  # type: ignore[misc] # as above
    """`--dist loadfile` with these two differences."""

    def _split_scope(self, nodeid: str) -> str:
        return _BROWSER if nodeid.startswith(_BROWSER) else super()._split_scope(nodeid)

    def _assign_work_unit(self, node: object) -> None:
        """Called by xdist to give a worker the first unit of the queue."""
        for scope in _LONGEST:
            if scope in self.workqueue:
                self.workqueue.move_to_end(scope, last=False)
                break
        super()._assign_work_unit(node)

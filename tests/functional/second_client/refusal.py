"""A refusal of the contract: the call that provokes it, and what it may leave behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.functional.second_client.client import Call
from tests.functional.second_client.world import World

__all__ = ["BURNT", "KEPT", "Arrange", "Refusal", "Table"]

Arrange = Callable[[World], Call]

#: A challenge is burnt once a signature over it has been checked, whatever the outcome.
BURNT = frozenset({"core.terminal_challenges.used"})
#: Records of Idempotency-Key.
KEPT = frozenset({"core.idempotency_records"})


@dataclass(frozen=True)
class Refusal:
    """`arrange` does all that comes before and gives the one call that must be refused."""

    status: int
    code: str
    arrange: Arrange
    may_change: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.code}--{self.arrange.__name__}"


class Table(list[Refusal]):
    """Refusals of one family, written down by a decorator."""

    def __call__(
        self, status: int, code: str, *, may_change: frozenset[str] = frozenset()
    ) -> Callable[[Arrange], Arrange]:
        def note(arrange: Arrange) -> Arrange:
            self.append(Refusal(status, code, arrange, may_change))
            return arrange

        return note

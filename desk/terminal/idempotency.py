"""The same act keeps its Idempotency-Key, so that pressing again after a silence never does it twice.

The key is remembered with the content it was made for, in this browser's visit only: other content is another
act, and the platform refuses a key that comes with another body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import g

from desk.terminal.counter import Counter

__all__ = ["key_for"]


@dataclass(frozen=True)
class _Act:
    name: str
    content: Mapping[str, Any] = field(repr=False)
    key: str = field(repr=False)


def key_for(counter: Counter, name: str, content: Mapping[str, Any]) -> str:
    """The key of this browser's unfinished act of this name and content, or a new one."""
    act = counter.visits.recall(g.visitor, _Act)
    if act is None or act.name != name or act.content != content:
        act = _Act(name, dict(content), counter.new_key())
        counter.visits.open(g.visitor, act)
    counter.visits.somebody_acts(g.visitor)
    return act.key

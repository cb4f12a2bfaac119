"""Every blueprint declares who may call it, even when that is everybody; a test walks the URL map.

A `before_request` that refuses raises. `no_auth_needed` is the explicit word for "everybody".
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint
from flask.typing import ResponseReturnValue

__all__ = ["DECLARED", "declare_authentication", "no_auth_needed"]

#: blueprint name → the name of its check
DECLARED: dict[str, str] = {}


def declare_authentication(blueprint: Blueprint, check: Callable[[], ResponseReturnValue | None]) -> None:
    """Run `check` before every request of the blueprint; it raises to refuse, or answers itself."""
    DECLARED[blueprint.name] = check.__name__
    blueprint.before_request(check)


def no_auth_needed() -> None:
    """Everybody may call."""

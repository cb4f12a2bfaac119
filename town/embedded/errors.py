"""Why the embedded default cannot start."""

from __future__ import annotations

__all__ = ["CannotStart"]


class CannotStart(Exception):
    """One sentence for the person who typed the command."""

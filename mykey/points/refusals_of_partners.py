"""Refusals around partners, as words; each face puts the words into sentences."""

from __future__ import annotations

__all__: list[str] = []

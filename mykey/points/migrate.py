"""Bring the points side's database to the head of its line of history."""

from __future__ import annotations

from mykey.points.models.all_tables import POINTS_METADATA
from mykey.web.migrating import run_migrations

__all__ = ["upgrade"]


def upgrade(url: str, revision: str = "head") -> None:
    """Run what is missing of the points side's line."""
    run_migrations("points", url, POINTS_METADATA, revision)

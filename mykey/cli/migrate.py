"""`mykey migrate`: bring the core's database to the head of its line of history."""

from __future__ import annotations

from mykey.models.all_tables import CORE_METADATA
from mykey.web.migrating import run_migrations

__all__ = ["upgrade"]


def upgrade(url: str, revision: str = "head") -> None:
    """Run what is missing of the core's line."""
    run_migrations("core", url, CORE_METADATA, revision)

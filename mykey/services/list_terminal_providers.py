"""The providers of a municipality, for the terminal's pull-down (screen 10)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from mykey.models.providers import Provider
from mykey.services.work import Work

__all__ = ["ProviderName", "list_terminal_providers"]


@dataclass(frozen=True)
class ProviderName:
    """One provider."""

    provider_id: str
    name: str


def list_terminal_providers(work: Work, municipality_code: str) -> list[ProviderName]:
    """Every provider of the terminal's municipality, by number."""
    rows = work.session.execute(
        select(Provider.provider_id, Provider.name)
        .where(Provider.municipality_code == municipality_code)
        .order_by(Provider.provider_id)
    )
    return [ProviderName(row.provider_id, row.name) for row in rows]

"""Providers for the operator's list and for the filters of a municipality's lists."""

from __future__ import annotations

from sqlalchemy import select

from mykey.models.providers import Provider
from mykey.services.work import Work

__all__ = ["list_providers"]


def list_providers(work: Work, municipality_code: str | None) -> list[Provider]:
    """Providers in the order of their numbers. `municipality_code` None: everybody's (the operator)."""
    query = select(Provider).order_by(Provider.provider_id)
    if municipality_code is not None:
        query = query.where(Provider.municipality_code == municipality_code)
    return list(work.session.scalars(query))

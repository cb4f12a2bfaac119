"""Every link of a citizen, for the citizen (privacy.md, P9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from mykey.models.links import LINK_NUMBER, Link
from mykey.models.providers import Provider
from mykey.services.work import Work

__all__ = ["LinkShown", "list_links"]


@dataclass(frozen=True)
class LinkShown:
    """One link as My Page shows it."""

    link_id: UUID
    provider_name: str
    number: str = field(repr=False)
    change_notice: bool


def list_links(work: Work, citizen_id: UUID) -> list[LinkShown]:
    """The links, by provider."""
    rows = work.session.execute(
        select(Link, Provider.name)
        .join(Provider, Provider.provider_id == Link.provider_id)
        .where(Link.citizen_id == citizen_id)
        .order_by(Provider.provider_id)
    )
    return [
        LinkShown(
            link.id,
            name,
            work.keys.open_sealed(LINK_NUMBER, link.id, link.number_sealed),
            link.change_notice,
        )
        for link, name in rows
    ]

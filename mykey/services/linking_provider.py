"""The provider of a terminal of kind `service-id`: whose numbers it links, and what they look like."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mykey.models.providers import Provider
from mykey.services.number_rules import NumberRule

__all__ = ["LinkingProvider", "find_linking_provider"]


@dataclass(frozen=True)
class LinkingProvider:
    """A provider without its row, so that it outlives the transaction it was read in."""

    provider_id: str
    name: str
    rule: NumberRule


def find_linking_provider(session: Session, provider_id: str) -> LinkingProvider:
    """The provider; there is one for every terminal of kind `service-id` (a constraint says so)."""
    row = session.get_one(Provider, provider_id)
    rule = NumberRule(row.min_length, row.max_length, row.letters, row.prefix, row.check_digit)
    return LinkingProvider(row.provider_id, row.name, rule)

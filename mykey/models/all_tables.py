"""Every table of the core on one metadata, for migrations and schema tests."""

from __future__ import annotations

from mykey.models import (
    bindings,
    card_conversations,
    citizens,
    form_ones,
    links,
    mykey_ids,
    officers,
    outbox,
    providers,
    sessions,
    terminal_requests,
    terminals,
)
from mykey.models.base import Base

__all__ = ["CORE_METADATA", "FAMILIES"]

FAMILIES = (
    bindings,
    card_conversations,
    citizens,
    form_ones,
    links,
    mykey_ids,
    officers,
    outbox,
    providers,
    sessions,
    terminal_requests,
    terminals,
)

CORE_METADATA = Base.metadata

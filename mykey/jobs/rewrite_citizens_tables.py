"""Write every table that holds rows of citizens anew, in random order.

Whoever holds a dump of both sides could pair the n-th citizen here with the n-th account there (privacy.md,
"Deliberately non-joinable", 5). What is written after a run lies in its order until the next one: that, and
the write-ahead log, is residual risk (docs/threat-model.md).
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import Engine, Table

from mykey.kernel.randomness import RandomBytes
from mykey.models.bindings import Binding
from mykey.models.card_conversations import CardConversation
from mykey.models.citizens import Citizen
from mykey.models.links import Link
from mykey.models.mykey_ids import MykeyId
from mykey.models.outbox import OutboxMail
from mykey.models.sessions import PortalSession
from mykey.models.terminal_requests import IdempotencyRecord
from mykey.web.rewriting import rewrite_tables

__all__ = ["CITIZENS_TABLES", "rewrite_citizens_tables"]

#: Kept answers are among them: one is written for each link, within the hour that its expiry tells.
CITIZENS_TABLES = tuple(
    cast("Table", model.__table__)
    for model in (
        Citizen,
        MykeyId,
        Binding,
        Link,
        OutboxMail,
        PortalSession,
        CardConversation,
        IdempotencyRecord,
    )
)


def rewrite_citizens_tables(engine: Engine, random_bytes: RandomBytes) -> None:
    """Rewrite them all in one transaction. Safe to run twice and at the same time as itself.

    Raises:
        TablesBusy, LogNotCut: see `web.rewriting`; the next turn tries again.
    """
    rewrite_tables(engine, CITIZENS_TABLES, random_bytes)

"""The citizen cuts one link, alone and at once, without reason and without the provider (privacy.md, P9)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select

from mykey.kernel.refusals_of_links import NotLinked
from mykey.models.citizens import Citizen
from mykey.models.links import Link
from mykey.models.providers import Provider
from mykey.services.tell_of_link import tell_of_link
from mykey.services.work import Work

__all__ = ["cut_link"]


def cut_link(work: Work, citizen: Citizen, link_id: UUID) -> str:
    """Take the link away with all it held; give the provider's name. With a mail address, a mail is left.

    Raises:
        NotLinked: no such link of this citizen; cut already, for one.
    """
    mine = (Link.id == link_id, Link.citizen_id == citizen.id)
    name = work.session.scalar(
        select(Provider.name).join(Link, Link.provider_id == Provider.provider_id).where(*mine)
    )
    # Of two clicks at once one deletes: only that one tells.
    gone = work.session.scalar(
        delete(Link).where(*mine).returning(Link.id).execution_options(synchronize_session=False)
    )
    if name is None or gone is None:
        raise NotLinked
    tell_of_link(work, citizen, name, "cut")
    return name

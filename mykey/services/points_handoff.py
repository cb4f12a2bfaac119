"""Ask for a points ticket: the one place of the core that does (privacy.md, "non-joinable", 6 to 8).

The core keeps no trace: no row, no counter, no log line. What a ticket says stays between its writer and the
points side. Libraries get none, whatever they ask for.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL, TicketPurpose
from mykey.kernel.ports import Ticket, TicketWish, TicketWriter
from mykey.kernel.refusals_of_cards import MykeyIdPaused
from mykey.kernel.refusals_of_links import NotLinked
from mykey.kernel.refusals_of_points_tickets import ProviderIsALibrary, PurposeNotAllowed
from mykey.models.citizens import Citizen, CitizenState
from mykey.models.providers import Provider
from mykey.services.admit_request import AdmittedTerminal
from mykey.services.find_citizen_by_card import find_citizen_by_card
from mykey.services.judge_card import CardObject, judge_card
from mykey.services.prove_holder import prove_holder
from mykey.services.work import CardRules, Work

__all__ = ["ticket_for_card", "ticket_for_citizen"]

#: terminal-api.md, "Points": purposes by kind.
_PURPOSES = {
    "service-id": TicketPurpose.SPEND,
    "spend-points": TicketPurpose.SPEND,
    "issue-vouchers": TicketPurpose.VOUCHER,
    "grant-points": TicketPurpose.GRANT,
}


def ticket_for_citizen(work: Work, writer: TicketWriter, citizen: Citizen) -> Ticket:
    """For the way from My Page to the points site.

    Ends the request's transaction, in which nothing may have been written: a writer that hangs would keep
    others waiting for the database.

    Raises:
        MykeyIdPaused, PointsUnavailable.
    """
    if citizen.state == CitizenState.PAUSED:
        raise MykeyIdPaused
    wish = TicketWish(TicketPurpose.PORTAL, NO_MUNICIPALITY, NO_TILL, citizen.id)
    work.session.rollback()
    return writer.write(wish)


def ticket_for_card(
    work: Work,
    cards: CardRules,
    writer: TicketWriter,
    terminal: AdmittedTerminal,
    card: CardObject,
    purpose: str,
    thumbprint: bytes,
) -> Ticket:
    """For a till: the holder of a proved card spends or gets a voucher, that of a touched one is granted.

    Nothing may have touched `work.session`, and no transaction is open while the writer is asked.

    Raises:
        ProviderIsALibrary, PurposeNotAllowed: before the card is looked at.
        What `prove_holder` raises; for a grant what `judge_card` raises, NotLinked: a touched card without a
        MyKey ID (terminal-api.md says `mykey-id-not-found` of proved cards only), MykeyIdPaused.
        SuccessionUnknown, PointsUnavailable.
    """
    _refuse_libraries(work, terminal)
    if purpose != _PURPOSES.get(terminal.kind):
        raise PurposeNotAllowed
    if purpose == TicketPurpose.GRANT and card.signature is None:
        holder = _holder_of_touched_card(work, cards, terminal.terminal_id, card)
    else:
        holder = prove_holder(work, cards, terminal.terminal_id, card).citizen_id
    return writer.write(TicketWish(purpose, terminal.municipality_code, thumbprint, holder))


def _refuse_libraries(work: Work, terminal: AdmittedTerminal) -> None:
    """A provider that is no library, or a facility that an operator confirmed: no category is a library's."""
    provider_id = terminal.provider_id
    if provider_id is None:
        allowed = terminal.facility_category is not None
    else:
        allowed = work.apart(lambda own: _is_no_library(own, provider_id))
    if not allowed:
        raise ProviderIsALibrary


def _is_no_library(own: Session, provider_id: str) -> bool:
    return own.get_one(Provider, provider_id).kind != "library"


def _holder_of_touched_card(work: Work, cards: CardRules, terminal_id: str, card: CardObject) -> UUID:
    judged = judge_card(work, cards, terminal_id, card)
    found = find_citizen_by_card(work, cards, judged.certificate)
    if found is None or found.state == CitizenState.REVOKED:
        raise NotLinked
    if found.state == CitizenState.PAUSED:
        raise MykeyIdPaused
    return found.citizen_id

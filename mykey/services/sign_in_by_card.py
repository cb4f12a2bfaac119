"""Sign in to My Page with the card alone: it was proved with its PIN a moment ago."""

from __future__ import annotations

from mykey.kernel.refusals_of_cards import MykeyIdNotFound
from mykey.models.citizens import Citizen, CitizenState
from mykey.services.card_certificate import ProvedCard
from mykey.services.find_citizen_by_card import find_citizen_by_card
from mykey.services.signed_in import SignedIn
from mykey.services.work import CardRules, Work

__all__ = ["sign_in_by_card"]


def sign_in_by_card(work: Work, cards: CardRules, card: ProvedCard) -> SignedIn:
    """The citizen whose card this is; a renewed card is bound on the way.

    Must come before the request's own transaction is touched (`find_citizen_by_card`).

    Raises:
        MykeyIdNotFound: no MyKey ID belongs to this card.
        SuccessionUnknown: the linkage service did not answer.
    """
    found = find_citizen_by_card(work, cards, card)
    if found is None or found.state == CitizenState.REVOKED:
        raise MykeyIdNotFound
    citizen = work.session.get_one(Citizen, found.citizen_id)
    return SignedIn(citizen.id, citizen.session_epoch)

"""Who stands at the counter: the holder of a card that was proved with its PIN, for acts that move something.

A revocation list must be fresh here: links have no grace (terminal-api.md, "Links").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from mykey.kernel.refusals_of_cards import CardNotProved, MykeyIdNotFound, MykeyIdPaused
from mykey.models.citizens import Citizen, CitizenState
from mykey.services.card_certificate import CardCertificate
from mykey.services.find_citizen_by_card import find_citizen_by_card
from mykey.services.judge_card import CardObject, judge_card
from mykey.services.work import CardRules, Work

__all__ = ["ProvedHolder", "lock_holder", "prove_holder"]


@dataclass(frozen=True)
class ProvedHolder:
    """The person, and the certificate that says so."""

    citizen_id: UUID = field(repr=False)
    certificate: CardCertificate


def prove_holder(work: Work, cards: CardRules, terminal_id: str, card: CardObject) -> ProvedHolder:
    """Judge the card and find its holder. Must come before `work.session` is touched (`Apart`).

    Raises:
        What `judge_card` raises; CardNotProved: the card was touched only; MykeyIdNotFound; MykeyIdPaused;
        SuccessionUnknown.
    """
    judged = judge_card(work, cards, terminal_id, card)
    if not judged.proved:
        raise CardNotProved
    found = find_citizen_by_card(work, cards, judged.certificate)
    if found is None:
        raise MykeyIdNotFound
    _refuse_state(found.state)
    return ProvedHolder(found.citizen_id, judged.certificate)


def lock_holder(work: Work, citizen_id: UUID) -> Citizen:
    """The holder's row in the act's own transaction: paused or revoked meanwhile, and the act is refused.

    Raises:
        MykeyIdNotFound, MykeyIdPaused.
    """
    citizen = work.session.get(Citizen, citizen_id, with_for_update=True)
    if citizen is None:
        raise MykeyIdNotFound
    _refuse_state(citizen.state)
    return citizen


def _refuse_state(state: str) -> None:
    if state == CitizenState.REVOKED:
        raise MykeyIdNotFound
    if state == CitizenState.PAUSED:
        raise MykeyIdPaused

"""Whose card is this: by its certificate, or by the certificate that it replaced."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.kernel.ports import CertificateName
from mykey.kernel.refusals_of_cards import SuccessionUnknown
from mykey.models.bindings import Binding, BindingState
from mykey.models.citizens import Citizen
from mykey.services.card_certificate import CardCertificate
from mykey.services.move_binding import move_binding
from mykey.services.work import CardRules, Work

__all__ = ["CitizenOfCard", "find_citizen_by_card"]

#: A card is renewed every five or ten years; a longer chain than this is a fault of the linkage service.
LONGEST_SUCCESSION = 12


@dataclass(frozen=True)
class CitizenOfCard:
    """The holder. `state` is a word of `CitizenState`."""

    citizen_id: UUID = field(repr=False)
    state: str


def find_citizen_by_card(work: Work, cards: CardRules, certificate: CardCertificate) -> CitizenOfCard | None:
    """The holder of a MyKey ID whose card this is; None where there is none.

    A certificate that is unknown here may be a renewed card's: its predecessors are asked for, one after the
    other, and the first that is bound hands its binding over. A certificate that was replaced or closed here
    is nobody's. Must come before the request's own transaction is touched (`Apart`); no transaction is open
    while the linkage service is asked.

    Raises:
        SuccessionUnknown: the linkage service did not answer.
    """

    def known(wanted: CertificateName) -> Binding | None:
        return work.apart(lambda session: _known(work, session, wanted))

    name = certificate.name
    binding = known(name)
    for _ in range(LONGEST_SUCCESSION):
        if binding is not None:
            break
        older = cards.linkage.predecessor(name)
        if older is None:
            return None
        name = older
        binding = known(name)
    if binding is None:
        raise SuccessionUnknown
    if name != certificate.name:
        binding = move_binding(work, cards, binding.id, certificate)
    if binding is None or binding.state != BindingState.LIVE:
        return None
    citizen_id = binding.citizen_id
    return work.apart(lambda session: _citizen(session, citizen_id))


def _known(work: Work, session: Session, name: CertificateName) -> Binding | None:
    places = work.keys.certificate_candidates(name)
    binding = session.scalar(select(Binding).where(Binding.certificate_index.in_(places)))
    if binding is not None:
        session.expunge(binding)
    return binding


def _citizen(session: Session, citizen_id: UUID) -> CitizenOfCard | None:
    citizen = session.get(Citizen, citizen_id)
    return None if citizen is None else CitizenOfCard(citizen.id, citizen.state)

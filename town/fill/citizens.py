"""MyKey IDs and links of the demo's people, made by the same use cases as at the portal and at a counter."""

from __future__ import annotations

from dataclasses import dataclass, field

from mykey.certificates import read_user_certificate
from mykey.services.card_certificate import ProvedCard
from mykey.services.create_mykey_id import Registration, create_mykey_id
from mykey.services.draw_mykey_id import draw_mykey_id
from mykey.services.judge_card import CardObject
from mykey.services.link_service_id import LinkGiven, link_service_id
from mykey.services.make_challenge import make_challenge
from town.authority.issued import IssuedCard
from town.fill.ground import Filling
from town.fill.people import DemoCard

__all__ = ["Registered", "link_number", "register"]

TERMS = "2026-04"


@dataclass(frozen=True)
class Registered:
    """What its holder knows: the MyKey ID and the portal's password."""

    mykey_id: str = field(repr=False)
    password: str = field(repr=False)


def register(filling: Filling, card: IssuedCard, mail: str | None) -> Registered:
    """A drawn MyKey ID for the card's holder."""
    ground, work = filling.ground, filling.work
    certificate = read_user_certificate(card.user.der, ground.cards.trust, ground.clock())
    made = Registered(draw_mykey_id(work, 0), filling.new_secret())
    said = Registration(
        mykey_id=made.mykey_id,
        password=made.password,
        mail=mail,
        notice_of_password=mail is not None,
        notice_of_mykey_id=mail is not None,
        language="ja",
        terms=TERMS,
        agreed_at=ground.clock().isoformat(),
    )
    create_mykey_id(work, ground.cards, ground.passwords, ProvedCard.of(certificate), said)
    return made


def link_number(
    filling: Filling, terminal_id: str, provider_id: str, card: IssuedCard, demo: DemoCard, number: str
) -> None:
    """The holder stands at the terminal with card and PIN."""
    challenge = make_challenge(filling.work, terminal_id)
    proof = CardObject(card.user.der, challenge.id, card.user.sign(challenge.challenge))
    given = LinkGiven(proof, number, demo.change_notice)
    link_service_id(filling.work, filling.ground.cards, terminal_id, provider_id, given)

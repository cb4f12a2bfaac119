"""A library's counter: provider, active terminal, and people with cards and MyKey IDs, all committed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from mykey.services.ground import Ground
from mykey.services.judge_card import CardObject
from mykey.services.link_service_id import LinkGiven
from mykey.services.work import Work
from tests.factories.citizens import a_citizen
from tests.factories.providers import a_library, a_shopping_street
from tests.factories.terminals import an_active_terminal
from tests.support.card_at_counter import proved_card
from tests.support.device import FINGERPRINT, PUBLIC_KEY
from tests.support.ground import work_on
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice

__all__ = ["LIBRARY", "NUMBER", "OTHER_NUMBER", "Counter", "a_counter"]

LIBRARY = "000001"
NUMBER = "180000000011"
OTHER_NUMBER = "180000000022"


@dataclass(frozen=True)
class Counter:
    """What the tests of links begin with."""

    ground: Ground
    office: CardOffice
    work: Work
    terminal_id: str

    def person(self, name: str, *, mail: str | None = None, **card: bool) -> tuple[IssuedCard, UUID]:
        """Somebody with a card and a MyKey ID."""
        issued = self.office.issue(name=name, holder="見本 花子", **card)  # type: ignore[arg-type]  # under_15 alone
        citizen = a_citizen(self.ground, self.work.session, issued, mail=mail)
        citizen_id = citizen.id
        self.work.session.commit()
        return issued, citizen_id

    def proved(self, card: IssuedCard) -> CardObject:
        """The card with its PIN, over a fresh challenge of this terminal."""
        self.work.session.commit()
        return proved_card(self.work, self.ground, self.terminal_id, card)

    def given(self, card: IssuedCard, number: str = NUMBER, *, change_notice: bool = False) -> LinkGiven:
        """What the terminal sends for a link."""
        return LinkGiven(self.proved(card), number, change_notice)


def a_counter(ground: Ground, office: CardOffice, session: Session) -> Counter:
    """Two providers, one active terminal of the library."""
    a_library(session)
    a_shopping_street(session)
    terminal_id = an_active_terminal(
        ground, session, public_key=PUBLIC_KEY, fingerprint=FINGERPRINT
    ).terminal_id
    session.commit()
    return Counter(ground, office, work_on(ground, session), terminal_id)

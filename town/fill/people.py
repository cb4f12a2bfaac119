"""The cards of the demo: three for the visitor's walk, ten for people who test their own terminal software.

All holders are invented. What happens to a card after its MyKey ID was made (revoked, expired, renewed) is an
act of its own, `age_cards`. Both are done whole or not at all, and may be called again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from town.authority.keys import KeyType
from town.authority.office import CardOffice

__all__ = ["TESTERS", "WALKERS", "DemoCard", "age_cards", "issue_cards"]


@dataclass(frozen=True)
class DemoCard:
    """One card. `purpose` is for testers, in English; `note` for the card's table, in Japanese."""

    name: str
    holder: str
    born: date
    note: str
    purpose: str = ""
    key_type: KeyType = "rsa2048"
    generation: int = 2
    under_15: bool = False
    has_mykey_id: bool = True
    linked: bool = False
    change_notice: bool = False
    kind: str = "user"
    """Which certificate the tester gets: user or signing."""


WALKERS = (
    DemoCard("hanako", "見本　花子", date(1988, 5, 20), "マイキーIDはまだありません", has_mykey_id=False),
    DemoCard(
        "taro",
        "見本　太郎",
        date(1951, 11, 3),
        "マイキーIDと図書館の番号があります",
        generation=1,
        linked=True,
        change_notice=True,
    ),
    DemoCard(
        "kenta",
        "見本　健太",
        date(2016, 8, 9),
        "15歳未満・マイキーIDはまだありません",
        under_15=True,
        has_mykey_id=False,
    ),
)

TESTERS = (
    DemoCard(
        "no-link-1",
        "試験　一郎",
        date(1975, 1, 15),
        "マイキーIDだけあります",
        purpose="has a MyKey ID and no link",
    ),
    DemoCard(
        "no-link-2",
        "試験　二葉",
        date(1992, 2, 28),
        "マイキーIDだけあります",
        purpose="has a MyKey ID and no link; certificates of the older generation of the authorities",
        generation=1,
    ),
    DemoCard(
        "linked-1",
        "試験　三郎",
        date(1960, 3, 3),
        "図書館の番号があります",
        purpose="has a MyKey ID and a link at 000001",
        linked=True,
    ),
    DemoCard(
        "linked-2",
        "試験　四季",
        date(2001, 4, 4),
        "図書館の番号と変更通知があります",
        purpose="has a MyKey ID and a link at 000001 with change notice",
        linked=True,
        change_notice=True,
    ),
    DemoCard(
        "revoked",
        "試験　五月",
        date(1983, 5, 5),
        "失効したカード",
        purpose="had a MyKey ID and a link at 000001; then its certificates were revoked",
        linked=True,
    ),
    DemoCard(
        "expired",
        "試験　六花",
        date(1979, 6, 6),
        "有効期限の切れたカード",
        purpose="had a MyKey ID and a link at 000001; then its certificates expired",
        linked=True,
    ),
    DemoCard(
        "under-15",
        "試験　七海",
        date(2015, 7, 7),
        "15歳未満・マイキーIDがあります",
        purpose="under 15: has a MyKey ID and no link, and no signing certificate",
        under_15=True,
    ),
    DemoCard(
        "p384",
        "試験　八雲",
        date(1998, 8, 8),
        "新しい方式（P-384）のカード",
        purpose="P-384 keys: has a MyKey ID and no link",
        key_type="p384",
    ),
    DemoCard(
        "renewed",
        "試験　九重",
        date(1969, 9, 9),
        "証明書を更新したあとのカード",
        purpose="linked at 000001 with its former certificate, then renewed: the first touch finds it",
        linked=True,
    ),
    DemoCard(
        "signing",
        "試験　十和",
        date(1990, 10, 10),
        "署名用電子証明書を試すカード",
        purpose="a signing certificate and its key, given where a user certificate is wanted",
        has_mykey_id=False,
        kind="signing",
    ),
)


def issue_cards(office: CardOffice) -> None:
    """Issue every card, unless that was done before."""
    known = {card.name for card in office.cards()}
    with office.ledger.transaction():
        for card in (*WALKERS, *TESTERS):
            if card.name not in known:
                office.issue(
                    name=card.name,
                    holder=card.holder,
                    born=card.born,
                    note=card.note,
                    key_type=card.key_type,
                    generation=card.generation,
                    under_15=card.under_15,
                )


def age_cards(office: CardOffice) -> None:
    """Revoke, expire and renew the testers' cards of these names, unless that was done before."""
    if office.state("revoked") == "revoked":
        return
    with office.ledger.transaction():
        office.expire("expired")
        office.renew("renewed")
        office.revoke("revoked")

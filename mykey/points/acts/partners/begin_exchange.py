"""A citizen's exchange is kept as asked, before the company hears of it. No points move yet.

Of the person at the company nothing is kept but the access token of this one exchange, sealed, until the
exchange is over.
"""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy import Table, func, insert, select

from mykey.kernel.randomness import random_id
from mykey.points.acts.partners.list_partners import see_partner
from mykey.points.amounts import judge_amount
from mykey.points.ground import PointsWork
from mykey.points.holders import open_holder_row
from mykey.points.ledger.accounts import open_account
from mykey.points.models.ledger import AccountKind
from mykey.points.models.partners import EXCHANGE_ACCESS, Exchange, ExchangeState
from mykey.points.refusals_of_partners import PartnerClosed, RateChanged, TooManyExchanges

__all__ = ["MOST_WAITING", "begin_exchange"]

#: Exchanges of one person that may wait for companies' answers at a time.
MOST_WAITING = 5

_EXCHANGES = cast("Table", Exchange.__table__)


def begin_exchange(
    work: PointsWork,
    holder_id: UUID,
    partner_id: UUID,
    units: int,
    access_token: str,
    *,
    shown: int | None = None,
) -> UUID:
    """Keep it and give its id, which the company will hear. `shown`: the points that the citizen confirmed.

    Raises:
        PartnerNotFound; PartnerClosed: it has no ID link or no rate; UnitsRefused, AmountRefused;
        RateChanged: they would become others than shown;
        PointsAccountNotFound: the holder has closed; TooManyExchanges.
    """
    partner = see_partner(work, partner_id)
    if partner.rate is None or not partner.has_link:
        raise PartnerClosed
    points = judge_amount(partner.rate.becomes(units))
    if shown not in (None, points):
        raise RateChanged
    # Under lock: whoever closes the account comes after and finds this exchange, and nobody begins a sixth.
    open_holder_row(work, holder_id, lock=True)
    reserve_id = open_account(work, AccountKind.RESERVE, holder_id=holder_id)
    waiting = work.connection.scalar(
        select(func.count())
        .select_from(_EXCHANGES)
        .where(_EXCHANGES.c.account_id == reserve_id, _EXCHANGES.c.exchange_state == ExchangeState.ASKED)
    )
    if waiting is not None and waiting >= MOST_WAITING:
        raise TooManyExchanges(most=MOST_WAITING)
    exchange_id = random_id(work.random_bytes)
    work.connection.execute(
        insert(_EXCHANGES).values(
            exchange_id=exchange_id,
            partner_id=partner_id,
            account_id=reserve_id,
            asked_on=work.today,
            exchange_units=units,
            exchange_points=points,
            exchange_state=ExchangeState.ASKED,
            access_sealed=work.keys.seal(EXCHANGE_ACCESS, exchange_id, {"token": access_token}),
            is_reversal_owed=False,
            act_id=None,
        )
    )
    return exchange_id

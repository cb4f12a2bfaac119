"""Tell companies which of their coupons were redeemed on the days before: once a day, until it is taken.

What was told today leaves nothing to tell until tomorrow. A notice whose answer was lost is sent again with
the same numbers under another id; a company takes a number once.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import partial

from sqlalchemy import Engine

from mykey.kernel.clock import japan_day
from mykey.kernel.randomness import random_id
from mykey.points.acts.partners.tell_redeemed import (
    PartnerToTell,
    UntoldCoupon,
    list_partners_to_tell,
    list_untold,
    note_told,
)
from mykey.points.ground import PointsGround
from mykey.points.partner_calls.calls import NoAnswer, PartnerCalls
from mykey.points.settling import settle

__all__ = ["MOST_A_NOTICE", "tell_partners"]

#: Coupons in one notice.
MOST_A_NOTICE = 10_000
TAKEN = range(200, 300)


def tell_partners(
    engine: Engine, ground: PointsGround, calls: PartnerCalls, most: int = MOST_A_NOTICE
) -> int:
    """The number of coupons that companies have taken notice of."""
    partners = settle(engine, ground, list_partners_to_tell)
    return sum(_tell(engine, ground, calls, partner, most) for partner in partners)


def _tell(
    engine: Engine, ground: PointsGround, calls: PartnerCalls, partner: PartnerToTell, most: int
) -> int:
    told = 0
    while True:
        untold = settle(engine, ground, lambda work: list_untold(work, partner.partner_id, most))
        if not untold:
            return told
        try:
            answered = calls.post(partner.notice_url, _notice(ground, untold))
        except NoAnswer:
            return told
        if answered.status not in TAKEN:
            return told
        settle(engine, ground, partial(note_told, told=untold))
        told += len(untold)


def _notice(ground: PointsGround, untold: list[UntoldCoupon]) -> dict[str, object]:
    batches: dict[str, list[int]] = defaultdict(list)
    for one in untold:
        batches[one.batch].append(one.number)
    return {
        "notice_id": str(random_id(ground.random_bytes)),
        "day": (japan_day(ground.clock()) - timedelta(days=1)).isoformat(),
        "coupons": [{"batch": batch, "numbers": sorted(batches[batch])} for batch in sorted(batches)],
    }

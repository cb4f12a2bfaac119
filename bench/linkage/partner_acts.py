"""How points come from a company and leave as paper, by the acts that the faces call."""

from __future__ import annotations

from uuid import UUID

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.tokens import to_base64url
from mykey.points.acts.partners.add_partner import LinkTyped, PartnerTyped, add_partner
from mykey.points.acts.partners.begin_exchange import begin_exchange
from mykey.points.acts.partners.judge_answer import DONE, RESPONSE, SaidAnswer, judge_answer
from mykey.points.acts.partners.redeem_coupon import redeem_coupon
from mykey.points.acts.partners.set_rate import RateTyped, set_rate
from mykey.points.acts.vouchers.issue_vouchers import issue_vouchers
from mykey.points.acts.vouchers.set_voucher_rules import set_voucher_rules
from mykey.points.acts.vouchers.take_voucher import take_voucher
from mykey.points.coupon_codes import new_coupon_code
from mykey.points.ground import PointsWork
from mykey.points.models.partners import BatchState, Coupon, CouponBatch
from mykey.points.models.shops import Shop
from tests.support.points_ground import KAWASAKI, PointsTown

__all__ = ["PartnerActs"]

UNITS, FACE = 1000, 100
ADDRESS = "https://company.example"


class PartnerActs:
    """One company with both ways, and one shop with vouchers."""

    def __init__(self, town: PointsTown, coupons: int) -> None:
        self._town = town
        self._shop_id = town.shop()
        town.do(lambda work: set_voucher_rules(work, KAWASAKI, 30, (FACE,)))
        self._partner_id: UUID = town.do(_join)
        draw = town.ground.random_bytes
        self._coupons = [new_coupon_code(draw) for _ in range(coupons)]
        town.do(lambda work: _upload(work, self._partner_id, self._coupons))

    def coupon(self, holder: UUID) -> None:
        """One of the company's."""
        code = self._coupons.pop()
        self._town.do(lambda work: redeem_coupon(work, holder, code))

    def exchange(self, holder: UUID) -> None:
        """Asked and answered."""
        asked = self._town.do(lambda work: begin_exchange(work, holder, self._partner_id, UNITS, "token"))
        said = SaidAnswer(asked, self._partner_id, RESPONSE, DONE, UNITS, UNITS, is_signed=True)
        self._town.do(lambda work: judge_answer(work, said))

    def voucher(self, holder: UUID, *, used: bool) -> None:
        """Printed, and taken by the shop or not."""
        (made,) = self._town.do(lambda work: issue_vouchers(work, holder, KAWASAKI, self._shop_id, [FACE]))
        if used:
            self._town.do(
                lambda work: take_voucher(work, work.session.get_one(Shop, self._shop_id), made.code)
            )


def _join(work: PointsWork) -> UUID:
    link = LinkTyped(f"{ADDRESS}/sign-in", f"{ADDRESS}/token", f"{ADDRESS}/redeem", "us", "s3cret")
    key = to_base64url(work.random_bytes(32))
    partner_id = add_partner(
        work, PartnerTyped("見本電力", "見本電力のポイント", key, link, takes_coupons=True)
    )
    set_rate(work, partner_id, RateTyped(work.today, 1, 1, 1, 1, UNITS))
    return partner_id


def _upload(work: PointsWork, partner_id: UUID, codes: list[str]) -> None:
    """A batch comes all at once."""
    batch_id = UUID(bytes=work.random_bytes(16))
    work.session.add(
        CouponBatch(
            batch_id=batch_id,
            partner_id=partner_id,
            batch_name="春",
            coupon_points=UNITS,
            coupons_end_on=work.today.replace(year=work.today.year + 1),
            batch_state=BatchState.OPEN,
            batch_size=len(codes),
        )
    )
    work.session.flush()
    for number, code in enumerate(codes, 1):
        index = work.keys.index(PointsPurpose.COUPON_INDEX, code.encode())
        work.session.add(Coupon(coupon_index=index, batch_id=batch_id, coupon_number=number))

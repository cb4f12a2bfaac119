"""What stands beside the ledger, held against it: vouchers, coupons, exchanges, corrections, closed months.

Each of these rows names the act that did it, and each act of these kinds has its row. What is compared here
is not computed by the code that wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import Connection, Select, Table, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from mykey.points.ledger.findings import Finding
from mykey.points.ledger.streams import stream
from mykey.points.models.ledger import Account, AccountKind, Act, ActKind, Posting
from mykey.points.models.office_work import Correction, CorrectionKind, CorrectionState, SettlementLine
from mykey.points.models.partners import Coupon, CouponBatch, Exchange, ExchangeState, RedeemedCoupon
from mykey.points.models.vouchers import Voucher, VoucherState

__all__ = ["verify_corrections", "verify_partners", "verify_settlements", "verify_vouchers"]

_ACCOUNTS, _ACTS = cast("Table", Account.__table__), cast("Table", Act.__table__)
_POSTINGS = cast("Table", Posting.__table__)


def verify_vouchers(connection: Connection) -> Iterator[Finding]:
    """Each voucher was issued and ended by acts of its amount, as its state says; unused ones add up."""
    end, house, ended = aliased(Act), aliased(Account), aliased(Posting)
    wrong_end = case(
        (Voucher.voucher_state == VoucherState.ISSUED, end.act_id.is_not(None)),
        (
            Voucher.voucher_state == VoucherState.TAKEN,
            or_(end.act_id.is_(None), end.act_kind != ActKind.TAKE_VOUCHER),
        ),
        else_=or_(end.act_id.is_(None), end.act_kind.not_in([ActKind.RETURN_VOUCHER, ActKind.EXPIRE])),
    )
    of_house = and_(
        house.municipality_code == Voucher.municipality_code, house.account_kind == AccountKind.VOUCHERS
    )
    left_house = and_(
        ended.act_id == Voucher.end_act_id,
        ended.account_id == house.account_id,
        ended.amount == -Voucher.voucher_points,
    )
    paid = and_(
        Posting.act_id == Voucher.issue_act_id,
        Posting.account_id == Voucher.account_id,
        Posting.amount == -Voucher.voucher_points,
    )
    statement = (
        select(Voucher.issue_act_id)
        .outerjoin(Act, Act.act_id == Voucher.issue_act_id)
        .outerjoin(end, end.act_id == Voucher.end_act_id)
        .outerjoin(Posting, paid)
        .outerjoin(house, of_house)
        .outerjoin(ended, left_house)
        .where(
            or_(
                Act.act_id.is_(None),
                Act.act_kind != ActKind.ISSUE_VOUCHER,
                Posting.amount.is_(None),
                wrong_end,
                and_(Voucher.end_act_id.is_not(None), ended.amount.is_(None)),
            )
        )
    )
    yield from _acts(connection, "voucher-differs", statement)
    yield from _without_row(connection, "voucher-missing", ActKind.ISSUE_VOUCHER, Voucher.issue_act_id)
    yield from _without_row(
        connection, "voucher-taken-by-nothing", ActKind.TAKE_VOUCHER, Voucher.end_act_id, but_cancelled=True
    )
    unused = (
        select(Voucher.municipality_code, func.sum(Voucher.voucher_points).label("points"))
        .where(Voucher.voucher_state == VoucherState.ISSUED)
        .group_by(Voucher.municipality_code)
        .subquery()
    )
    of_vouchers = select(_ACCOUNTS).where(_ACCOUNTS.c.account_kind == AccountKind.VOUCHERS).subquery()
    statement_of_sums = (
        select(of_vouchers.c.account_id)
        .select_from(
            of_vouchers.join(unused, unused.c.municipality_code == of_vouchers.c.municipality_code, full=True)
        )
        .where(func.coalesce(of_vouchers.c.balance, 0) != func.coalesce(unused.c.points, 0))
    )
    yield from (Finding("vouchers-do-not-add-up", row[0]) for row in stream(connection, statement_of_sums))


def verify_partners(connection: Connection) -> Iterator[Finding]:
    """What came from a company is its coupons and exchanges, each by an act of its amount; nothing else."""
    coupons = (
        select(RedeemedCoupon.act_id, CouponBatch.partner_id, CouponBatch.coupon_points.label("points"))
        .join(Coupon, Coupon.coupon_index == RedeemedCoupon.coupon_index)
        .join(CouponBatch, CouponBatch.batch_id == Coupon.batch_id)
    )
    exchanges = select(Exchange.act_id, Exchange.partner_id, Exchange.exchange_points).where(
        Exchange.exchange_state == ExchangeState.DONE
    )
    came = coupons.union_all(exchanges).subquery()
    clearing = select(_ACCOUNTS).where(_ACCOUNTS.c.partner_id.is_not(None)).subquery()
    posted = and_(
        _POSTINGS.c.act_id == came.c.act_id,
        _POSTINGS.c.account_id == clearing.c.account_id,
        _POSTINGS.c.amount == -came.c.points,
    )
    statement = (
        select(came.c.act_id)
        .select_from(
            came.outerjoin(clearing, clearing.c.partner_id == came.c.partner_id)
            .outerjoin(_POSTINGS, posted)
            .outerjoin(_ACTS, _ACTS.c.act_id == came.c.act_id)
        )
        .where(or_(_POSTINGS.c.amount.is_(None), _ACTS.c.act_kind.is_distinct_from(ActKind.PUT_INTO_RESERVE)))
    )
    yield from _acts(connection, "partner-act-differs", statement)
    sums = (
        select(came.c.partner_id, func.sum(came.c.points).label("points"))
        .group_by(came.c.partner_id)
        .subquery()
    )
    statement_of_sums = (
        select(clearing.c.account_id)
        .select_from(clearing.join(sums, sums.c.partner_id == clearing.c.partner_id, full=True))
        .where(func.coalesce(-clearing.c.balance, 0) != func.coalesce(sums.c.points, 0))
    )
    yield from (Finding("partner-does-not-add-up", row[0]) for row in stream(connection, statement_of_sums))


def verify_corrections(connection: Connection) -> Iterator[Finding]:
    """Each approved correction is one act of its amount between the right accounts, and none is without.

    What comes from a shop goes to whoever paid, and is never more than the payment, or of a cancelled one.
    """
    amount = case(
        (Correction.correction_kind == "take-back", -Correction.correction_points),
        else_=Correction.correction_points,
    )
    done = and_(
        Posting.act_id == Correction.act_id,
        Posting.account_id == Correction.account_id,
        Posting.amount == amount,
    )
    other, others, wrong = aliased(Posting), aliased(Account), aliased(Act)
    right_side = case(
        (
            Correction.correction_kind == CorrectionKind.FROM_SHOP,
            and_(others.account_kind == AccountKind.CLAIM, others.shop_id == wrong.receipt_shop_id),
        ),
        else_=and_(
            others.account_kind == AccountKind.CORRECTIONS,
            others.municipality_code == Correction.municipality_code,
        ),
    )
    statement = (
        select(Correction.act_id)
        .outerjoin(Act, Act.act_id == Correction.act_id)
        .outerjoin(Posting, done)
        .outerjoin(other, and_(other.act_id == Correction.act_id, other.account_id != Correction.account_id))
        .outerjoin(others, others.account_id == other.account_id)
        .outerjoin(wrong, wrong.act_id == Correction.wrong_act_id)
        .where(
            Correction.correction_state == CorrectionState.APPROVED,
            or_(
                Act.act_id.is_(None),
                Act.act_kind != ActKind.CORRECT,
                Posting.amount.is_(None),
                right_side.is_not(True),
            ),
        )
    )
    yield from _acts(connection, "correction-differs", statement)
    yield from _acts(connection, "correction-differs", _of_another_payer())
    yield from _acts(connection, "correction-too-large", _beyond_payments())
    yield from _without_row(connection, "correction-missing", ActKind.CORRECT, Correction.act_id)


def _of_another_payer() -> Select[Any]:
    """Corrections from a shop that gave to somebody who had not paid."""
    payer, got = aliased(Account), aliased(Account)
    return (
        select(Correction.act_id)
        .join(Posting, Posting.act_id == Correction.wrong_act_id)
        .join(payer, payer.account_id == Posting.account_id)
        .join(got, got.account_id == Correction.account_id)
        .where(
            Correction.correction_state == CorrectionState.APPROVED,
            payer.account_kind.in_(AccountKind.CITIZENS),
            payer.holder_id != got.holder_id,
        )
    )


def _beyond_payments() -> Select[Any]:
    """Payments of which corrections took more than was left."""
    cancel = aliased(Act)
    taken = (
        select(Correction.wrong_act_id, func.sum(Correction.correction_points).label("points"))
        .where(Correction.correction_state == CorrectionState.APPROVED, Correction.wrong_act_id.is_not(None))
        .group_by(Correction.wrong_act_id)
        .subquery()
    )
    return (
        select(taken.c.wrong_act_id)
        .join(Posting, Posting.act_id == taken.c.wrong_act_id)
        .join(Account, Account.account_id == Posting.account_id)
        .outerjoin(cancel, cancel.cancels_act_id == taken.c.wrong_act_id)
        .where(
            Account.account_kind.in_(AccountKind.CITIZENS),
            or_(taken.c.points > -Posting.amount, cancel.act_id.is_not(None)),
        )
    )


#: The kinds of a line's four sums, and whether they bring or take.
_OF_LINE = ((ActKind.SPEND, 1), (ActKind.TAKE_VOUCHER, 1), (ActKind.CANCEL, -1), (ActKind.CORRECT, -1))


def _sum_of(kind: str, sign: int) -> Any:
    return func.coalesce(func.sum(case((_ACTS.c.act_kind == kind, sign * _POSTINGS.c.amount), else_=0)), 0)


def _times(kind: str) -> Any:
    return func.count(case((_ACTS.c.act_kind == kind, 1)))


def verify_settlements(connection: Connection) -> Iterator[Finding]:
    """Each line is the sum of its postings and of what was carried in, paid by its act.

    What was paid stands in the settled account.
    """
    line = cast("Table", SettlementLine.__table__)
    before = line.alias("before")
    previous_cut = (
        select(func.coalesce(func.max(before.c.cut_number), 0))
        .where(before.c.shop_id == line.c.shop_id, before.c.closed_month < line.c.closed_month)
        .correlate(line)
        .scalar_subquery()
    )
    in_order = func.lag(line.c.carried_out).over(partition_by=line.c.shop_id, order_by=line.c.closed_month)
    carried_before = func.coalesce(in_order, 0)
    amounts = select(
        *(_sum_of(kind, sign) for kind, sign in _OF_LINE), *(_times(kind) for kind, _ in _OF_LINE)
    )
    lines = select(
        line.c.shop_id, line.c.cut_number, previous_cut, carried_before, line.c.carried_in,
        line.c.taken_points, line.c.voucher_points, line.c.cancelled_points, line.c.corrected_points,
        line.c.payments, line.c.vouchers_taken, line.c.cancels, line.c.corrections_made, line.c.act_id,
        line.c.paid_points, _ACCOUNTS.c.account_id,
    ).select_from(line.outerjoin(_ACCOUNTS, _ACCOUNTS.c.shop_id == line.c.shop_id))  # fmt: skip
    for row in list(stream(connection, lines)):
        shop_id, cut, previous, carried, carried_in, *told, act_id, paid, claim = row
        found = connection.execute(
            amounts.select_from(_POSTINGS.join(_ACTS, _ACTS.c.act_id == _POSTINGS.c.act_id)).where(
                _POSTINGS.c.account_id == claim,
                _POSTINGS.c.posting_number > previous,
                _POSTINGS.c.posting_number <= cut,
            )
        ).one()
        if list(found) != told or carried_in != carried:
            yield Finding("settlement-differs", claim, cut, shop_id=shop_id)
        if paid and not _paid(connection, claim, act_id, paid):
            yield Finding("settlement-unpaid", claim, cut, act_id, shop_id)
    yield from _without_row(connection, "settlement-missing", ActKind.SETTLE, SettlementLine.act_id)
    yield from _settled(connection)


def _settled(connection: Connection) -> Iterator[Finding]:
    paid = (
        select(SettlementLine.municipality_code, func.sum(SettlementLine.paid_points).label("points"))
        .group_by(SettlementLine.municipality_code)
        .subquery()
    )
    settled = select(_ACCOUNTS).where(_ACCOUNTS.c.account_kind == AccountKind.SETTLED).subquery()
    statement = (
        select(settled.c.account_id)
        .select_from(settled.join(paid, paid.c.municipality_code == settled.c.municipality_code, full=True))
        .where(func.coalesce(settled.c.balance, 0) != func.coalesce(paid.c.points, 0))
    )
    yield from (Finding("settled-does-not-add-up", row[0]) for row in stream(connection, statement))


def _paid(connection: Connection, claim: Any, act_id: Any, points: int) -> bool:
    posted = select(_POSTINGS.c.amount, _ACTS.c.act_kind).join(_ACTS, _ACTS.c.act_id == _POSTINGS.c.act_id)
    row = connection.execute(
        posted.where(_POSTINGS.c.account_id == claim, _POSTINGS.c.act_id == act_id)
    ).first()
    return row is not None and tuple(row) == (-points, ActKind.SETTLE)


def _without_row(
    connection: Connection, word: str, kind: str, named: Any, *, but_cancelled: bool = False
) -> Iterator[Finding]:
    """Acts of a kind that no row names; those that a cancel took back may be without."""
    cancel = aliased(Act)
    statement = (
        select(Act.act_id)
        .outerjoin(named.class_, named == Act.act_id)
        .where(Act.act_kind == kind, named.is_(None))
    )
    if but_cancelled:
        statement = statement.outerjoin(cancel, cancel.cancels_act_id == Act.act_id).where(
            cancel.act_id.is_(None)
        )
    yield from _acts(connection, word, statement)


def _acts(connection: Connection, word: str, statement: Select[Any]) -> Iterator[Finding]:
    yield from (Finding(word, act_id=row[0]) for row in stream(connection, statement))

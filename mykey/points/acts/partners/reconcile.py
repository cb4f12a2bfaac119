"""The reconciliation file of a company and a month: what each side says, line by line, and each difference.

A line an exchange that was asked, brought its points, or was spoken about in the month, and a line a coupon
that was redeemed in it. The sums at the end are of the points that came in the month, and equal what the
ledger has in the company's clearing account. There are days here and no times, and nothing of a person: a
coupon stands in the file from the day after, or who fetches it every minute would know the minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, func, or_, select, union

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, Act, ActKind, Posting
from mykey.points.models.partners import (
    Coupon,
    CouponBatch,
    Exchange,
    ExchangeState,
    Partner,
    PartnerAnswer,
    RedeemedCoupon,
    Verdict,
)

__all__ = ["COLUMNS", "next_month", "reconcile"]

#: The first line of the file.
COLUMNS = (
    "line", "exchange_id", "asked_on", "units", "points", "state", "brought_on", "said_on", "said",
    "said_units", "said_points", "verdict", "differences", "batch", "number",
)  # fmt: skip
_COUNT = len(COLUMNS)

_EXCHANGES, _ANSWERS = cast("Table", Exchange.__table__), cast("Table", PartnerAnswer.__table__)
_ACTS, _POSTINGS = cast("Table", Act.__table__), cast("Table", Posting.__table__)
_ACCOUNTS, _REDEEMED = cast("Table", Account.__table__), cast("Table", RedeemedCoupon.__table__)
_COUPONS, _BATCHES = cast("Table", Coupon.__table__), cast("Table", CouponBatch.__table__)

#: Verdicts that are differences, in the words of the file; the others depend on what was said.
_DIFFERENCES = {
    Verdict.REPEATED: "repeated",
    Verdict.OTHER_AMOUNT: "other-amount",
    Verdict.WRONG_SIGNATURE: "wrong-signature",
    Verdict.AFTER_REFUSAL: "done-after-refusal",
    Verdict.CONTRADICTS: "contradicts",
    Verdict.UNREADABLE: "unreadable",
}
#: Of answers of one day, which have no order, the file shows the one that comes last here.
_ORDER = (
    Verdict.WRONG_SIGNATURE, Verdict.UNREADABLE, Verdict.REPEATED, Verdict.ACCEPTED, Verdict.OTHER_AMOUNT,
    Verdict.CONTRADICTS, Verdict.AFTER_REFUSAL, Verdict.AFTER_CANCEL,
)  # fmt: skip


def reconcile(work: PointsWork, partner_id: UUID, month: date) -> Iterator[tuple[str | int, ...]]:
    """The rows of the file, its first line too; `month` is the month's first day."""
    yield COLUMNS
    today = work.today
    _hold(work, partner_id)
    brought = redeemed = 0
    for row, answers in _exchanges(work, partner_id, month):
        if row.act_day is not None and month <= row.act_day < next_month(month):
            brought += row.exchange_points
        yield _exchange_line(row, answers, today)
    for coupon in _coupons(work, partner_id, month, today):
        redeemed += coupon.coupon_points
        day = coupon.act_day.isoformat()
        blank = ("",) * 5
        yield "coupon", "", "", "", coupon.coupon_points, "", day, *blank, "", *coupon[:2]
    yield _sum_line("sum-exchanges", brought)
    yield _sum_line("sum-coupons", redeemed)
    yield _sum_line("sum-ledger", _in_ledger(work, partner_id, month, today))


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _hold(work: PointsWork, partner_id: UUID) -> None:
    """Nothing more comes in from this company until the transaction ends, so the sums are of one moment.

    The lock of its own row keeps its first points away, too: they would open its clearing account.
    """
    work.connection.execute(
        select(Partner.partner_id).where(Partner.partner_id == partner_id).with_for_update()
    )
    work.connection.execute(
        select(_ACCOUNTS.c.account_id).where(_ACCOUNTS.c.partner_id == partner_id).with_for_update()
    )


def _in_month(day: ColumnElement[date], month: date) -> ColumnElement[bool]:
    return and_(day >= month, day < next_month(month))


def _brought_in(month: date) -> ColumnElement[bool]:
    """Acts by which points came in; kind and day have an index together."""
    return and_(_ACTS.c.act_kind == ActKind.PUT_INTO_RESERVE, _in_month(_ACTS.c.act_day, month))


def _exchanges(work: PointsWork, partner_id: UUID, month: date) -> Iterator[tuple[Any, list[Any]]]:
    """Each exchange with its answers up to the month's end."""
    asked = select(_EXCHANGES.c.exchange_id).where(
        _EXCHANGES.c.partner_id == partner_id, _in_month(_EXCHANGES.c.asked_on, month)
    )
    brought = (
        select(_EXCHANGES.c.exchange_id)
        .join(_ACTS, _ACTS.c.act_id == _EXCHANGES.c.act_id)
        .where(_brought_in(month), _EXCHANGES.c.partner_id == partner_id)
    )
    spoken_about = select(_ANSWERS.c.exchange_id).where(_in_month(_ANSWERS.c.said_on, month))
    rows = work.connection.execute(
        select(
            _EXCHANGES.c.exchange_id, _EXCHANGES.c.asked_on, _EXCHANGES.c.exchange_units,
            _EXCHANGES.c.exchange_points, _EXCHANGES.c.exchange_state, _EXCHANGES.c.is_reversal_owed,
            _ACTS.c.act_day, _ANSWERS.c.said_on, _ANSWERS.c.said_word, _ANSWERS.c.said_units,
            _ANSWERS.c.said_points, _ANSWERS.c.verdict,
        )
        .outerjoin(_ACTS, _ACTS.c.act_id == _EXCHANGES.c.act_id)
        .outerjoin(
            _ANSWERS,
            and_(
                _ANSWERS.c.exchange_id == _EXCHANGES.c.exchange_id,
                _ANSWERS.c.said_on < next_month(month),
            ),
        )
        .where(
            _EXCHANGES.c.partner_id == partner_id,
            # Each by an index of its own; in one condition they would read every exchange there ever was.
            _EXCHANGES.c.exchange_id.in_(union(asked, brought, spoken_about)),
        )
        .order_by(_EXCHANGES.c.asked_on, _EXCHANGES.c.exchange_id)
    )  # fmt: skip
    for _exchange_id, group in groupby(rows, key=lambda row: row.exchange_id):
        found = list(group)
        yield found[0], [row for row in found if row.verdict is not None]


def _exchange_line(row: Any, answers: list[Any], today: date) -> tuple[str | int, ...]:
    differences = {_DIFFERENCES[one.verdict] for one in answers if one.verdict in _DIFFERENCES}
    if any(one.verdict == Verdict.AFTER_CANCEL and one.said_word == "done" for one in answers):
        differences.add("done-after-cancel")
    if row.is_reversal_owed:
        differences.add("reversal-owed")
    is_late = row.exchange_state == ExchangeState.CANCELLED or row.asked_on < today
    if not answers and is_late:
        differences.add("no-answer")
    last = max(answers, key=lambda one: (one.said_on, _ORDER.index(one.verdict)), default=None)
    said: tuple[str | int, ...] = ("",) * 5
    if last is not None:
        units = "" if last.said_units is None else last.said_units
        points = "" if last.said_points is None else last.said_points
        said = (last.said_on.isoformat(), last.said_word, units, points, last.verdict)
    return (
        "exchange",
        str(row.exchange_id),
        row.asked_on.isoformat(),
        row.exchange_units,
        row.exchange_points,
        row.exchange_state,
        "" if row.act_day is None else row.act_day.isoformat(),
        *said,
        " ".join(sorted(differences)),
        "",
        "",
    )


def _coupons(work: PointsWork, partner_id: UUID, month: date, today: date) -> Iterator[Any]:
    """Redeemed in the month, before today."""
    return iter(
        work.connection.execute(
            select(_BATCHES.c.batch_name, _COUPONS.c.coupon_number, _ACTS.c.act_day, _BATCHES.c.coupon_points)
            .select_from(_REDEEMED)
            .join(_COUPONS, _COUPONS.c.coupon_index == _REDEEMED.c.coupon_index)
            .join(_BATCHES, _BATCHES.c.batch_id == _COUPONS.c.batch_id)
            .join(_ACTS, _ACTS.c.act_id == _REDEEMED.c.act_id)
            .where(
                _BATCHES.c.partner_id == partner_id,
                _brought_in(month),
                _ACTS.c.act_day < today,
            )
            .order_by(_ACTS.c.act_day, _BATCHES.c.batch_name, _COUPONS.c.coupon_number)
        )
    )


def _in_ledger(work: PointsWork, partner_id: UUID, month: date, today: date) -> int:
    """What left the clearing account in the month, without today's coupons."""
    is_coupon = select(_REDEEMED.c.act_id).where(_REDEEMED.c.act_id == _ACTS.c.act_id).exists()
    total = work.connection.scalar(
        select(func.coalesce(func.sum(_POSTINGS.c.amount), 0))
        .join(_ACCOUNTS, _ACCOUNTS.c.account_id == _POSTINGS.c.account_id)
        .join(_ACTS, _ACTS.c.act_id == _POSTINGS.c.act_id)
        .where(
            _ACCOUNTS.c.partner_id == partner_id,
            _brought_in(month),
            or_(_ACTS.c.act_day < today, ~is_coupon),
        )
    )
    return -int(total or 0)


def _sum_line(name: str, points: int) -> tuple[str | int, ...]:
    blank: tuple[str | int, ...] = ("",) * (_COUNT - 5)
    return (name, "", "", "", points, *blank)

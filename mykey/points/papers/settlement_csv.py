"""A closed month as a csv file: one row a shop, and the sums below."""

from __future__ import annotations

from mykey.points.acts.settlement.months import write_month
from mykey.points.acts.settlement.see_month import ClosedMonthSeen
from mykey.points.acts.settlement.shop_lines import ShopLine
from mykey.points.csv_files import cp932_bytes, csv_bytes

__all__ = ["HEADINGS", "SUMS", "settlement_csv", "settlement_csv_cp932", "settlement_rows"]

#: For accounting programs, so Japanese whatever the clerk reads.
HEADINGS = (
    "自治体コード", "年月", "店舗・施設", "支払い件数", "支払いポイント", "ポイント券枚数",
    "ポイント券ポイント", "取り消し件数", "取り消しポイント", "訂正件数", "訂正ポイント",
    "前月からの繰り越し", "支払う額（円）", "翌月への繰り越し",
)  # fmt: skip
#: In the column of shops' names, in the last row.
SUMS = "合計"


def settlement_rows(month: ClosedMonthSeen) -> list[tuple[str | int, ...]]:
    """Headings, shops by name, sums. What was taken back stands as it was taken, above zero."""
    written = write_month(month.month)
    named = [*((one.shop_name, one.line) for one in month.lines), (SUMS, month.sums)]
    rows: list[tuple[str | int, ...]] = [HEADINGS]
    rows += [(month.municipality_code, written, name, *_numbers(line)) for name, line in named]
    return rows


def settlement_csv(month: ClosedMonthSeen) -> bytes:
    """UTF-8 with a mark."""
    return csv_bytes(settlement_rows(month))


def settlement_csv_cp932(month: ClosedMonthSeen) -> bytes:
    """Windows' cp932. Raises `DoesNotFit` with the rows whose names it cannot write."""
    return cp932_bytes(settlement_rows(month))


def _numbers(line: ShopLine) -> tuple[int, ...]:
    return (
        line.payments, line.taken_points, line.vouchers_taken, line.voucher_points, line.cancels,
        line.cancelled_points, line.corrections_made, line.corrected_points, line.carried_in,
        line.paid_points, line.carried_out,
    )  # fmt: skip

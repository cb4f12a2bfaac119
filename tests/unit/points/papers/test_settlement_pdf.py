from __future__ import annotations

from datetime import date
from uuid import uuid4

from mykey.points.acts.settlement.edit_settlement_form import SettlementForm
from mykey.points.acts.settlement.see_month import ClosedMonthSeen
from mykey.points.acts.settlement.shop_lines import NamedLine, ShopLine, sums_of
from mykey.points.papers.fonts import find_paper_font
from mykey.points.papers.settlement_pdf import settlement_pdf
from tests.support.pdf_pages import texts_of


def paper_of(*lines: tuple[str, ShopLine]) -> list[str]:
    named = [NamedLine(uuid4(), name, line) for name, line in lines]
    month = ClosedMonthSeen("141305", date(2026, 4, 1), date(2026, 5, 1), "kawasaki", named, sums_of(named))
    return texts_of(settlement_pdf(month, SettlementForm(), "神奈川県川崎市", find_paper_font(None)))


def test_each_row_of_the_summary_adds_up_with_what_is_carried() -> None:
    summary, *shops = paper_of(
        ("一番店", ShopLine(payments=3, taken_points=5_000, carried_in=-1_200, paid_points=3_800)),
        ("二番店", ShopLine(corrections_made=1, corrected_points=700, carried_out=-700)),
        ("三番店", ShopLine(carried_in=-900, carried_out=-900)),
    )
    for row in (
        "1一番店5,0000" + "0" + "-1,2003,800",
        "2二番店00" + "-700" + "7000",
        "3三番店00" + "0" + "00",
    ):
        assert row in summary
    assert "翌月への繰り越し-1,600" in summary
    assert ["翌月への繰り越し-700" in shop for shop in shops] == [False, True, False]


def test_a_name_with_a_character_that_the_font_lacks_is_not_printed_shorter() -> None:
    summary, shop = paper_of(("みほん😀食堂", ShopLine(payments=1, taken_points=10, paid_points=10)))
    assert "みほん〓食堂" in summary
    assert "みほん〓食堂様" in shop

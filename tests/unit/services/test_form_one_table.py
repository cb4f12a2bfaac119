from __future__ import annotations

from collections.abc import Sequence

from mykey.services.form_one import Cell, Grid, Problem
from mykey.services.form_one_layout import KINDS
from mykey.services.form_one_table import Table, read_table

PROVIDERS = {"川崎市立図書館": "川崎市立図書館", "ABC商店街": "ＡＢＣ商店街"}
HEAD = ("項番", "ID付与事業者名", "設置場所", "端末名")


def table_of(*rows: Sequence[str], kind: int = 0) -> Table:
    cells = [(row, [Cell(text) for text in texts]) for row, texts in enumerate(rows, 1)]
    return read_table(Grid("表", cells), KINDS[kind], PROVIDERS)


def test_a_provider_left_out_is_the_one_above() -> None:
    table = table_of(
        HEAD, ("1", "川崎市立図書館", "a", "b"), ("2", "", "a", "c"), ("1", "ABC 商店街", "a", "b")
    )
    assert table.problems == []
    names = [wanted.provider_name for _, wanted in table.rows]
    assert names == ["川崎市立図書館", "川崎市立図書館", "ＡＢＣ商店街"]


def test_columns_may_stand_in_any_order_below_a_title() -> None:
    table = table_of(("様式", "", "", ""), ("", "", "", ""), HEAD[::-1], ("b", "a", "川崎市立図書館", "1"))
    assert [(row, wanted.place) for row, wanted in table.rows] == [(4, "a")]


def test_rows_that_were_not_needed_and_sums_are_no_rows() -> None:
    table = table_of(HEAD, ("1", "", "", ""), ("小計", "", "0台", ""), ("（ア）端末台数 合計", "", "", ""))
    assert (table.lines, table.rows, table.problems) == (0, [], [])


def test_a_wrong_row_still_counts_as_a_row() -> None:
    table = table_of(HEAD, ("x", "知らない", "", "b"))
    assert table.lines == 1
    assert [problem.reason for problem in table.problems] == [
        "number-malformed",
        "text-missing",
        "provider-unknown",
    ]


def test_other_kinds_name_no_provider() -> None:
    table = table_of(("項番", "設置場所", "端末名"), ("１", "a", "b"), kind=1)
    assert [(wanted.number, wanted.provider_name) for _, wanted in table.rows] == [(1, None)]
    named = table_of(HEAD, ("1", "川崎市立図書館", "a", "b"), kind=3)
    assert named.problems == [Problem("provider-not-wanted", "表", 2, "ID付与事業者名", "エ")]


def test_without_headings_nothing_is_read() -> None:
    table = table_of(("1", "川崎市立図書館", "a", "b"))
    assert table.lines is None
    assert [problem.reason for problem in table.problems] == ["table-missing"]

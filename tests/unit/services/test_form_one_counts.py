from __future__ import annotations

from collections.abc import Sequence

import pytest

from mykey.services.form_one import Cell, Grid
from mykey.services.form_one_counts import clean_text, read_counts, text_fault

GOOD = (
    ("自治体名", "川崎市"),
    ("全国地方公共団体コード", "１４１３０５"),
    ("(ア)サービスIDの確認を行う端末", "100台"),
    ("（イ）", "1,500"),
    ("（ウ）", "３"),
    ("（エ）", "0"),
    ("(ア)(イ)(ウ)(エ)端末台数　総合計", "1603"),
    ("ID付与事業者名", ""),
    ("川崎市立図書館", ""),
    ("", "見本銀座商店街"),
)


def grid(rows: Sequence[Sequence[str]]) -> Grid:
    return Grid("台数と事業者", [(row, [Cell(text) for text in cells]) for row, cells in enumerate(rows, 1)])


def test_labels_and_figures_as_people_write_them() -> None:
    found = read_counts(grid(GOOD))
    assert found.problems == []
    assert found.code == (2, "141305")
    assert {key: number for key, (_, number) in found.counts.items()} == {
        "ア": 100,
        "イ": 1500,
        "ウ": 3,
        "エ": 0,
        "total": 1603,
    }
    assert list(found.providers.values()) == ["川崎市立図書館", "見本銀座商店街"]


def test_a_leading_zero_that_a_spreadsheet_dropped_comes_back() -> None:
    found = read_counts(grid([("自治体名", "札幌市"), ("全国地方公共団体コード", "11002"), *GOOD[2:]]))
    assert found.problems == []
    assert found.code == (2, "011002")


@pytest.mark.parametrize("left_out", range(7))
def test_each_line_that_is_missing_is_told_once(left_out: int) -> None:
    found = read_counts(grid([row for place, row in enumerate(GOOD) if place != left_out]))
    assert [problem.reason for problem in found.problems] == ["line-missing"]


def test_what_a_name_must_not_hold() -> None:
    assert clean_text("　か\u3099 ") == "が"
    assert text_fault("川崎市立図書館") == ""
    assert text_fault("") == "text-missing"
    assert text_fault("あ" * 101) == "text-too-long"
    for hidden in ("\n", "\0", "\u200b", "\u202e", "\ue000", "\u2028"):
        assert text_fault(f"川{hidden}崎") == "text-characters"

"""A csv file of a municipality's shops: a heading line, then one row a shop. Read, judged, not yet kept.

All columns must be there, in any order; a cell that is empty is not told. Each row's faults are found, not
only the first. The same columns are given out as open data and as the file to fill in.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from mykey.kernel.municipalities import UnknownMunicipality, municipality
from mykey.points.acts.read_csv_lines import CsvUnreadable, RowFault, read_csv_lines, told_by_row
from mykey.points.acts.shop_details import LIBRARY, JudgedShop, ShopTyped, judge_shop
from mykey.points.csv_files import csv_bytes, without_guard
from mykey.points.names import as_searched
from mykey.points.refusals_of_office import ShopFileRefused

__all__ = ["CATEGORY_WORDS", "COLUMNS", "MOST_ROWS", "ShopFile", "ShopRow", "refuse_file", "write_again"]

MOST_ROWS = 2_000
CODE, NAME, CATEGORY = "自治体コード", "店舗名", "区分"
COLUMNS = (CODE, NAME, CATEGORY, "住所", "取扱品", "営業時間", "緯度", "経度")
#: the categories as files have them; the words of the tables are understood, too
CATEGORY_WORDS = {
    "shop": "店舗",
    "restaurant": "飲食店",
    "lodging": "宿泊施設",
    "transport": "交通機関",
    "sports": "スポーツ施設",
    "culture": "文化施設",
    "municipal-office": "役所・公共の窓口",
    "other": "その他",
}
_CATEGORIES = {as_searched(shown): word for word, shown in CATEGORY_WORDS.items()} | {
    word: word for word in CATEGORY_WORDS
}
_LIBRARIES = {as_searched("図書館"), LIBRARY}
#: which column a fault of `judge_shop` is about
_COLUMN = {
    "shop_name": NAME,
    "shop_category": CATEGORY,
    "shop_address": "住所",
    "goods_sold": "取扱品",
    "opening_hours": "営業時間",
    "latitude": "緯度",
}
DIGITS_OF_A_CODE = 6


@dataclass(frozen=True)
class ShopRow:
    """One row without a fault of its own. That its name is new, or known, is judged where shops are kept.

    `sounds_like_a_library`: it may go in only for a shop that has this name already.
    """

    row: int
    typed: ShopTyped
    judged: JudgedShop
    sounds_like_a_library: bool


@dataclass(frozen=True)
class ShopFile:
    """The rows that can be read and the faults of those that cannot."""

    rows: list[ShopRow]
    faults: list[RowFault]

    @classmethod
    def read(cls, data: bytes, municipality_code: str) -> ShopFile:
        """Read a file of this municipality's shops.

        Raises:
            ShopFileRefused: for the whole file: `file-encoding`, `file-broken`, `shop-file-empty`,
                `shop-heading`, `too-many-rows`.
        """
        try:
            lines = read_csv_lines(data, MOST_ROWS)
        except CsvUnreadable as unreadable:
            raise refuse_file([unreadable.fault]) from None
        heading = next((line for line in lines if line[1]), None)
        if heading is None:
            raise refuse_file([RowFault(0, "shop-file-empty")])
        places = _places(heading)
        body = [line for line in lines if line[0] > heading[0] and line[1]]
        if not body:
            raise refuse_file([RowFault(0, "shop-file-empty")])
        if len(body) > MOST_ROWS:
            raise refuse_file([RowFault(0, "too-many-rows", str(MOST_ROWS))])
        read = cls([], [])
        seen: dict[str, int] = {}
        for row, cells in body:
            read._take(row, cells, places, municipality_code, seen)
        return read

    def _take(
        self, row: int, cells: list[str], places: list[int], own_code: str, seen: dict[str, int]
    ) -> None:
        cells = cells + [""] * len(COLUMNS)
        # A cell of several lines, as of opening hours, becomes one.
        code, name, category, *told = (" ".join(without_guard(cells[place]).splitlines()) for place in places)
        address, goods, hours, latitude, longitude = told
        typed = ShopTyped(name, _category(category), address, goods, hours, latitude, longitude)
        judged = judge_shop(typed)
        reasons = dict(judged.faults)
        library = reasons.pop("no_library", None) is not None
        faults = _code_faults(row, code, own_code)
        faults += [RowFault(row, f"shop-{reason}", _COLUMN[member]) for member, reason in reasons.items()]
        if any(cells[len(COLUMNS) :]):
            faults.append(RowFault(row, "too-many-shop-columns"))
        # Two names that differ by width or capitals alone would be one shop typed twice.
        same = as_searched(judged.name)
        if same and same in seen:
            self.faults.append(RowFault(row, "shop-twice", str(seen[same])))
        elif not faults:
            self.rows.append(ShopRow(row, typed, judged, sounds_like_a_library=library))
        seen.setdefault(same, row)
        self.faults.extend(faults)


def refuse_file(faults: list[RowFault]) -> ShopFileRefused:
    """The refusal with all faults, in the order of the rows."""
    return ShopFileRefused(errors=told_by_row(faults))


def write_again(rows: list[ShopRow], municipality_code: str) -> bytes:
    """The same rows on the same lines: what the confirmation page sends back, read like the file itself."""
    lines: list[list[str]] = [[] for _ in range(max(row.row for row in rows))]
    lines[0] = list(COLUMNS)
    for row in rows:
        typed = row.typed
        lines[row.row - 1] = [
            municipality_code, typed.name, typed.category, typed.address, typed.goods, typed.hours,
            typed.latitude, typed.longitude,
        ]  # fmt: skip
    return csv_bytes(lines)


def _places(heading: tuple[int, list[str]]) -> list[int]:
    row, cells = heading
    words = ["".join(unicodedata.normalize("NFKC", cell[:60]).split()) for cell in cells]
    if sorted(words) != sorted(COLUMNS):
        raise refuse_file([RowFault(row, "shop-heading")])
    return [words.index(column) for column in COLUMNS]


def _category(cell: str) -> str:
    word = as_searched(cell)
    return LIBRARY if word in _LIBRARIES else _CATEGORIES.get(word, "")


def _code_faults(row: int, typed: str, own_code: str) -> list[RowFault]:
    if not typed.strip():
        return [RowFault(row, "code-empty")]
    # Spreadsheet programs drop the zero before Hokkaido's and eight more prefectures' codes.
    plain = unicodedata.normalize("NFKC", typed[:60]).strip()
    try:
        found = municipality(plain.zfill(DIGITS_OF_A_CODE)).code
    except UnknownMunicipality:
        return [RowFault(row, "code-unknown")]
    return [] if found == own_code else [RowFault(row, "code-of-others")]

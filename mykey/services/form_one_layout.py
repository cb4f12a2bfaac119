"""How a Form I (様式Ⅰ) and a Form II (様式Ⅱ) are laid out: sheets, labels, columns, kinds and limits."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

__all__ = [
    "CODE_LABEL",
    "COUNTS_SHEET",
    "CSV_SHEET",
    "GUIDE_SHEET",
    "KINDS",
    "KIND_COLUMN",
    "MAX_NAME",
    "MAX_ROWS",
    "MUNICIPALITY_LABEL",
    "NAME_COLUMN",
    "NUMBER_COLUMN",
    "PLACE_COLUMN",
    "PROVIDER_COLUMN",
    "SERVICE_ID",
    "TITLE",
    "TOTAL_LABEL",
    "Kind",
    "heading",
    "plain",
]

TITLE = "マイキープラットフォーム等活用端末一覧（様式Ⅰ）"
COUNTS_SHEET = "台数と事業者"
GUIDE_SHEET = "記入のしかた"
#: the name that stands for a csv file where a workbook has sheets
CSV_SHEET = "CSV"
MUNICIPALITY_LABEL = "自治体名"
CODE_LABEL = "全国地方公共団体コード"
TOTAL_LABEL = "（ア）（イ）（ウ）（エ）端末台数 総合計"
KIND_COLUMN = "区分"
NUMBER_COLUMN = "項番"
PROVIDER_COLUMN = "ID付与事業者名"
PLACE_COLUMN = "設置場所"
NAME_COLUMN = "端末名"

#: rows of one sheet, or lines of one csv file; far above the 608 of the source document
MAX_ROWS = 10_000
#: characters of a name, as the tables keep it
MAX_NAME = 100
SERVICE_ID = "service-id"


@dataclass(frozen=True)
class Kind:
    """One of the four kinds of terminals. `letter` names its sheet, `code` is the word of terminal-api.md."""

    letter: str
    code: str
    label: str


KINDS = (
    Kind("ア", SERVICE_ID, "サービスIDの確認を行う端末"),
    Kind("イ", "spend-points", "自治体ポイントを使う端末"),
    Kind("ウ", "issue-vouchers", "ポイント券の発行端末"),
    Kind("エ", "grant-points", "行政ポイントとしての自治体ポイントの付与を行う端末"),
)


def plain(text: str) -> str:
    """A text for comparison: half-width letters and digits, no space, so that ＩＤ and ID are one."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def heading(text: str) -> str:
    """A column's heading for comparison; Form II of the source document writes 項目 for 項番."""
    word = plain(text)
    return NUMBER_COLUMN if word == "項目" else word

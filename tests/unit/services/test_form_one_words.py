from __future__ import annotations

import re
from pathlib import Path

import pytest

from mykey.services import form_one_words
from mykey.services.form_one import Problem
from mykey.services.form_one_words import describe_problem, place_of_problem

SERVICES = Path(form_one_words.__file__).parent
#: words that a reader hands to `Problem` as a literal, or as the fault of a cell or text
REASONS = re.compile(r'"((?:[a-z]+-)+[a-z]+|formula|date)"')
SOURCES = (
    "read_form_one",
    "submit_form_one",
    "workbook_safety",
    *(f"form_one_{part}" for part in ("counts", "csv", "table", "workbook")),
)
OTHER_WORDS = {"service-id", "spend-points", "issue-vouchers", "grant-points", "utf-8", "utf-8-sig"}


def test_every_reason_has_its_sentence_and_every_sentence_its_reason() -> None:
    raised = {
        word
        for name in SOURCES
        for word in REASONS.findall((SERVICES / f"{name}.py").read_text(encoding="utf-8"))
    }
    assert raised - OTHER_WORDS == set(form_one_words._SENTENCES)


@pytest.mark.parametrize("reason", form_one_words._SENTENCES)
def test_sentences_end_and_differ_by_language(reason: str) -> None:
    problem = Problem(reason, "ア", 2, "設置場所", "見本")
    japanese, english = (describe_problem(problem, lang) for lang in ("ja", "en"))
    assert japanese.endswith("。")
    assert english.endswith(".")
    assert "{" not in japanese + english


def test_the_place_is_sheet_row_and_column() -> None:
    problem = Problem("formula", "ア", 2, "設置場所")
    assert place_of_problem(problem, "ja") == "シート「ア」 2行目 設置場所"
    assert place_of_problem(problem, "en") == "sheet ア, row 2, 設置場所"
    assert place_of_problem(Problem("csv-encoding", "CSV", 7), "ja") == "7行目"
    assert place_of_problem(Problem("file-empty"), "ja") == ""

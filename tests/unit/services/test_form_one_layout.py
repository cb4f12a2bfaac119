from __future__ import annotations

import pytest

from mykey.services.form_one_layout import KINDS, heading, plain


@pytest.mark.parametrize(
    "typed", ["ＩＤ付与事業者名", " ID付与 事業者名", "ID付与\n事業者名", "ID付与　事業者名"]
)
def test_width_and_spaces_do_not_matter(typed: str) -> None:
    assert plain(typed) == "ID付与事業者名"


def test_the_source_documents_two_words_for_the_number_are_one() -> None:
    assert heading("項目") == heading("項番") == heading("項　番") == "項番"


def test_the_four_kinds_are_those_of_the_terminal_api() -> None:
    codes = {kind.letter: kind.code for kind in KINDS}
    assert codes == {
        "ア": "service-id",
        "イ": "spend-points",
        "ウ": "issue-vouchers",
        "エ": "grant-points",
    }

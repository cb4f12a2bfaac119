from __future__ import annotations

import pytest

from mykey.kernel.refusals_of_citizens import MykeyIdMalformed
from mykey.services.mykey_id_form import DRAWN_ALPHABET, read_mykey_id


@pytest.mark.parametrize(
    "typed", ["HANAKO80", "hanako80", "ＨＡＮＡＫＯ８０", "HANA－KO80", "\tha na ko80\n"]
)
def test_what_people_type_is_understood(typed: str) -> None:
    assert read_mykey_id(typed) == "HANAKO80"


@pytest.mark.parametrize("typed", ["", "HANAKO8", "HANAKO801", "HANAKO8_", "ＨＡＮＡＫＯ８〇", "A" * 100_000])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(MykeyIdMalformed):
        read_mykey_id(typed)


def test_drawn_ids_have_no_lookalikes() -> None:
    assert len(set(DRAWN_ALPHABET)) == len(DRAWN_ALPHABET)
    assert not set(DRAWN_ALPHABET) & set("0OQ1IL2Z5S8BUV")

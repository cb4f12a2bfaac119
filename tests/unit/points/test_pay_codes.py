from __future__ import annotations

import os

import pytest

from mykey.points.pay_codes import new_pay_code, read_pay_code, shown_pay_code
from mykey.points.refusals import PayCodeUnknown


def test_what_is_shown_is_read() -> None:
    for _ in range(50):
        code = new_pay_code(os.urandom)
        assert len(code) == 12
        assert read_pay_code(shown_pay_code(code)) == code


@pytest.mark.parametrize(
    "typed",
    ["0123-abcd-wxyz", "０１２３ＡＢＣＤＷＸＹＺ", " o123 abcd wxyz ", "O l23 ABCD WXYZ", "0i23ーabcdーwxyz"],
)
def test_what_people_type_is_understood(typed: str) -> None:
    assert read_pay_code(typed) == "0123ABCDWXYZ"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0123ABCDWXY",
        "0123ABCDWXYZ0",
        "0123ABCDWXYU",
        "票" * 12,
        "0" * 5000,
        "0123ABCDWXYZ" + " " * 50 + "0",
    ],
)
def test_other_forms_are_nobodys_code(typed: str) -> None:
    with pytest.raises(PayCodeUnknown):
        read_pay_code(typed)

from __future__ import annotations

import os

from mykey.points.enrolment_codes import (
    CODE_LENGTH,
    new_enrolment_code,
    read_enrolment_code,
    shown_enrolment_code,
)


def test_what_people_type_is_the_code_that_was_made() -> None:
    for _ in range(200):
        code = new_enrolment_code(os.urandom)
        assert len(code) == CODE_LENGTH
        assert not set(code) & set("0O1IL2Z5S8BUV")
        shown = shown_enrolment_code(code)
        assert [len(part) for part in shown.split("-")] == [5, 5, 4]
        wide = "".join(chr(ord(character) + 0xFEE0) for character in code.lower())
        for typed in (shown, shown.lower(), shown.replace("-", "　"), wide, f" {code}\n"):
            assert read_enrolment_code(typed) == code


def test_anything_else_is_nobodys_code_and_no_error() -> None:
    assert read_enrolment_code("") == ""
    assert len(read_enrolment_code("x" * 10_000)) == 60

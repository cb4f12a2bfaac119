from __future__ import annotations

import pytest

from mykey.kernel.refusals_of_citizens import PasswordRefused
from mykey.services.password_rules import check_password, normalise_password

MYKEY_ID = "K7MPX3A4"


def reason(typed: str) -> str | None:
    try:
        check_password(typed, MYKEY_ID)
    except PasswordRefused as refused:
        return str(refused.facts["reason"])
    return None


@pytest.mark.parametrize(
    "typed",
    [
        "correct horse battery",
        "みかんをむいて食べた日",
        "gv8#Lq2!",
        "川沿いの道を歩く 3丁目",
        "tr0ub4dor&3",
        "x" * 3 + "Kw9-" + "q" * 57,
        "19991332 apples",
        "🍊🍎🍇🍓🥝🍑🍒🥥",
    ],
)
def test_a_password_that_is_not_guessed_is_taken(typed: str) -> None:
    assert reason(typed) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "too-short"),
        ("gv8#Lq2", "too-short"),
        ("z9" * 33, "too-long"),
        (MYKEY_ID, "mykey-id"),
        ("k7mpx3a4", "mykey-id"),
        ("Ｋ７ＭＰＸ３Ａ４", "mykey-id"),
        ("k7mp-x3a4!", "mykey-id"),
        ("4A3XPM7K", "mykey-id"),
        ("password", "common"),
        ("Password1", "common"),
        ("ｐａｓｓｗｏｒｄ", "common"),
        ("sakura2024!", "common"),
        ("arigatou", "common"),
        ("パスワードパスワード", "pattern"),
        ("あいうえおかきくけこ", "common"),
        ("kawasaki", "common"),
        ("iloveyou", "common"),
        ("1qaz2wsx", "common"),
        ("aaaaaaaa", "pattern"),
        ("ABABABAB", "pattern"),
        ("12ab12ab12", "pattern"),
        ("5678901234", "pattern"),
        ("hgfedcba", "pattern"),
        ("abcd4321", "pattern"),
        ("111222333", "pattern"),
        ("sdfghjkl", "pattern"),
        ("ｑｗｅｒｔｙｕ－ｉｏｐ", "common"),
    ],
)
def test_what_others_guess_first_is_refused_with_a_word(typed: str, why: str) -> None:
    assert reason(typed) == why


@pytest.mark.parametrize(
    "typed",
    [
        "19850402",
        "1985-04-02",
        "1985/4/2 ",
        "1985.04.02",
        "1985年4月2日",
        "１９８５年４月２日",
        "1985年4月2日生まれ",
        "04021985",
        "02041985",
        "4/2/1985",
        "85-04-02",
        "85/04/02",
        "850402850402",
        "昭和60年4月2日",
        "昭和60年04月02日生",
        "S60.04.02",
        "s60-4-2-",
        "平成元年1月8日",
        "H01/01/08",
        "令和6年2月29日",
        "R06.02.29",
        "大正15年12月1日",
        "明治45年07月01日",
    ],
)
def test_a_birth_date_is_refused_however_it_is_written(typed: str) -> None:
    assert reason(typed) == "birth-date"


def test_two_keyboards_give_one_password() -> None:
    assert normalise_password("ＡＢＣ１２３") == "ABC123"
    assert check_password("ｇｖ８＃Ｌｑ２！", MYKEY_ID) == "gv8#Lq2!"

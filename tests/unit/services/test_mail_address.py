from __future__ import annotations

import pytest

from mykey.kernel.refusals_of_citizens import MailMalformed
from mykey.services.mail_address import read_mail_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("hanako@mail.example", "hanako@mail.example"),
        ("　ｈａｎａｋｏ＠ｍａｉｌ．ｅｘａｍｐｌｅ ", "hanako@mail.example"),
        ("ha..na.@keitai.example.jp", "ha..na.@keitai.example.jp"),
    ],
)
def test_an_address_is_read(typed: str, kept: str) -> None:
    assert read_mail_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hanako",
        "hanako@",
        "@mail.example",
        "hanako@mail",
        "ha nako@mail.example",
        "hanako@mail.example\nBcc: other@mail.example",
        "花子@mail.example",
        "hanako@-mail.example",
        '"hanako"@mail.example',
        f"{'a' * 65}@mail.example",
        f"a@{'b.' * 130}example",
    ],
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(MailMalformed):
        read_mail_address(typed)

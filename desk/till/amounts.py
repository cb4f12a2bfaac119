"""Amounts and receipt numbers as people type them: full-width digits and commas are understood."""

from __future__ import annotations

import re
import unicodedata

from flask_babel import format_decimal, lazy_gettext
from flask_babel import gettext as _
from wtforms.validators import ValidationError

__all__ = ["MOST_AT_ONCE", "amount_from_typing", "points_in_words", "receipt_number_from_typing"]

#: Points that one act may have (the till API's own limit).
MOST_AT_ONCE = 1_000_000
_DIGITS = re.compile(r"[0-9]{1,30}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,9}")
_BELOW_ZERO = re.compile(r"-[0-9,]+")
_MOST_TYPED = 100
_MOST_RECEIPTS = 2**31 - 1


def _plain(typed: str) -> str:
    """Full-width characters folded, spaces around dropped, the Japanese comma and minus sign understood."""
    folded = unicodedata.normalize("NFKC", typed[:_MOST_TYPED]).strip()
    return folded.replace("、", ",").replace("−", "-")


def amount_from_typing(typed: str, most: int = MOST_AT_ONCE) -> int:
    """Points from what a clerk typed; "１，０００" is 1,000.

    Raises:
        ValidationError: with the words for the clerk.
    """
    plain = _plain(typed)
    if not plain:
        raise ValidationError(lazy_gettext("ポイント数を入力してください。"))
    if _BELOW_ZERO.fullmatch(plain):
        raise ValidationError(lazy_gettext("1ポイント以上を入力してください。"))
    if not (_DIGITS.fullmatch(plain) or _GROUPED.fullmatch(plain)) or not plain.isascii():
        raise ValidationError(lazy_gettext("数字だけで入力してください。例：1000"))
    amount = int(plain.replace(",", ""))
    if amount <= 0:
        raise ValidationError(lazy_gettext("1ポイント以上を入力してください。"))
    if amount > most:
        raise ValidationError(_("%(most)s以下で入力してください。", most=points_in_words(most)))
    return amount


def receipt_number_from_typing(typed: str) -> int:
    """The shop's running number; "No. 12" and "１２" are 12.

    Raises:
        ValidationError: with the words for the clerk.
    """
    plain = re.sub(r"(?i)\A(?:no\.?|#)", "", _plain(typed)).strip().replace(",", "")
    if not _DIGITS.fullmatch(plain) or not plain.isascii() or not 0 < int(plain) <= _MOST_RECEIPTS:
        raise ValidationError(lazy_gettext("レシートの番号を、数字で入力してください。"))
    return int(plain)


def points_in_words(points: int) -> str:
    """As it is shown: 3,000ポイント."""
    words: str = _("%(points)sポイント", points=format_decimal(points))
    return words

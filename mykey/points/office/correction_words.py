"""What corrections are called, and what a clerk is told when one cannot be."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext

from mykey.kernel.errors import Refused
from mykey.points.office.words import refusal_sentence

__all__ = [
    "CORRECTION_KINDS",
    "CORRECTION_REASONS",
    "CORRECTION_STATES",
    "about_in_words",
    "told_at_approval",
]

CORRECTION_KINDS = {
    "give": lazy_gettext("追加で付与する"),
    "take-back": lazy_gettext("付与を取り消す"),
    "from-shop": lazy_gettext("店舗の受け取りを取り消す"),
}
CORRECTION_REASONS = {
    "missed": lazy_gettext("付与もれ"),
    "too-few": lazy_gettext("付与が少なかった"),
    "twice": lazy_gettext("二重に付与した"),
    "wrong-person": lazy_gettext("違う人に付与した"),
    "too-many": lazy_gettext("付与が多すぎた"),
    "wrong-amount": lazy_gettext("会計の金額を間違えた"),
    "paid-twice": lazy_gettext("二重に支払われた"),
    "goods-returned": lazy_gettext("返品・取りやめ"),
}
#: word → label, kind of tag
CORRECTION_STATES = {
    "requested": (lazy_gettext("承認待ち"), "info"),
    "approved": (lazy_gettext("承認済み"), "good"),
    "refused": (lazy_gettext("却下"), "bad"),
    "withdrawn": (lazy_gettext("取り下げ"), "neutral"),
}
_AT_APPROVAL = {
    "points-insufficient": lazy_gettext(
        "この人に残っているのは%(available)sポイントだけなので、取り消せません。依頼はそのまま残っています。"
    ),
    "points-account-not-found": lazy_gettext("この人は口座を閉じたため、訂正できません。却下してください。"),
}


def told_at_approval(refusal: Refused) -> str | None:
    """Why a correction cannot be approved now."""
    found = _AT_APPROVAL.get(refusal.code)
    if found is None:
        return refusal_sentence(refusal)
    facts: dict[str, Any] = {
        name: f"{value:,}" if isinstance(value, int) else value for name, value in refusal.facts.items()
    }
    return str(found) % facts if "%(" in str(found) else str(found)


def about_in_words(about: str) -> str:
    """A correction of the audit list, as `about_correction` keeps it."""
    kind, _blank, points = about.partition(" ")
    return f"{CORRECTION_KINDS[kind]} {points}" if kind in CORRECTION_KINDS else about

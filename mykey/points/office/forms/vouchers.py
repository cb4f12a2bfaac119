"""The form of a municipality's vouchers."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import TextAreaField, ValidationError
from wtforms.validators import Optional

from mykey.points.acts.vouchers.set_voucher_rules import MOST_FACE, VoucherRules
from mykey.points.amounts import read_amount
from mykey.points.office.forms.fields import CountField
from mykey.points.office.words import amount_sentence
from mykey.points.refusals import AmountRefused

__all__ = ["VoucherRulesForm"]

_MOST_TYPED = 1000


class FacesField(TextAreaField):  # type: ignore[misc] # wtforms has no types
    """Face values, one a line; `faces` has them once the field is validated."""

    faces: tuple[int, ...] = ()

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - wtforms' signature
        """Read the points of each line that has any."""
        typed = str(self.data or "")
        if len(typed) > _MOST_TYPED:
            raise ValidationError(_("長すぎます。"))
        try:
            self.faces = tuple(read_amount(line, MOST_FACE) for line in typed.splitlines() if line.strip())
        except AmountRefused as refusal:
            sentence = amount_sentence(str(refusal.facts["reason"]), MOST_FACE)
            raise ValidationError(sentence) from None


class VoucherRulesForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """For how long vouchers are good, and their face values."""

    voucher_days = CountField(
        lazy_gettext("使える日数"),
        [Optional()],
        description=lazy_gettext(
            "発行した日から数えて何日後まで使えるかです（1から366）。"
            "もとのポイントの期限が先に来るときは、その日までです。発行しないときは空欄にします。"
        ),
    )
    voucher_faces = FacesField(
        lazy_gettext("額面（ポイント）"),
        description=lazy_gettext("1行に1つ、10種類まで入力します。1枚は100,000ポイントまでです。"),
    )

    @classmethod
    def of(cls, rules: VoucherRules) -> VoucherRulesForm:
        """The form filled with what is kept."""
        kept = {"voucher_days": rules.days, "voucher_faces": "\n".join(map(str, rules.faces))}
        return cls(data=kept)

"""Forms of corrections: by points number, and by a shop's receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from mykey.points.acts.add_event import EventLine
from mykey.points.acts.add_shop import ShopLine
from mykey.points.acts.settlement.request_correction import CORRECTION_REASONS, CorrectionWanted
from mykey.points.models.office_work import CorrectionKind
from mykey.points.office.correction_words import CORRECTION_KINDS
from mykey.points.office.correction_words import CORRECTION_REASONS as REASON_WORDS
from mykey.points.office.forms.fields import ActForm, CountField, PointsField
from mykey.points.office.forms.grant import MUNICIPALITY, event_of

__all__ = ["ByNumberForm", "ByReceiptForm"]

#: A shop's running number is a whole number of 31 bits.
DIGITS_OF_A_RECEIPT = 9

_CHOOSE = lazy_gettext("一覧から選んでください。")


def _what_field(kinds: Sequence[str]) -> RadioField:
    """Kind and reason in one choice, as kind.reason."""
    several = len(kinds) > 1
    return RadioField(
        lazy_gettext("訂正の内容") if several else lazy_gettext("理由"),
        [InputRequired(_CHOOSE)],
        choices=[
            SelectChoice(
                f"{kind}.{reason}",
                lazy_gettext("%(what)s（%(why)s）", what=CORRECTION_KINDS[kind], why=REASON_WORDS[reason])
                if several
                else REASON_WORDS[reason],
            )
            for kind in kinds
            for reason in CORRECTION_REASONS[kind]
        ],
        invalid_choice_message=_CHOOSE,
    )


class ByNumberForm(ActForm):
    """Whose points number, what, how much, in which account."""

    number = StringField(
        lazy_gettext("ポイント番号"),
        [
            InputRequired(lazy_gettext("ポイント番号を入力してください。")),
            Length(max=60, message=lazy_gettext("長すぎます。")),
        ],
        description=lazy_gettext("市民の方の画面に出る11桁の番号です（例：1234-5678-903）。"),
    )
    what = _what_field([CorrectionKind.GIVE, CorrectionKind.TAKE_BACK])
    points = PointsField(lazy_gettext("ポイント数"))
    target = RadioField(
        lazy_gettext("どの口座のポイントか"),
        [InputRequired(_CHOOSE)],
        choices=[],
        invalid_choice_message=_CHOOSE,
    )

    def offer(self, programme_name: str, events: Iterable[EventLine]) -> None:
        """The municipality's own account, and those of events that are open; the only one is chosen."""
        self.target.choices = [
            SelectChoice(MUNICIPALITY, programme_name),
            *(SelectChoice(str(one.event_id), one.details.event_name) for one in events),
        ]
        if len(self.target.choices) == 1 and not self.target.data:
            self.target.data = MUNICIPALITY

    def wanted(self) -> CorrectionWanted:
        """What was typed, for the act. Call it once the form is valid."""
        kind, reason = self.what.data.split(".")
        return CorrectionWanted(
            kind, self.points.points, reason, number=self.number.data, event_id=event_of(self.target)
        )


class ByReceiptForm(ActForm):
    """Which receipt of which shop, how much of it, why."""

    shop = SelectField(
        lazy_gettext("店舗・施設"), [InputRequired(_CHOOSE)], choices=[], invalid_choice_message=_CHOOSE
    )
    receipt_number = CountField(
        lazy_gettext("レシートの番号"),
        [InputRequired(lazy_gettext("レシートの番号を入力してください。"))],
        digits=DIGITS_OF_A_RECEIPT,
    )
    points = PointsField(
        lazy_gettext("返すポイント数"),
        description=lazy_gettext("支払いの全部でも一部でもかまいません。"),
    )
    what = _what_field([CorrectionKind.FROM_SHOP])

    def offer(self, shops: Iterable[ShopLine]) -> None:
        """All shops, closed ones too."""
        self.shop.choices = [
            SelectChoice("", lazy_gettext("選んでください")),
            *(SelectChoice(str(one.shop_id), one.name) for one in shops),
        ]

    def wanted(self) -> CorrectionWanted:
        """What was typed, for the act. Call it once the form is valid."""
        kind, reason = self.what.data.split(".")
        return CorrectionWanted(
            kind,
            self.points.points,
            reason,
            shop_id=UUID(self.shop.data),
            receipt_number=self.receipt_number.data,
        )

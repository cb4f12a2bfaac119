"""The form of a programme."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from mykey.points.acts.edit_programme import ProgrammeDetails
from mykey.points.ledger.post import MOST_POINTS
from mykey.points.models.programmes import ExpiryRule
from mykey.points.office.forms.fields import CountField, DayField, PointsField

__all__ = ["NewProgrammeForm", "ProgrammeForm"]

_MOST_TYPED = 200
_TOO_LONG = lazy_gettext("長すぎます。")
_CHOOSE = lazy_gettext("一覧から選んでください。")


class ProgrammeForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """What a municipality decides."""

    programme_name = StringField(
        lazy_gettext("事業の名前"),
        [
            InputRequired(lazy_gettext("名前を入力してください。")),
            Length(max=_MOST_TYPED, message=_TOO_LONG),
        ],
        description=lazy_gettext("市民の方にそのまま見える名前です（60文字まで）。"),
    )
    opens_on = DayField(
        lazy_gettext("最初の日"), [InputRequired(lazy_gettext("最初の日を入力してください。"))]
    )
    closes_on = DayField(
        lazy_gettext("最後の日"), [Optional()], description=lazy_gettext("決まっていなければ空欄にします。")
    )
    expiry_rule = RadioField(
        lazy_gettext("ポイントの期限"),
        [InputRequired(_CHOOSE)],
        choices=[
            SelectChoice(ExpiryRule.MONTHS, lazy_gettext("付与から決まった月数で終わる")),
            SelectChoice(ExpiryRule.YEARLY_DAY, lazy_gettext("毎年決まった日に終わる")),
        ],
        default=ExpiryRule.MONTHS,
        invalid_choice_message=_CHOOSE,
    )
    expiry_months = CountField(
        lazy_gettext("付与からの月数"),
        [Optional()],
        default=12,
        description=lazy_gettext("「月数で終わる」を選んだときに使います（1から120）。"),
    )
    expiry_month = CountField(
        lazy_gettext("毎年終わる月"),
        [Optional()],
        description=lazy_gettext("「決まった日に終わる」を選んだときに使います（1から12）。"),
    )
    expiry_day = CountField(
        lazy_gettext("毎年終わる日"),
        [Optional()],
        description=lazy_gettext(
            "「決まった日に終わる」を選んだときに使います。付与から1か月より近いときは、次の年の日になります。"
        ),
    )
    most_a_grant = PointsField(lazy_gettext("1回に付与できる上限（ポイント）"))
    most_a_person = PointsField(
        lazy_gettext("1人に年度内に付与できる上限（ポイント）"),
        most=MOST_POINTS,
        description=lazy_gettext("4月から翌年3月までの合計です。イベントの付与も数えます。"),
    )

    def details(self) -> ProgrammeDetails:
        """What was typed, for the act. Call it once the form is valid."""
        return ProgrammeDetails(
            programme_name=self.programme_name.data,
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            expiry_rule=self.expiry_rule.data,
            expiry_months=self.expiry_months.data,
            expiry_month=self.expiry_month.data,
            expiry_day=self.expiry_day.data,
            most_a_grant=self.most_a_grant.points,
            most_a_person=self.most_a_person.points,
        )

    @classmethod
    def of(cls, details: ProgrammeDetails) -> ProgrammeForm:
        """The form filled with what is kept."""
        kept: dict[str, Any] = dict(vars(details))
        return cls(data=kept)


class NewProgrammeForm(ProgrammeForm):
    """The same, and for whom."""

    municipality_code = StringField(
        lazy_gettext("全国地方公共団体コード"),
        [
            InputRequired(lazy_gettext("6桁のコードを入力してください。")),
            Length(max=_MOST_TYPED, message=_TOO_LONG),
        ],
        description=lazy_gettext("6桁（例：141305）"),
    )

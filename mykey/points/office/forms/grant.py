"""Forms of grants, one by one and by file, and of the reserve."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from mykey.points.acts.grant_by_number import GrantWanted
from mykey.points.acts.list_targets import Target
from mykey.points.office.forms.fields import ActForm, PointsField

__all__ = ["BulkConfirmForm", "BulkForm", "GrantForm", "ReserveForm", "event_of", "offer_targets"]

MUNICIPALITY = "municipality"
_CHOOSE = lazy_gettext("一覧から選んでください。")


def _number_field() -> StringField:
    return StringField(
        lazy_gettext("ポイント番号"),
        [
            InputRequired(lazy_gettext("ポイント番号を入力してください。")),
            Length(max=60, message=lazy_gettext("長すぎます。")),
        ],
        description=lazy_gettext("市民の方の画面に出る11桁の番号です（例：1234-5678-903）。"),
    )


def _target_field() -> RadioField:
    return RadioField(
        lazy_gettext("付与先"), [InputRequired(_CHOOSE)], choices=[], invalid_choice_message=_CHOOSE
    )


def offer_targets(field: RadioField, targets: Sequence[Target]) -> None:
    """Offer what is open today; the only one there is, is chosen already."""
    field.choices = [
        SelectChoice(MUNICIPALITY if one.event_id is None else str(one.event_id), one.name) for one in targets
    ]
    if len(targets) == 1 and not field.data:
        field.data = MUNICIPALITY


def event_of(field: RadioField) -> UUID | None:
    """The event that was chosen; None: the municipality's own account. The field has been validated."""
    return None if field.data == MUNICIPALITY else UUID(field.data)


class GrantForm(ActForm):
    """Who, how much, where to; `step` tells whether it was looked at already."""

    number = _number_field()
    points = PointsField(lazy_gettext("ポイント数"))
    target = _target_field()

    def wanted(self) -> GrantWanted:
        """What was typed, for the act."""
        return GrantWanted(self.number.data, self.points.points, event_of(self.target))


class ReserveForm(ActForm):
    """Who and how much."""

    number = _number_field()
    points = PointsField(lazy_gettext("ポイント数"))


class BulkForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A file of grants."""

    target = _target_field()
    file = FileField(
        lazy_gettext("付与のファイル"),
        [FileRequired(lazy_gettext("ファイルを選んでください。"))],
        description=lazy_gettext("CSV（UTF-8またはShift_JIS）、5,000行まで"),
    )


class BulkConfirmForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """The same rows, as they were read."""

    target = HiddenField(validators=[InputRequired()])
    rows = HiddenField(validators=[InputRequired()])

"""The form of a support event."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from mykey.points.acts.add_event import EventDetails
from mykey.points.office.forms.fields import DayField

__all__ = ["EventForm"]


class EventForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Name and term."""

    event_name = StringField(
        lazy_gettext("イベントの名前"),
        [
            InputRequired(lazy_gettext("名前を入力してください。")),
            Length(max=200, message=lazy_gettext("長すぎます。")),
        ],
        description=lazy_gettext("市民の方にそのまま見える名前です（60文字まで）。"),
    )
    event_opens_on = DayField(
        lazy_gettext("最初の日"), [InputRequired(lazy_gettext("最初の日を入力してください。"))]
    )
    event_closes_on = DayField(
        lazy_gettext("最後の日"),
        [InputRequired(lazy_gettext("最後の日を入力してください。"))],
        description=lazy_gettext("イベントのポイントは、この日で終わります。"),
    )

    def details(self) -> EventDetails:
        """What was typed, for the act. Call it once the form is valid."""
        return EventDetails(self.event_name.data, self.event_opens_on.data, self.event_closes_on.data)

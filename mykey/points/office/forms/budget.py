"""The form of a budget."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mykey.points.acts.settlement.set_budget import MOST_BUDGET
from mykey.points.office.forms.fields import PointsField

__all__ = ["BudgetForm"]

_CHOOSE = lazy_gettext("一覧から選んでください。")


class BudgetForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Which fiscal year, and how much."""

    fiscal_year = RadioField(
        lazy_gettext("年度"), [InputRequired(_CHOOSE)], choices=[], invalid_choice_message=_CHOOSE
    )
    points = PointsField(
        lazy_gettext("予算（ポイント）"),
        most=MOST_BUDGET,
        description=lazy_gettext("その年度に付与できる合計です。あとから増やすことも減らすこともできます。"),
    )

    def offer(self, this_year: int) -> None:
        """This fiscal year and the next."""
        self.fiscal_year.choices = [
            SelectChoice(str(year), lazy_gettext("%(year)s年度", year=year))
            for year in (this_year, this_year + 1)
        ]
        self.fiscal_year.data = self.fiscal_year.data or str(this_year)

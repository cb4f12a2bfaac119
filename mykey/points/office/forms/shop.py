"""Forms of shops and tills."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from mykey.points.acts.add_shop import LIBRARY, ShopLine
from mykey.points.acts.shop_details import ShopTyped
from mykey.points.office.forms.fields import ActForm
from mykey.points.office.words import SHOP_CATEGORIES, TILL_KINDS

__all__ = ["ConfirmForm", "ShopFileConfirmForm", "ShopFileForm", "ShopForm", "TillForm"]

_CHOOSE = lazy_gettext("一覧から選んでください。")
_NAME = [
    InputRequired(lazy_gettext("名前を入力してください。")),
    Length(max=200, message=lazy_gettext("長すぎます。")),
]


_LINE = [Length(max=600, message=lazy_gettext("長すぎます。"))]


class ConfirmForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Nothing but the button."""


class ShopForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A shop's name and category, and what the public reads of it; nothing is preset."""

    shop_name = StringField(
        lazy_gettext("店舗・施設の名前"),
        _NAME,
        description=lazy_gettext("レシートや市民の方の履歴に出る名前です（60文字まで）。"),
    )
    no_library = BooleanField(lazy_gettext("図書館ではありません"))
    shop_category = SelectField(
        lazy_gettext("区分"),
        [InputRequired(_CHOOSE)],
        choices=[
            SelectChoice("", lazy_gettext("選んでください")),
            *(SelectChoice(word, text) for word, text in SHOP_CATEGORIES.items()),
            SelectChoice(LIBRARY, lazy_gettext("図書館（登録できません）")),
        ],
        default="",
        invalid_choice_message=_CHOOSE,
    )
    shop_address = StringField(
        lazy_gettext("住所"), _LINE, description=lazy_gettext("例：川崎区見本町1-1（100文字まで）")
    )
    goods_sold = StringField(
        lazy_gettext("取扱品"),
        _LINE,
        description=lazy_gettext("売っている物や、受けられるサービスです（200文字まで）。例：野菜、果物、米"),
    )
    opening_hours = StringField(
        lazy_gettext("営業時間"),
        _LINE,
        description=lazy_gettext("例：10時から19時、水曜日は休み（100文字まで）"),
    )
    latitude = StringField(
        lazy_gettext("緯度"),
        _LINE,
        description=lazy_gettext(
            "地図に点で示すための位置です。例：35.5308。"
            "地図のサイトから写した「35.5308, 139.7029」を、ここにそのまま入れてもかまいません。"
        ),
    )
    longitude = StringField(lazy_gettext("経度"), _LINE, description=lazy_gettext("例：139.7029"))

    def typed(self) -> ShopTyped:
        """What was typed, for the acts."""
        return ShopTyped(
            name=self.shop_name.data,
            category=self.shop_category.data,
            address=self.shop_address.data or "",
            goods=self.goods_sold.data or "",
            hours=self.opening_hours.data or "",
            latitude=self.latitude.data or "",
            longitude=self.longitude.data or "",
            no_library=bool(self.no_library.data),
        )

    def show(self, shop: ShopLine) -> None:
        """Fill the fields with what is kept."""
        self.shop_name.data = shop.name
        self.shop_category.data = shop.category
        self.shop_address.data = shop.address
        self.goods_sold.data = shop.goods
        self.opening_hours.data = shop.hours
        if shop.position is not None:
            self.latitude.data = shop.position.latitude
            self.longitude.data = shop.position.longitude


class ShopFileForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A file of shops."""

    file = FileField(
        lazy_gettext("店舗のファイル"),
        [FileRequired(lazy_gettext("ファイルを選んでください。"))],
        description=lazy_gettext("CSV（UTF-8またはShift_JIS）、2,000行まで"),
    )


class ShopFileConfirmForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """The same rows, as they were read."""

    rows = HiddenField(validators=[InputRequired()])


class TillForm(ActForm):
    """A new till."""

    till_name = StringField(
        lazy_gettext("レジの名前"),
        _NAME,
        description=lazy_gettext("店舗での呼び名です（40文字まで）。例：1番レジ"),
    )
    till_kind = RadioField(
        lazy_gettext("レジの種類"),
        [InputRequired(_CHOOSE)],
        choices=[SelectChoice(word, text) for word, text in TILL_KINDS.items()],
        invalid_choice_message=_CHOOSE,
    )

"""The forms of a partner company and of its rates."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from mykey.points.acts.partners.add_partner import LinkTyped, PartnerTyped
from mykey.points.acts.partners.set_rate import MOST_UNITS, RateTyped
from mykey.points.office.forms.fields import DayField, PointsField

__all__ = ["PartnerForm", "RateForm"]

_SHAPE = [Length(max=1000, message=lazy_gettext("長すぎます。"))]
_NEEDED = [InputRequired(lazy_gettext("入力してください。")), *_SHAPE]


class PartnerForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """What the operator knows of a company. The client secret is written and never shown."""

    partner_name = StringField(
        lazy_gettext("会社の名前"),
        _NEEDED,
        description=lazy_gettext("市民の方にそのまま見える名前です（60文字まで）。"),
    )
    partner_about = StringField(
        lazy_gettext("何のポイントか"),
        _NEEDED,
        description=lazy_gettext("市民の方にそのまま見えます（200文字まで）。例：見本カードの利用ポイント"),
    )
    partner_key = StringField(
        lazy_gettext("会社の公開鍵"),
        _SHAPE,
        description=lazy_gettext("会社の署名を確かめる、Ed25519の公開鍵です（JWKかbase64url）。"),
    )
    takes_coupons = BooleanField(lazy_gettext("この会社のクーポンを受け付ける"))
    authorize_url = StringField(
        lazy_gettext("ログインの画面のアドレス"),
        _SHAPE,
        description=lazy_gettext("ID連携をしない会社では、ここから取引先名までを空欄にします。"),
    )
    token_url = StringField(lazy_gettext("トークンのアドレス"), _SHAPE)
    redeem_url = StringField(
        lazy_gettext("交換を頼むアドレス"),
        _SHAPE,
        description=lazy_gettext("取りやめは、このアドレスに /cancel を付けた所へ伝えます。"),
    )
    client_name = StringField(
        lazy_gettext("取引先名（client_id）"),
        _SHAPE,
        description=lazy_gettext("会社がこちらに付けた名前です。"),
    )
    client_secret = PasswordField(
        lazy_gettext("取引先の秘密（client secret）"),
        _SHAPE,
        description=lazy_gettext("入力した後は、表示できません。変えないときは空欄にします。"),
    )
    notice_url = StringField(
        lazy_gettext("使われたクーポンを知らせるアドレス"),
        _SHAPE,
        description=lazy_gettext("空欄のときは、照合のファイルだけで知らせます。"),
    )

    def typed(self) -> PartnerTyped:
        """What was typed, for the acts. Of an ID link there is all or nothing."""
        told = [self.authorize_url, self.token_url, self.redeem_url, self.client_name]
        authorize, token, redeem, name = ((field.data or "").strip() for field in told)
        has_link = any((authorize, token, redeem, name))
        link = LinkTyped(authorize, token, redeem, name, self.client_secret.data or "") if has_link else None
        return PartnerTyped(
            self.partner_name.data,
            self.partner_about.data,
            self.partner_key.data or "",
            link,
            (self.notice_url.data or "").strip(),
            bool(self.takes_coupons.data),
        )

    def show(self, kept: PartnerTyped) -> None:
        """Fill the fields with what is kept; the secret stays empty."""
        self.partner_name.data, self.partner_about.data = kept.name, kept.about
        self.partner_key.data, self.takes_coupons.data = kept.key, kept.takes_coupons
        self.notice_url.data = kept.notice_url
        if kept.link is not None:
            self.authorize_url.data, self.token_url.data = kept.link.authorize_url, kept.link.token_url
            self.redeem_url.data, self.client_name.data = kept.link.redeem_url, kept.link.client_name


class RateForm(FlaskForm):  # type: ignore[misc] # as above
    """From which day on so many of the company's points become so many here."""

    rate_from = DayField(
        lazy_gettext("始まる日"), [InputRequired(lazy_gettext("始まる日を入力してください。"))]
    )
    rate_units = PointsField(lazy_gettext("会社のポイントが、いくつで"), most=MOST_UNITS)
    rate_points = PointsField(lazy_gettext("何ポイントになるか"), most=MOST_UNITS)
    units_least = PointsField(lazy_gettext("一度の最少（会社のポイント）"), most=MOST_UNITS)
    units_step = PointsField(lazy_gettext("刻み（会社のポイント）"), most=MOST_UNITS)
    units_most = PointsField(lazy_gettext("一度の最多（会社のポイント）"), most=MOST_UNITS)

    def typed(self) -> RateTyped:
        """What was typed, for the act. Call it once the form is valid."""
        return RateTyped(
            self.rate_from.data,
            self.rate_units.points,
            self.rate_points.points,
            self.units_least.points,
            self.units_step.points,
            self.units_most.points,
        )

"""The portal's forms. They judge shape only; what needs the database or the card is a use case's."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

__all__ = ["ConsentForm", "OwnChoiceForm", "PlainForm", "RegistrationForm", "SignInForm"]

_TOO_LONG = lazy_gettext("長すぎます。")


class PlainForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A button and its token."""


class ConsentForm(FlaskForm):  # type: ignore[misc] # as above
    """Two consents, asked one by one."""

    terms = BooleanField(
        lazy_gettext("利用規約に同意します"), [InputRequired(lazy_gettext("利用規約への同意が必要です。"))]
    )
    certificate = BooleanField(
        lazy_gettext("カードの電子証明書の番号と有効期限を登録することに同意します"),
        [InputRequired(lazy_gettext("電子証明書の番号と有効期限の登録への同意が必要です。"))],
    )


class OwnChoiceForm(FlaskForm):  # type: ignore[misc] # as above
    """A MyKey ID of the citizen's own choice."""

    mykey_id = StringField(
        lazy_gettext("希望するマイキーID"),
        [
            InputRequired(lazy_gettext("希望するマイキーIDを入力してください。")),
            Length(max=100, message=_TOO_LONG),
        ],
        description=lazy_gettext("英字（A～Z）と数字で8文字。小文字や全角で入力してもかまいません。"),
    )


class RegistrationForm(FlaskForm):  # type: ignore[misc] # as above
    """Password, and on wish a mail address and notices."""

    password = PasswordField(
        lazy_gettext("パスワード"),
        [InputRequired(lazy_gettext("パスワードを入力してください。")), Length(max=500, message=_TOO_LONG)],
        description=lazy_gettext("8文字以上64文字以内。文字の種類は自由です。長い言葉のほうが安全です。"),
    )
    password_again = PasswordField(
        lazy_gettext("パスワード（もう一度）"),
        [
            InputRequired(lazy_gettext("同じパスワードをもう一度入力してください。")),
            Length(max=500, message=_TOO_LONG),
        ],
    )
    mail = StringField(
        lazy_gettext("メールアドレス"),
        [Length(max=300, message=_TOO_LONG)],
        description=lazy_gettext(
            "書くと、登録の完了と、番号のひもづけ・解除をメールでお知らせします。なくても登録できます。"
        ),
    )
    mail_again = StringField(lazy_gettext("メールアドレス（もう一度）"), [Length(max=300, message=_TOO_LONG)])
    notice_of_password = BooleanField(lazy_gettext("パスワードが変わったとき"))
    notice_of_mykey_id = BooleanField(lazy_gettext("マイキーIDが変わったとき・失効したとき"))


class SignInForm(FlaskForm):  # type: ignore[misc] # as above
    """MyKey ID and password."""

    mykey_id = StringField(
        lazy_gettext("マイキーID"),
        [InputRequired(lazy_gettext("マイキーIDを入力してください。")), Length(max=100, message=_TOO_LONG)],
        description=lazy_gettext("英字と数字で8文字。小文字や全角で入力してもかまいません。"),
    )
    password = PasswordField(
        lazy_gettext("パスワード"),
        [InputRequired(lazy_gettext("パスワードを入力してください。")), Length(max=500, message=_TOO_LONG)],
    )

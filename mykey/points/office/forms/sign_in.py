"""The sign-in form."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

__all__ = ["SignInForm"]


class SignInForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Login, password, code."""

    login = StringField(
        lazy_gettext("ログイン名"),
        [
            InputRequired(lazy_gettext("ログイン名を入力してください。")),
            Length(max=100, message=lazy_gettext("長すぎます。")),
        ],
    )
    password = PasswordField(
        lazy_gettext("パスワード"),
        [
            InputRequired(lazy_gettext("パスワードを入力してください。")),
            Length(max=500, message=lazy_gettext("長すぎます。")),
        ],
    )
    code = StringField(
        lazy_gettext("確認コード"),
        [
            InputRequired(lazy_gettext("認証アプリに表示されている6桁の確認コードを入力してください。")),
            Length(max=20, message=lazy_gettext("確認コードは6桁の数字です。")),
        ],
        description=lazy_gettext("認証アプリに表示されている6桁の数字"),
    )

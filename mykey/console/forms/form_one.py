"""Forms around Form I and Form II."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

__all__ = ["ConfirmForm", "FormTwoForm", "RejectForm", "UploadForm"]


class ConfirmForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Nothing but the button."""


class UploadForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A filled-in Form I."""

    file = FileField(
        lazy_gettext("様式Ⅰのファイル"),
        [FileRequired(lazy_gettext("様式Ⅰのファイルを選んでください。"))],
        description=lazy_gettext("Excelブック（.xlsx）か、CSV（UTF-8またはShift_JIS）"),
    )


class RejectForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Why a Form I goes back."""

    reason = TextAreaField(
        lazy_gettext("差戻しの理由"),
        [
            InputRequired(lazy_gettext("理由を入力してください。自治体の担当者が読みます。")),
            Length(max=500, message=lazy_gettext("理由は500文字までで入力してください。")),
        ],
        description=lazy_gettext("どこをどう直せばよいかを書いてください。"),
    )


class FormTwoForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """In which format Form II is wanted."""

    file_format = RadioField(
        lazy_gettext("ファイルの形式"),
        [InputRequired(lazy_gettext("ファイルの形式を選んでください。"))],
        choices=[
            SelectChoice("xlsx", lazy_gettext("Excelブック（.xlsx）")),
            SelectChoice("csv-utf-8", lazy_gettext("CSV（UTF-8）")),
            SelectChoice("csv-shift-jis", lazy_gettext("CSV（Shift_JIS）")),
        ],
        default="xlsx",
        invalid_choice_message=lazy_gettext("ファイルの形式を選んでください。"),
    )

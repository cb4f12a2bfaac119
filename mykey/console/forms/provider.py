"""The form of a provider of service IDs."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from mykey.console import words
from mykey.kernel.errors import Refused
from mykey.models.providers import Provider
from mykey.services.number_rules import normalise_number
from mykey.services.provider_rules import LONGEST_GRACE, LONGEST_NUMBER, ProviderDetails

__all__ = ["ProviderForm", "add_errors"]

#: member and reason → what to do
_REASONS = {
    "text-missing": lazy_gettext("事業者名を入力してください。"),
    "text-too-long": lazy_gettext("事業者名は100文字までです。"),
    "text-characters": lazy_gettext(
        "事業者名に、改行や目に見えない文字が入っています。入力し直してください。"
    ),
    "unknown": lazy_gettext("一覧から選んでください。"),
    "length": lazy_gettext("桁数は、最短が1以上、最長が最短以上で20以下になるように入力してください。"),
    "prefix-too-long": lazy_gettext("先頭の文字は、最短の桁数より短くしてください。"),
    "prefix-characters": lazy_gettext(
        "先頭の文字に使えるのは数字です（英字は「英字を使う」を選んだときだけ）。"
    ),
    "check-digit-with-letters": lazy_gettext("英字を使う番号に、検査数字は設定できません。"),
    "check-digit-alone": lazy_gettext("検査数字があるときは、桁数を2以上にしてください。"),
    "nw7-with-letters": lazy_gettext("NW-7では英字を表せません。Code 39かCode 128を選んでください。"),
    "start-stop": lazy_gettext("スタート・ストップ文字は、AからDの2文字で入力してください（例：AA）。"),
    "grace": lazy_gettext("0から168までの時間数を入力してください。"),
    "name-taken": lazy_gettext("この自治体には、同じ名前の事業者があります。"),
    "code-unknown": lazy_gettext("この全国地方公共団体コードはありません。6桁を確かめてください。"),
}


#: said where a length lies outside
LENGTHS = lazy_gettext("1から20までです。")


def _half_width(text: str | None) -> str | None:
    return None if text is None else normalise_number(text)


def _select(label: Any, labels: dict[str, Any], default: str) -> SelectField:
    choices = [SelectChoice(value, text) for value, text in labels.items()]
    missing = lazy_gettext("一覧から選んでください。")
    return SelectField(
        label, [InputRequired(missing)], choices=choices, default=default, invalid_choice_message=missing
    )


class ProviderForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Every detail; `services.provider_rules` judges what belongs together."""

    municipality_code = StringField(
        lazy_gettext("全国地方公共団体コード"),
        [InputRequired(lazy_gettext("6桁のコードを入力してください。"))],
        filters=[_half_width],
        description=lazy_gettext("6桁（例：141305）"),
    )
    name = StringField(
        lazy_gettext("ID付与事業者名"),
        [
            InputRequired(lazy_gettext("事業者名を入力してください。")),
            Length(max=200, message=lazy_gettext("長すぎます。")),
        ],
        description=lazy_gettext("様式Ⅰに書かれるとおりに入力してください。"),
    )
    kind = _select(lazy_gettext("事業者の種類"), words.PROVIDER_KINDS, "library")
    min_length = IntegerField(
        lazy_gettext("番号の最短の桁数"),
        [InputRequired(lazy_gettext("数字を入力してください。")), NumberRange(1, LONGEST_NUMBER, LENGTHS)],
        default=8,
        description=lazy_gettext("検査数字も数えます。"),
    )
    max_length = IntegerField(
        lazy_gettext("番号の最長の桁数"),
        [InputRequired(lazy_gettext("数字を入力してください。")), NumberRange(1, LONGEST_NUMBER, LENGTHS)],
        default=8,
        description=lazy_gettext("いつも同じ桁数なら、最短と同じ数にします。"),
    )
    prefix = StringField(
        lazy_gettext("先頭の文字"),
        [Length(max=20, message=lazy_gettext("20文字までです。"))],
        filters=[_half_width],
        description=lazy_gettext("すべての番号が同じ数字で始まるとき（例：18）。なければ空欄。"),
    )
    letters = BooleanField(lazy_gettext("番号に英字（AからZ）を使う"))
    check_digit = _select(lazy_gettext("検査数字"), words.CHECK_DIGITS, "none")
    hand_over = _select(lazy_gettext("番号の渡し方"), words.HAND_OVERS, "number")
    symbology = _select(lazy_gettext("バーコードの種類"), words.SYMBOLOGIES, "nw7")
    start_stop = StringField(
        lazy_gettext("NW-7のスタート・ストップ文字"),
        filters=[_half_width],
        default="AA",
        description=lazy_gettext("AからDの2文字（例：AA）。NW-7のときだけ使います。"),
    )
    minimum_assurance = _select(lazy_gettext("照会に必要な確認"), words.ASSURANCES, "touched")
    grace_hours = IntegerField(
        lazy_gettext("失効情報の猶予（時間）"),
        [
            InputRequired(lazy_gettext("数字を入力してください。")),
            NumberRange(0, LONGEST_GRACE, lazy_gettext("0から168までの時間数を入力してください。")),
        ],
        default=24,
        description=lazy_gettext("失効情報が届かないとき、照会に古い情報を使ってよい時間です。"),
    )

    def details(self, name: str | None = None) -> ProviderDetails:
        """What was typed, for the service."""
        return ProviderDetails(
            name=name if name is not None else self.name.data,
            kind=self.kind.data,
            min_length=self.min_length.data,
            max_length=self.max_length.data,
            letters=self.letters.data,
            prefix=self.prefix.data or "",
            check_digit=self.check_digit.data,
            hand_over=self.hand_over.data,
            symbology=self.symbology.data,
            start_stop=self.start_stop.data or "",
            minimum_assurance=self.minimum_assurance.data,
            grace_hours=self.grace_hours.data,
        )

    @classmethod
    def of(cls, provider: Provider) -> ProviderForm:
        """The form filled with what is kept."""
        return cls(obj=provider)


def add_errors(form: ProviderForm, refusal: Refused) -> None:
    """Put a service's refusal beside the fields that it is about."""
    told = refusal.facts.get("errors")
    if not isinstance(told, list):
        member = "municipality_code" if refusal.code == "municipality-unknown" else "name"
        reason = "code-unknown" if refusal.code == "municipality-unknown" else "name-taken"
        told = [{"member": member, "reason": reason}]
    for error in told:
        field = form[error["member"]]
        field.errors = [*field.errors, str(_REASONS[error["reason"]]) or _("入力を確かめてください。")]

"""A link on its way: what the clerk entered, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, ValidationError

from desk.handover.number import number_from_typing
from desk.terminal.forms import CounterForm
from desk.terminal.my_number import could_be_my_number

__all__ = ["LinkDraft", "LinkForm", "Linked"]


@dataclass(frozen=True)
class LinkDraft:
    """Entered and not yet made.

    `replaces` is a number of this person that the new one takes the place of; `in_doubt` says that an earlier
    try was sent and no answer came.
    """

    number: str = field(repr=False)
    change_notice: bool
    provider_name: str
    correcting: bool = False
    replaces: str | None = field(default=None, repr=False)
    in_doubt: bool = False

    @property
    def could_be_my_number(self) -> bool:
        """Whether the clerk is asked to look once more."""
        return could_be_my_number(self.number)

    def typed(self) -> dict[str, str]:
        """For filling the form again."""
        return {
            "number": self.number,
            "number_again": self.number,
            "change_notice": "yes" if self.change_notice else "no",
        }


@dataclass(frozen=True)
class Linked:
    """Screen 24."""

    number: str = field(repr=False)
    provider_name: str
    change_notice: bool


class LinkForm(CounterForm):
    """Number twice, change notice yes or no with nothing preset (privacy.md, P11 and P21)."""

    number = StringField(
        lazy_gettext("利用カード番号（サービスID）"),
        [InputRequired(lazy_gettext("利用カード番号を入力してください。"))],
        description=lazy_gettext("利用カードの番号を入力するか、バーコードリーダーで読み取ってください。"),
    )
    number_again = StringField(
        lazy_gettext("利用カード番号（もう一度）"),
        [InputRequired(lazy_gettext("利用カード番号を、もう一度入力するか読み取ってください。"))],
        description=lazy_gettext("まちがいを防ぐため、もう一度入力するか読み取ってください。"),
    )
    change_notice = RadioField(
        lazy_gettext("現住所の変更通知"),
        [InputRequired(lazy_gettext("「はい」か「いいえ」を、利用者に聞いて選んでください。"))],
        choices=[SelectChoice("yes", lazy_gettext("はい")), SelectChoice("no", lazy_gettext("いいえ"))],
    )

    def validate_number(self, typed: StringField) -> None:
        """Something must be left when spaces and hyphens are gone."""
        if not number_from_typing(typed.data):
            raise ValidationError(lazy_gettext("利用カード番号を入力してください。"))

    def validate_number_again(self, typed: StringField) -> None:
        """Both mean the same number."""
        if number_from_typing(typed.data) != number_from_typing(self.number.data or ""):
            raise ValidationError(lazy_gettext("2つの番号が違います。利用カードと見比べてください。"))

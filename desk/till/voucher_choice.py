"""How many vouchers of which face value, and from which purse where there is a choice."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired

from desk.platform.till import Purse
from desk.platform.voucher_answers import Faces
from desk.terminal.forms import CounterForm
from desk.till.amounts import points_in_words

__all__ = ["VoucherChoice"]

_MOST_TYPED = 20


class VoucherChoice(CounterForm):
    """One field for each face value; nothing is preset. Made by `of`."""

    purse = RadioField(
        lazy_gettext("どのポイントを使いますか"),
        [InputRequired(lazy_gettext("どのポイントを使うかを、利用者に聞いて選んでください。"))],
        choices=[],
    )
    faces: Faces
    filled: tuple[Purse, ...]

    @classmethod
    def of(cls, faces: Faces, purses: tuple[Purse, ...], typed: Any = None) -> VoucherChoice:
        """The form for these face values and purses, with what was typed if anything was."""
        names = {
            _name(value): StringField(_("%(points)sの券の枚数", points=points_in_words(value)))
            for value in faces.values
        }
        form: VoucherChoice = type("VoucherChoiceOfFaces", (cls,), names)(typed)
        form.faces = faces
        form.filled = tuple(each for each in purses if each.points > 0)
        if len(form.filled) > 1:
            form.purse.choices = [(each.purse, each.name) for each in form.filled]
        else:
            del form.purse
        return form

    @property
    def counts(self) -> list[Any]:
        """The fields of the face values."""
        return [self[_name(value)] for value in self.faces.values]

    def chosen(self) -> tuple[tuple[int, ...], Purse] | None:
        """The face values wanted, one for each voucher, and the purse; None where something is wrong."""
        purse = self._purse() if self.validate() else None
        faces: list[int] = []
        for value, field in zip(self.faces.values, self.counts, strict=True):
            count = self._count(field)
            if count is not None:
                faces += [value] * count
        if purse is None or any(field.errors for field in self.counts):
            return None
        first = self.counts[0]
        if not faces:
            first.errors = [_("枚数を入力してください。")]
        elif len(faces) > self.faces.most_at_once:
            first.errors = [
                _("一度に発行できるのは、合わせて%(most)s枚までです。", most=self.faces.most_at_once)
            ]
        elif sum(faces) > purse.points:
            first.errors = [
                _(
                    "残高より多くなります。使えるのは%(points)sまでです。",
                    points=points_in_words(purse.points),
                )
            ]
        else:
            return tuple(faces), purse
        return None

    def _purse(self) -> Purse | None:
        if "purse" in self:
            return next((each for each in self.filled if each.purse == self.purse.data), None)
        return self.filled[0] if self.filled else None

    def _count(self, field: Any) -> int | None:
        """Nothing typed is none; more than can be issued at once is told at the field."""
        plain = unicodedata.normalize("NFKC", str(field.data or "")[:_MOST_TYPED]).strip()
        if not plain:
            return 0
        if plain.isascii() and plain.isdigit() and int(plain) <= self.faces.most_at_once:
            return int(plain)
        most = self.faces.most_at_once
        field.errors = [_("0から%(most)sまでの枚数を、数字だけで入力してください。", most=most)]
        return None


def _name(value: int) -> str:
    return f"face_{value}"

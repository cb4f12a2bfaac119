"""Screen 10: who answers for this terminal. Nothing typed is lost when something is wrong."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from desk.browser.trouble import Trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.terminal.counter import Counter, Standing
from desk.terminal.forms import CounterForm
from desk.terminal.idempotency import key_for
from desk.terminal.trouble import platform_trouble

__all__ = ["add_contact"]

_POSTAL_CODE = re.compile(r"([0-9]{3})([0-9]{4})\Z")
_HYPHENS = re.compile(r"[\u2010-\u2015\u2043\u2212\u30fc]")
_MAX = 200


def _needed(label: str, description: str | None = None) -> StringField:
    return StringField(
        label,
        [
            InputRequired(lazy_gettext("入力してください。")),
            Length(max=_MAX, message=lazy_gettext("200文字までで入力してください。")),
        ],
        description=description or "",
    )


def _folded(typed: str) -> str:
    """Full-width digits, letters and hyphens as the telephone exchange and mail know them."""
    return _HYPHENS.sub("-", unicodedata.normalize("NFKC", typed)).strip()


class ContactForm(CounterForm):
    """The members of `PUT /v1/terminal/contact`, and the mail address twice."""

    place = _needed(
        lazy_gettext("設置場所"),
        lazy_gettext(
            "「マイキープラットフォーム等活用端末一覧（様式Ⅰ）」に記入されているものを入力してください。"
        ),
    )
    terminal_name = _needed(
        lazy_gettext("端末名"),
        lazy_gettext(
            "「マイキープラットフォーム等活用端末一覧（様式Ⅰ）」に記入されているものを入力してください。"
        ),
    )
    provider_id = SelectField(
        lazy_gettext("ID付与事業者名"),
        [InputRequired(lazy_gettext("ID付与事業者名を選んでください。"))],
        description=lazy_gettext("一覧から選択してください。"),
    )
    person_in_charge = _needed(lazy_gettext("担当者名"))
    organisation = _needed(lazy_gettext("所属組織"), lazy_gettext("所属する組織の情報を入力してください。"))
    postal_code = _needed(lazy_gettext("郵便番号"), lazy_gettext("例：210-0007"))
    address = _needed(lazy_gettext("住所"))
    telephone = _needed(lazy_gettext("電話番号"))
    email = _needed(lazy_gettext("メールアドレス"))
    email_again = _needed(
        lazy_gettext("メールアドレス（確認用）"),
        lazy_gettext("確認のためもう一度入力してください。（コピー・貼り付けはしないでください。）"),
    )

    def validate_postal_code(self, field: StringField) -> None:
        """Seven digits, with or without hyphen."""
        if _POSTAL_CODE.match(_folded(field.data).replace("-", "")) is None:
            raise ValidationError(lazy_gettext("郵便番号は7桁の数字です。"))

    def validate_email_again(self, field: StringField) -> None:
        """The same address twice."""
        if _folded(field.data) != _folded(self.email.data or ""):
            raise ValidationError(lazy_gettext("2つのメールアドレスが違います。"))

    def members(self) -> dict[str, Any]:
        """The body of the call."""
        plain = ("place", "terminal_name", "person_in_charge", "organisation", "address")
        body: dict[str, Any] = {name: self[name].data.strip() for name in plain}
        body |= {name: _folded(self[name].data) for name in ("telephone", "email")}
        code = _POSTAL_CODE.match(_folded(self.postal_code.data).replace("-", ""))
        body["postal_code"] = f"{code[1]}-{code[2]}" if code else ""
        if "provider_id" in self:
            body["provider_id"] = self.provider_id.data
        return body


def add_contact(pages: Blueprint, counter: Counter) -> None:
    """`/contact`."""

    def fitting_form(typed: MultiDict[str, str] | None, standing: Standing) -> ContactForm:
        known = {**standing.contact, "provider_id": standing.provider_id}
        known["email_again"] = ""
        form = ContactForm(typed) if typed is not None else ContactForm(data=known)
        if standing.kind == "service-id":
            offered = [
                SelectChoice(entry["provider_id"], entry["name"]) for entry in counter.platform().providers()
            ]
            form.provider_id.choices = [SelectChoice("", _("選択してください")), *offered]
        else:
            del form.provider_id
        return form

    @pages.get("/contact")
    def contact() -> str:
        standing = counter.standing(anew=True)
        form = fitting_form(None, standing)
        return render_template("terminal/contact.html", form=form, first=standing.state == "contact-required")

    @pages.post("/contact")
    def register_contact() -> Response | tuple[str, int]:
        try:
            standing = counter.standing()
            form = fitting_form(request.form, standing)
        except (PlatformRefused, PlatformSilent) as answer:
            # The pull-down cannot be filled now; what was typed comes back all the same.
            form = ContactForm(request.form)
            chosen = request.form.get("provider_id", "")
            form.provider_id.choices = [SelectChoice(chosen, chosen)]
            return _again(form, answer)
        if not form.validate():
            return render_template("terminal/contact.html", form=form, first=False), 422
        members = form.members()
        try:
            changed = counter.platform().register_contact(members, key_for(counter, "contact", members))
        except (PlatformRefused, PlatformSilent) as answer:
            return _again(form, answer)
        counter.visits.end(g.visitor)
        counter.stands(changed)
        return redirect(url_for("terminal.menu", done="contact"))


def _again(form: ContactForm, answer: PlatformRefused | PlatformSilent) -> tuple[str, int]:
    silent = isinstance(answer, PlatformSilent)
    trouble: Trouble | None = platform_trouble(answer)
    if isinstance(answer, PlatformRefused) and form.point_at(answer.problem.facts.get("errors")):
        trouble = None  # every reason stands at its field
    page = render_template("terminal/contact.html", form=form, first=False, trouble=trouble)
    return page, 503 if silent else 422

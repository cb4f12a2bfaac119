"""Notices by mail: to an address given and confirmed here, and only those that were chosen."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.ask_mail_address import ask_mail_address, forget_mail_address
from mykey.points.acts.choose_notices import choose_notices
from mykey.points.acts.confirm_mail_address import confirm_mail_address
from mykey.points.acts.tell_holder import Notice
from mykey.points.citizens.forms import CodeForm, MailForm, NoticesForm
from mykey.points.citizens.signed_in import holder_id, holder_needed
from mykey.points.citizens.workplace import say, settled, workplace
from mykey.points.holders import Choices, choices_of, open_holder_row
from mykey.points.refusals import MailAddressRefused, MailCodeWrong
from mykey.web.authentication import declare_authentication
from mykey.web.languages import language

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """For the holder alone."""
    blueprint = Blueprint("points_notices", __name__)
    declare_authentication(blueprint, holder_needed)
    blueprint.add_url_rule("/notices", "notices", notices, methods=["GET", "POST"])
    blueprint.add_url_rule("/notices/mail", "mail", mail, methods=["GET", "POST"])
    blueprint.add_url_rule("/notices/code", "code", code, methods=["GET", "POST"])
    blueprint.add_url_rule("/notices/mail/forget", "forget", forget, methods=["POST"])
    return blueprint


def notices() -> ResponseReturnValue:
    """The address, and which mails."""
    holder, kept = holder_id(), _choices()
    form = NoticesForm(
        notices=[word for word, wanted in kept.notices.items() if wanted], language=kept.language
    )
    if not form.validate_on_submit():
        page = render_template(
            "points/notices.html", form=form, mail=kept.mail, pending=kept.pending and kept.pending["mail"]
        )
        return page, 422 if form.errors else 200
    wanted = [Notice(word) for word in form.notices.data]
    settled(lambda work: choose_notices(work, holder, wanted, form.language.data))
    say(_("お知らせの設定を保存しました。"))
    return redirect(url_for("points_notices.notices"), 303)


def mail() -> ResponseReturnValue:
    """Ask for an address and send it a code."""
    holder, form = holder_id(), MailForm()
    if not form.validate_on_submit():
        return _mail_page(form, 422 if form.errors else 200)
    place = workplace()
    place.limits.hit(place.settings.mail_codes_of_one_holder, "mail-code", str(holder))
    typed, speaks = form.mail.data, language()
    try:
        settled(lambda work: ask_mail_address(work, holder, typed, speaks))
    except MailAddressRefused as refusal:
        form.mail.errors = [_("メールアドレスの形が正しくありません。例：namae@example.jp")]
        return _mail_page(form, refusal.status)
    return redirect(url_for("points_notices.code"), 303)


def code() -> ResponseReturnValue:
    """Take the code back."""
    g.retry_url = url_for("points_notices.mail")
    holder, form, pending = holder_id(), CodeForm(), _choices().pending
    if pending is None:
        return redirect(url_for("points_notices.notices"), 303)
    if not form.validate_on_submit():
        return _code_page(form, pending["mail"], 422 if form.errors else 200)
    typed, speaks = form.code.data, language()
    try:
        settled(lambda work: confirm_mail_address(work, holder, typed, speaks), apart_first=True)
    except MailCodeWrong as refusal:
        form.code.errors = [
            _("確認コードがちがいます。あと%(count)s回入力できます。", count=refusal.facts["left"])
        ]
        return _code_page(form, pending["mail"], refusal.status)
    say(_("お知らせの宛先を登録しました。受け取るお知らせを選んでください。"))
    return redirect(url_for("points_notices.notices"), 303)


def forget() -> ResponseReturnValue:
    """Erase the address."""
    holder = holder_id()
    settled(lambda work: forget_mail_address(work, holder))
    say(_("お知らせの宛先を消しました。"))
    return redirect(url_for("points_notices.notices"), 303)


def _choices() -> Choices:
    holder = holder_id()
    return settled(lambda work: choices_of(work, open_holder_row(work, holder)))


def _mail_page(form: MailForm, status: int) -> ResponseReturnValue:
    return render_template("points/notices_mail.html", form=form), status


def _code_page(form: CodeForm, address: str, status: int) -> ResponseReturnValue:
    return render_template("points/notices_code.html", form=form, address=address), status

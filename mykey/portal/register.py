"""Step 4 of creating a MyKey ID: password, mail address and notices on wish; then it is registered."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.kernel.refusals_of_citizens import MailMalformed, MykeyIdTaken, PasswordRefused
from mykey.portal.citizens import open_session
from mykey.portal.creation import Creation, creation
from mykey.portal.forms import RegistrationForm
from mykey.portal.words import PASSWORD_REASONS
from mykey.portal.workplace import work, workplace
from mykey.services.create_mykey_id import Registration, create_mykey_id
from mykey.services.mail_address import read_mail_address
from mykey.services.password_rules import check_password, normalise_password
from mykey.web.authentication import declare_authentication, no_auth_needed
from mykey.web.languages import language

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """Who proved a card in this session may; nobody is signed in yet."""
    blueprint = Blueprint("portal_register", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/create/register", "register", register, methods=["GET", "POST"])
    return blueprint


def register() -> ResponseReturnValue:
    """Ask, check, register; the citizen is signed in afterwards."""
    place = workplace()
    state = creation()
    card = state.proved_card(place.ground.clock(), place.settings.proof_life)
    mykey_id = state.decided_id()
    form = RegistrationForm(data=state.draft)
    if not form.is_submitted():
        return render_template("portal/register.html", form=form, mykey_id=mykey_id)
    mail = _judge(form, mykey_id)
    _keep_typed(state, form, mail)
    if form.errors:
        return render_template("portal/register.html", form=form, mykey_id=mykey_id), 422
    registration = Registration(
        mykey_id=mykey_id,
        password=form.password.data,
        mail=mail,
        notice_of_password=form.notice_of_password.data,
        notice_of_mykey_id=form.notice_of_mykey_id.data,
        language=language(),
        terms=state.terms,
        agreed_at=state.agreed_at,
    )
    try:
        made = create_mykey_id(work(), place.ground.cards, place.ground.passwords, card, registration)
    except MykeyIdTaken:
        state.somebody_was_faster()
        flash(_("このマイキーIDは、ほかの方が先に登録しました。もう一度決めてください。"), "warning")
        return redirect(url_for("portal_choose.choose"), 303)
    open_session(made)
    return redirect(url_for("portal_my_page.done"), 303)


def _judge(form: RegistrationForm, mykey_id: str) -> str | None:
    """Put what is wrong beside the field where it is; give the mail address as it will be kept."""
    form.validate()
    password, again = form.password.data or "", form.password_again.data or ""
    if not form.password.errors:
        try:
            check_password(password, mykey_id)
        except PasswordRefused as refusal:
            form.password.errors = [PASSWORD_REASONS[str(refusal.facts["reason"])]]
    if not form.password_again.errors and normalise_password(password) != normalise_password(again):
        form.password_again.errors = [_("2回入力したパスワードが違います。同じものを入力してください。")]
    return _judge_mail(form)


def _judge_mail(form: RegistrationForm) -> str | None:
    typed, again = (form.mail.data or "").strip(), (form.mail_again.data or "").strip()
    if form.mail.errors or form.mail_again.errors:
        return None
    if not typed:
        if again or form.notice_of_password.data or form.notice_of_mykey_id.data:
            form.mail.errors = [_("メールでのお知らせには、メールアドレスが必要です。")]
        return None
    try:
        mail = read_mail_address(typed)
    except MailMalformed:
        form.mail.errors = [_("メールアドレスの形になっていません。例：hanako@example.jp")]
        return None
    try:
        same = read_mail_address(again) == mail
    except MailMalformed:
        same = False
    if not same:
        form.mail_again.errors = [_("2回入力したメールアドレスが違います。同じものを入力してください。")]
    return mail


def _keep_typed(state: Creation, form: RegistrationForm, mail: str | None) -> None:
    """Nothing typed is lost but passwords, even when the ID must be chosen again.

    What is no mail address stays on the page that says so: it may be longer than a session has room for.
    """
    typed: dict[str, Any] = {
        "mail": mail or "",
        "mail_again": "" if mail is None or form.mail_again.errors else mail,
        "notice_of_password": form.notice_of_password.data,
        "notice_of_mykey_id": form.notice_of_mykey_id.data,
    }
    state.draft = typed
    state.keep()

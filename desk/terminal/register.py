"""Screen 9: bind this machine to a terminal ID, once, with the ID and password of Form II."""

from __future__ import annotations

import re
import unicodedata

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from desk.platform.activation import activate
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.terminal.counter import Counter
from desk.terminal.forms import CounterForm
from desk.terminal.trouble import platform_trouble

__all__ = ["add_register"]

_TERMINAL_ID = re.compile(r"[0-9]{8}\Z")


def _plain(typed: str) -> str:
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed))


class RegisterForm(CounterForm):
    """Terminal ID (8 digits) and password; full-width, spaces and hyphens are understood in both."""

    terminal_id = StringField(
        lazy_gettext("端末ID"),
        [InputRequired(lazy_gettext("端末IDを入力してください。"))],
        description=lazy_gettext("8桁の数字です（様式Ⅱに書かれています）。"),
    )
    password = PasswordField(
        lazy_gettext("端末パスワード"), [InputRequired(lazy_gettext("端末パスワードを入力してください。"))]
    )

    def validate_terminal_id(self, field: StringField) -> None:
        """Eight digits, before anything is sent: the ID goes into a signed header."""
        if _TERMINAL_ID.match(_plain(field.data)) is None:
            raise ValidationError(lazy_gettext("端末IDは8桁の数字です。"))


def add_register(pages: Blueprint, counter: Counter) -> None:
    """`/register`."""

    @pages.route("/register", methods=["GET", "POST"])
    def register() -> Response | str | tuple[str, int]:
        form = RegisterForm(request.form)
        registered = counter.state.terminal_id()
        if request.method == "GET":
            return render_template("terminal/register.html", form=form, registered=registered)
        if not form.validate():
            return render_template("terminal/register.html", form=form, registered=registered), 422
        terminal_id, password = _plain(form.terminal_id.data), _plain(form.password.data)
        try:
            standing = activate(counter.calls, counter.state, terminal_id, password, g.lang)
        except (PlatformRefused, PlatformSilent) as answer:
            page = render_template(
                "terminal/register.html",
                form=form,
                registered=registered,
                trouble=platform_trouble(answer),
                silent=isinstance(answer, PlatformSilent),
            )
            return page, 503 if isinstance(answer, PlatformSilent) else 422
        counter.stands(standing)
        if standing.get("state") == "contact-required":
            return redirect(url_for("terminal.contact"))
        return redirect(url_for("terminal.menu", done="registered"))

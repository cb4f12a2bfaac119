"""Terminals: list, one terminal, and the acts stop, resume and close."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.console import words
from mykey.console.contacts import page_links
from mykey.console.forms.filters import TerminalFilterForm, page_number
from mykey.console.forms.form_one import ConfirmForm
from mykey.console.officers import officer
from mykey.console.permissions import Permission, requires
from mykey.console.workplace import work
from mykey.services.close_terminal import close_terminal
from mykey.services.find_terminal import find_terminal
from mykey.services.list_contacts import list_contacts
from mykey.services.list_providers import list_providers
from mykey.services.resume_terminal import resume_terminal
from mykey.services.stop_terminal import stop_terminal

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The pages around terminals."""
    blueprint = Blueprint("console_terminals", __name__)
    one = "/terminals/<string(length=8):terminal_id>"
    blueprint.add_url_rule("/terminals", "list_of_terminals", list_of_terminals)
    blueprint.add_url_rule(one, "one_terminal", one_terminal)
    blueprint.add_url_rule(f"{one}/stop", "stop", stop, methods=["POST"])
    blueprint.add_url_rule(f"{one}/resume", "resume", resume, methods=["POST"])
    blueprint.add_url_rule(f"{one}/close", "close", close, methods=["GET", "POST"])
    return blueprint


@requires(Permission.TERMINAL_READ)
def list_of_terminals() -> ResponseReturnValue:
    """The municipality's terminals; for the operator everybody's."""
    code = officer().municipality_code
    providers = {one.provider_id: one.name for one in list_providers(work(), code)}
    form = TerminalFilterForm.of_query(providers)
    page = list_contacts(work(), code, form.wanted(), page_number())
    return render_template(
        "console/terminals.html",
        filters=form,
        page=page,
        kinds=words.KINDS,
        states=words.TERMINAL_STATES,
        links=page_links(page),
    )


@requires(Permission.TERMINAL_READ)
def one_terminal(terminal_id: str) -> ResponseReturnValue:
    """One terminal and what may be done with it now."""
    line = find_terminal(work(), terminal_id, officer().municipality_code)
    return render_template(
        "console/terminal.html",
        line=line,
        kinds=words.KINDS,
        categories=words.FACILITY_CATEGORIES,
        states=words.TERMINAL_STATES,
    )


@requires(Permission.TERMINAL_CONTROL)
def stop(terminal_id: str) -> ResponseReturnValue:
    """Stop it."""
    stop_terminal(work(), terminal_id, officer().municipality_code)
    flash(_("端末%(terminal)sを停止しました。", terminal=terminal_id), "success")
    return _back(terminal_id)


@requires(Permission.TERMINAL_CONTROL)
def resume(terminal_id: str) -> ResponseReturnValue:
    """Let it work again."""
    resume_terminal(work(), terminal_id, officer().municipality_code)
    flash(_("端末%(terminal)sの停止を解除しました。", terminal=terminal_id), "success")
    return _back(terminal_id)


@requires(Permission.TERMINAL_CONTROL)
def close(terminal_id: str) -> ResponseReturnValue:
    """Close it for good, after a page that says so."""
    form = ConfirmForm()
    line = find_terminal(work(), terminal_id, officer().municipality_code)
    if not form.validate_on_submit():
        return render_template(
            "console/terminal_close.html",
            form=form,
            line=line,
            kinds=words.KINDS,
            categories=words.FACILITY_CATEGORIES,
        )
    close_terminal(work(), terminal_id, officer().municipality_code)
    flash(_("端末%(terminal)sを閉鎖しました。", terminal=terminal_id), "success")
    return _back(terminal_id)


def _back(terminal_id: str) -> ResponseReturnValue:
    return redirect(url_for("console_terminals.one_terminal", terminal_id=terminal_id), 303)

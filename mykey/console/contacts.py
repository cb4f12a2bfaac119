"""Contacts of terminals (screen 11): list, filter, look at one, mark it as reviewed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.console import words
from mykey.console.forms.contact import ReviewForm
from mykey.console.forms.filters import TerminalFilterForm, page_number
from mykey.console.officers import officer
from mykey.console.permissions import Permission, requires
from mykey.console.workplace import work
from mykey.kernel.refusals_of_officers import TerminalNotFound
from mykey.services.find_terminal import find_terminal
from mykey.services.list_contacts import ContactPage, list_contacts
from mykey.services.list_providers import list_providers
from mykey.services.review_contact import contact_version, review_contact

__all__ = ["make_blueprint", "page_links"]

#: what a search hands on from page to page
FILTERS = ("kind", "provider", "review", "text")


def make_blueprint() -> Blueprint:
    """The pages around contacts."""
    blueprint = Blueprint("console_contacts", __name__)
    blueprint.add_url_rule("/contacts", "list_of_contacts", list_of_contacts)
    blueprint.add_url_rule("/contacts/<string(length=8):terminal_id>", "one_contact", one_contact)
    blueprint.add_url_rule(
        "/contacts/<string(length=8):terminal_id>/review", "review", review, methods=["POST"]
    )
    return blueprint


@requires(Permission.CONTACT_READ)
def list_of_contacts() -> ResponseReturnValue:
    """The municipality's terminals with what was registered at them."""
    code = officer().municipality_code
    providers = {one.provider_id: one.name for one in list_providers(work(), code)}
    form = TerminalFilterForm.of_query(providers)
    page = list_contacts(work(), code, form.wanted(), page_number())
    return render_template(
        "console/contacts.html", filters=form, page=page, kinds=words.KINDS, links=page_links(page)
    )


@requires(Permission.CONTACT_READ)
def one_contact(terminal_id: str) -> ResponseReturnValue:
    """One contact beside what Form I says."""
    line = find_terminal(work(), terminal_id, officer().municipality_code)
    form = ReviewForm(formdata=None)
    if line.contact is not None:
        form.seen.data = contact_version(line.contact)
    return render_template(
        "console/contact.html",
        line=line,
        form=form,
        kinds=words.KINDS,
        categories=words.FACILITY_CATEGORIES,
    )


@requires(Permission.CONTACT_REVIEW)
def review(terminal_id: str) -> ResponseReturnValue:
    """Mark as reviewed what this officer saw."""
    form = ReviewForm()
    code = officer().municipality_code
    if code is None:
        raise TerminalNotFound
    form.validate()
    review_contact(work(), code, terminal_id, form.seen.data or "")
    flash(_("端末%(terminal)sの連絡先を確認済みにしました。", terminal=terminal_id), "success")
    return redirect(url_for("console_contacts.list_of_contacts"), 303)


def page_links(page: ContactPage) -> tuple[str | None, str | None]:
    """The addresses of the page before and after, with the same search."""
    asked: dict[str, Any] = {name: request.args[name] for name in FILTERS if name in request.args}
    endpoint = request.endpoint or ""
    before = url_for(endpoint, page=page.page - 1, **asked) if page.page > 1 else None
    after = url_for(endpoint, page=page.page + 1, **asked) if page.page < page.pages else None
    return before, after

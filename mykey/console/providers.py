"""Providers of service IDs: the operator's list, setting one up, correcting one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.console import words
from mykey.console.forms.provider import ProviderForm, add_errors
from mykey.console.officers import officer
from mykey.console.permissions import Permission, requires
from mykey.console.workplace import work
from mykey.kernel.municipalities import UnknownMunicipality
from mykey.kernel.refusals_of_officers import ProviderNameTaken, ProviderRuleInvalid
from mykey.services.create_provider import create_provider
from mykey.services.edit_provider import edit_provider, find_provider
from mykey.services.list_providers import list_providers
from mykey.services.number_rules import describe_number_rule
from mykey.web.languages import language

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The pages around providers."""
    blueprint = Blueprint("console_providers", __name__)
    blueprint.add_url_rule("/providers", "list_of_providers", list_of_providers)
    blueprint.add_url_rule("/providers/new", "new_provider", new_provider, methods=["GET", "POST"])
    blueprint.add_url_rule(
        "/providers/<string(length=6):provider_id>", "one_provider", one_provider, methods=["GET", "POST"]
    )
    return blueprint


@requires(Permission.PROVIDER_READ)
def list_of_providers() -> ResponseReturnValue:
    """Everybody's providers with their rules in words."""
    providers = list_providers(work(), officer().municipality_code)
    rules = {one.provider_id: describe_number_rule(one, language()) for one in providers}
    return render_template("console/providers.html", providers=providers, rules=rules, words=words)


@requires(Permission.PROVIDER_WRITE)
def new_provider() -> ResponseReturnValue:
    """Set one up."""
    form = ProviderForm()
    if form.validate_on_submit():
        try:
            made = create_provider(work(), form.municipality_code.data, form.details())
        except (ProviderRuleInvalid, ProviderNameTaken, UnknownMunicipality) as refusal:
            add_errors(form, refusal)
        else:
            flash(_("ID付与事業者「%(name)s」を設定しました。", name=made.name), "success")
            return redirect(url_for("console_providers.list_of_providers"), 303)
    return _page(form, None)


@requires(Permission.PROVIDER_WRITE)
def one_provider(provider_id: str) -> ResponseReturnValue:
    """Correct one. Its number and its municipality stay."""
    provider = find_provider(work(), provider_id)
    form = ProviderForm.of(provider)
    form.municipality_code.data = provider.municipality_code
    if form.validate_on_submit():
        try:
            edit_provider(work(), provider_id, form.details())
        except (ProviderRuleInvalid, ProviderNameTaken) as refusal:
            add_errors(form, refusal)
        else:
            flash(_("ID付与事業者「%(name)s」を変更しました。", name=provider.name), "success")
            return redirect(url_for("console_providers.list_of_providers"), 303)
    return _page(form, provider_id)


def _page(form: ProviderForm, provider_id: str | None) -> ResponseReturnValue:
    page = render_template(
        "console/provider_edit.html",
        form=form,
        provider=provider_id,
        fixed_name=None,
        back=url_for("console_providers.list_of_providers"),
    )
    return page, 422 if form.errors else 200

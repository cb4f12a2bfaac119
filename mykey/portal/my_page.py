"""My Page (screen 58): the ID, the links, cutting one, signing out here and everywhere."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.kernel.refusals_of_links import NotLinked
from mykey.portal.citizens import citizen, citizen_needed
from mykey.portal.forms import PlainForm
from mykey.portal.workplace import sealed_session, work
from mykey.services.cut_link import cut_link
from mykey.services.list_links import list_links
from mykey.services.show_mykey_id import show_mykey_id
from mykey.services.sign_out_everywhere import sign_out_everywhere
from mykey.web.authentication import declare_authentication

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """For the signed-in citizen alone."""
    blueprint = Blueprint("portal_my_page", __name__)
    declare_authentication(blueprint, citizen_needed)
    blueprint.add_url_rule("/create/done", "done", done)
    blueprint.add_url_rule("/my-page", "my_page", my_page)
    blueprint.add_url_rule("/my-page/links/<uuid:link_id>/cut", "cut", cut, methods=["GET", "POST"])
    blueprint.add_url_rule("/my-page/sign-out", "sign_out", sign_out, methods=["POST"])
    blueprint.add_url_rule("/my-page/sign-out-everywhere", "everywhere", everywhere, methods=["GET", "POST"])
    return blueprint


def done() -> ResponseReturnValue:
    """The last step of creating a MyKey ID."""
    return render_template("portal/done.html", mykey_id=show_mykey_id(work(), citizen().id))


def my_page() -> ResponseReturnValue:
    """Everything of the citizen's on one page; the ID is hidden until they open it."""
    person = citizen()
    return render_template(
        "portal/my_page.html",
        mykey_id=show_mykey_id(work(), person.id),
        links=list_links(work(), person.id),
    )


def cut(link_id: UUID) -> ResponseReturnValue:
    """Show which link is to be cut, then cut it."""
    g.retry_url = url_for("portal_my_page.my_page")
    person = citizen()
    form = PlainForm()
    if form.validate_on_submit():
        name = cut_link(work(), person, link_id)
        flash(_("%(provider)sのひもづけを解除しました。", provider=name), "success")
        return redirect(url_for("portal_my_page.my_page"), 303)
    link = next((one for one in list_links(work(), person.id) if one.link_id == link_id), None)
    if link is None:
        raise NotLinked
    return render_template("portal/cut_link.html", form=form, link=link)


def sign_out() -> ResponseReturnValue:
    """End this session."""
    return _leave(_("ログアウトしました。"))


def everywhere() -> ResponseReturnValue:
    """End every session, after asking once."""
    form = PlainForm()
    if not form.validate_on_submit():
        return render_template("portal/sign_out_everywhere.html", form=form)
    sign_out_everywhere(work(), citizen().id)
    return _leave(_("すべての端末からログアウトしました。"))


def _leave(words: str) -> ResponseReturnValue:
    sealed = sealed_session()
    sealed.clear()
    sealed.renew()
    flash(words, "success")
    return redirect(url_for("portal_home.home"), 303)

"""Screen 23: the clerk enters the patron number and the citizen's answer about the change notice."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble
from desk.handover.number import number_from_typing
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.terminal.counter import Counter
from desk.terminal.link_draft import LinkDraft, Linked, LinkForm
from desk.terminal.trouble import platform_trouble

__all__ = ["add_link", "link_page"]


def link_page(form: LinkForm, trouble: Trouble | None = None, *, correcting: bool) -> str:
    """Screen 23 with what was typed."""
    return render_template("terminal/link.html", form=form, trouble=trouble, correcting=correcting)


def add_link(pages: Blueprint, counter: Counter) -> None:
    """`/link`."""
    visits = counter.visits

    @pages.get("/link")
    def link() -> str:
        # From screen 24 back to here: the number was wrong, and the next one replaces it.
        linked = visits.recall(g.visitor, Linked)
        draft = visits.recall(g.visitor, LinkDraft)
        correcting = linked is not None or (draft is not None and draft.correcting)
        return link_page(LinkForm(data=draft.typed()) if draft else LinkForm(), correcting=correcting)

    @pages.post("/link")
    def enter() -> Response | tuple[str, int]:
        form = LinkForm(request.form)
        correcting = request.form.get("correcting") == "yes"
        if not form.validate():
            return link_page(form, correcting=correcting), 422
        try:
            provider_name = counter.standing().provider_name
        except (PlatformRefused, PlatformSilent) as answer:
            status = 503 if isinstance(answer, PlatformSilent) else 422
            return link_page(form, platform_trouble(answer), correcting=correcting), status
        draft = LinkDraft(
            number=number_from_typing(form.number.data),
            change_notice=form.change_notice.data == "yes",
            provider_name=provider_name or "",
            correcting=correcting,
        )
        visits.open(g.visitor, draft)
        return redirect(url_for("terminal.confirm_link"))

"""Screen 22: the menu, and the plain words when the platform does not answer."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.terminal.counter import Counter
from desk.terminal.trouble import platform_trouble

__all__ = ["add_menu"]

LINKING_KIND = "service-id"


def add_menu(pages: Blueprint, counter: Counter) -> None:
    """`GET /`."""

    @pages.get("/")
    def menu() -> Response | str:
        counter.visits.end(g.visitor)
        trouble = None
        kind = LINKING_KIND
        try:
            standing = counter.standing()
            kind = standing.kind
            if standing.state == "contact-required":
                return redirect(url_for("terminal.contact"))
        except (PlatformRefused, PlatformSilent) as answer:
            trouble = platform_trouble(answer)
        return render_template(
            "terminal/menu.html",
            trouble=trouble or _done(request.args.get("done", "")),
            links=kind == LINKING_KIND,
        )


def _done(what: str) -> Trouble | None:
    words = {
        "registered": _("端末を登録しました。"),
        "contact": _("連絡先を登録しました。"),
        "removed": _("登録を取り消しました。"),
        "renumbered": _("番号を変更しました。"),
        "over": _("カードが離れたか、30秒間操作がなかったため、メニューに戻りました。"),
    }
    return Trouble(words[what], kind="info" if what == "over" else "success") if what in words else None

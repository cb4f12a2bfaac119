"""Screen 22: the menu, and the plain words when the platform does not answer."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.platform.till import TillStanding
from desk.terminal.counter import Counter
from desk.terminal.trouble import platform_trouble
from desk.till.opened import GRANT, SPEND, VOUCHER
from desk.till.trouble import till_trouble

__all__ = ["add_menu"]

LINKING_KIND = "service-id"
#: What a terminal of each kind does with points; a library's `service-id` terminals are refused by the core.
POINTS_BY_KIND = {
    LINKING_KIND: SPEND,
    "spend-points": SPEND,
    "issue-vouchers": VOUCHER,
    "grant-points": GRANT,
}


def add_menu(pages: Blueprint, counter: Counter) -> None:
    """`GET /`."""

    @pages.get("/")
    def menu() -> Response | str:
        over = request.args.get("done") == "over"
        if not over:  # or a page whose visit is over would end what another window began since
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
        till, till_silence = _till(counter)
        return render_template(
            "terminal/menu.html",
            trouble=trouble or till_silence or _done(request.args.get("done", "")),
            links=kind == LINKING_KIND,
            is_till=counter.points is not None and kind in POINTS_BY_KIND,
            enrolled=counter.points is not None and counter.points.enrolled(),
            points_act=till.kind if till is not None else POINTS_BY_KIND.get(kind),
            shop_name=till.shop_name if till is not None else "",
        )


def _till(counter: Counter) -> tuple[TillStanding | None, Trouble | None]:
    """What the points side says; its silence is no trouble of the other entries."""
    if counter.points is None or not counter.points.enrolled():
        return None, None
    try:
        return counter.points.standing(g.lang), None
    except (PlatformRefused, PlatformSilent) as answer:
        return None, till_trouble(answer)


def _done(what: str) -> Trouble | None:
    words = {
        "registered": _("端末を登録しました。"),
        "enrolled": _("ポイントの端末として登録しました。"),
        "contact": _("連絡先を登録しました。"),
        "removed": _("登録を取り消しました。"),
        "renumbered": _("番号を変更しました。"),
        "over": _("カードが離れたか、30秒間操作がなかったため、メニューに戻りました。"),
    }
    return Trouble(words[what], kind="info" if what == "over" else "success") if what in words else None

"""Shown once more, then done once: the same key goes with every try (privacy.md, P20)."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.platform.till import Receipt
from desk.terminal.counter import Counter
from desk.till.amount import amount_page
from desk.till.opened import GRANT, Done, Draft
from desk.till.points_side import PointsSide
from desk.till.trouble import in_doubt, till_trouble

__all__ = ["add_confirm"]

_ABOUT_THE_AMOUNT = (
    "points-insufficient",
    "grant-limit",
    "person-limit",
    "budget-exceeded",
    "request-invalid",
)


def add_confirm(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    """`/till/confirm`, `/till/done`."""
    visits = counter.visits

    @pages.get("/confirm")
    def confirm() -> Response | str:
        draft = visits.recall(g.visitor, Draft)
        return _over() if draft is None else _page(draft)

    @pages.post("/confirm")
    def act() -> Response | tuple[str, int]:
        draft = visits.recall(g.visitor, Draft)
        if draft is None:
            return _over()
        visits.somebody_acts(g.visitor)
        try:
            receipt = _act(points, draft)
        except PlatformSilent:
            return _page(draft, in_doubt()), 503
        except PlatformRefused as refused:
            return _refused(counter, draft, refused), 422
        visits.open(g.visitor, Done(draft.opened.purpose, receipt), draft.opened.insertion)
        return redirect(url_for("till.done"))

    @pages.get("/done")
    def done() -> Response | str:
        known = visits.recall(g.visitor, Done)
        if known is None:
            return _over()
        return render_template(
            "till/done.html", done=known, receipt=known.receipt, mark=visits.mark(g.visitor)
        )


def _act(points: PointsSide, draft: Draft) -> Receipt:
    api, session = points.api(g.lang), draft.opened.session.token
    if draft.opened.purpose == GRANT:
        return api.grant(session, draft.amount, draft.key)
    return api.spend(session, draft.amount, draft.purse.purse if draft.purse else "municipal", draft.key)


def _refused(counter: Counter, draft: Draft, refused: PlatformRefused) -> str:
    """What can be mended goes on in the same session; anything else ends here."""
    trouble = till_trouble(refused, paying=draft.opened.purpose != GRANT)
    if refused.problem.code in _ABOUT_THE_AMOUNT:
        counter.visits.open(g.visitor, draft.opened, draft.opened.insertion)
        return amount_page(draft.opened, trouble=trouble)
    counter.visits.end(g.visitor)
    return render_template("terminal/trouble.html", trouble=trouble)


def _page(draft: Draft, trouble: Trouble | None = None) -> str:
    return render_template("till/confirm.html", draft=draft, trouble=trouble)


def _over() -> Response:
    return redirect(url_for("terminal.menu", done="over"))

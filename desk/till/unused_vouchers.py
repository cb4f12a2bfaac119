"""Vouchers that nobody has used: listed, and cancelled by whoever had them issued. It is the only reprint."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.platform.voucher_answers import UnusedVoucher
from desk.terminal.counter import Counter
from desk.till.issue_vouchers import AtMachine, machine_of
from desk.till.points_side import PointsSide
from desk.till.trouble import in_doubt, till_trouble

__all__ = ["add_unused_vouchers"]


@dataclass(frozen=True)
class UnusedDraft:
    """A voucher shown and not yet cancelled, with the key under which that is sent however often."""

    machine: AtMachine = field(repr=False)
    voucher: UnusedVoucher
    key: str = field(repr=False)


def add_unused_vouchers(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    """`/till/vouchers/unused`, `/till/vouchers/unused/confirm`."""
    _add_question(pages, counter, points)
    visits = counter.visits

    @pages.get("/vouchers/unused")
    def unused_vouchers() -> Response | str:
        machine = _machine(counter)
        if machine is None:
            return _over()
        visits.open(g.visitor, machine, machine.opened.insertion)
        listed = points.api(g.lang).unused(machine.opened.session.token)
        trouble = None
        if request.args.get("done") == "cancelled":
            trouble = Trouble(_("ポイント券を取り消しました。ポイントは戻りました。"), kind="success")
        return render_template("till/vouchers_unused.html", vouchers=listed, trouble=trouble)

    @pages.post("/vouchers/unused")
    def choose_unused() -> Response:
        machine = _machine(counter)
        if machine is None:
            return _over()
        visits.somebody_acts(g.visitor)
        listed = points.api(g.lang).unused(machine.opened.session.token)
        wanted = request.form.get("number", "")
        found = next((each for each in listed if str(each.number) == wanted), None)
        if found is None:
            return redirect(url_for("till.unused_vouchers"))
        visits.open(g.visitor, UnusedDraft(machine, found, counter.new_key()), machine.opened.insertion)
        return redirect(url_for("till.confirm_unused"))


def _add_question(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    visits = counter.visits

    @pages.get("/vouchers/unused/confirm")
    def confirm_unused() -> Response | str:
        draft = visits.recall(g.visitor, UnusedDraft)
        return _over() if draft is None else _question(draft)

    @pages.post("/vouchers/unused/confirm")
    def cancel_unused() -> Response | tuple[str, int]:
        draft = visits.recall(g.visitor, UnusedDraft)
        if draft is None:
            return _over()
        visits.somebody_acts(g.visitor)
        api, opened = points.api(g.lang), draft.machine.opened
        try:
            api.cancel_voucher(opened.session.token, draft.voucher.number, draft.key)
            session = api.renewed(opened.session)
        except PlatformSilent:
            return _question(draft, in_doubt()), 503
        except PlatformRefused as refused:
            visits.end(g.visitor)
            trouble = till_trouble(refused, paying=False)
            return render_template("terminal/trouble.html", trouble=trouble), 422
        machine = replace(draft.machine, opened=replace(opened, session=session))
        visits.open(g.visitor, machine, opened.insertion)
        return redirect(url_for("till.unused_vouchers", done="cancelled"))


def _machine(counter: Counter) -> AtMachine | None:
    draft = counter.visits.recall(g.visitor, UnusedDraft)
    return machine_of(counter) if draft is None else draft.machine


def _question(draft: UnusedDraft, trouble: Trouble | None = None) -> str:
    return render_template("till/voucher_cancel.html", voucher=draft.voucher, trouble=trouble)


def _over() -> Response:
    return redirect(url_for("terminal.menu", done="over"))

"""Vouchers out of a citizen's points (terminal kind ウ): card and PIN, how many of which, question, sheet."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass, field

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble, card_trouble
from desk.cards.proof import pin_from_typing, prove
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.platform.till import Purse
from desk.platform.voucher_answers import Faces
from desk.readers.interface import CardTrouble
from desk.terminal.counter import Counter
from desk.till.opened import VOUCHER, Opened, open_by_card
from desk.till.points_side import PointsSide
from desk.till.trouble import in_doubt, till_trouble
from desk.till.voucher_choice import VoucherChoice
from desk.till.voucher_sheet import Sheet

__all__ = ["AtMachine", "VoucherDraft", "add_issue_vouchers"]

_TO_BE_CHOSEN_ANEW = ("points-insufficient", "face-refused", "request-invalid")


@dataclass(frozen=True)
class AtMachine:
    """A session at a machine for vouchers, and all that the sheet will say of the place."""

    opened: Opened = field(repr=False)
    faces: Faces
    municipality_name: str
    shop_name: str


@dataclass(frozen=True)
class VoucherDraft:
    """Face values, shown and not yet confirmed, with the key under which they are sent however often."""

    machine: AtMachine = field(repr=False)
    faces: tuple[int, ...]
    purse: Purse
    key: str = field(repr=False)

    @property
    def total(self) -> int:
        """Points in all."""
        return sum(self.faces)

    @property
    def counts(self) -> list[tuple[int, int]]:
        """(face value, how many), the smallest first."""
        return sorted(Tally(self.faces).items())


def add_issue_vouchers(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    """`/till/vouchers`, `/till/vouchers/choice`, `/till/vouchers/confirm`."""
    _add_card(pages, counter, points)
    _add_confirm(pages, counter, points)
    visits = counter.visits

    @pages.get("/vouchers/choice")
    def choose_vouchers() -> Response | str:
        machine = machine_of(counter)
        return _over() if machine is None else _choice(machine)

    @pages.post("/vouchers/choice")
    def take_choice() -> Response | tuple[str, int]:
        machine = machine_of(counter)
        if machine is None:
            return _over()
        visits.somebody_acts(g.visitor)
        form = VoucherChoice.of(machine.faces, machine.opened.session.purses, request.form)
        chosen = form.chosen()
        if chosen is None:
            return _choice(machine, form), 422
        faces, purse = chosen
        draft = VoucherDraft(machine, faces, purse, counter.new_key())
        visits.open(g.visitor, draft, machine.opened.insertion)
        return redirect(url_for("till.confirm_vouchers"))


def machine_of(counter: Counter) -> AtMachine | None:
    """The session, also when the clerk comes back from the confirmation."""
    draft = counter.visits.recall(g.visitor, VoucherDraft)
    return draft.machine if draft is not None else counter.visits.recall(g.visitor, AtMachine)


def _add_card(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    @pages.get("/vouchers")
    def begin_vouchers() -> str:
        points.api(g.lang)
        counter.visits.end(g.visitor)
        return _card()

    @pages.post("/vouchers")
    def prove_for_vouchers() -> Response | tuple[str, int]:
        api = points.api(g.lang)
        try:
            # Asked for before anybody types a PIN for nothing, and known whatever happens when they are out.
            faces, standing = api.faces(), points.standing(g.lang)
            if not faces.values:
                return _card(_none_issued()), 422
            pin = pin_from_typing(request.form.get("pin", ""))
            insertion = counter.reader.presence().insertion
            platform = counter.platform()
            challenge = platform.challenge()
            card = platform.proved(prove(counter.reader, pin, challenge.value), challenge)
            open_by_card(counter, points, card, VOUCHER, insertion)
        except CardTrouble as trouble:
            return _card(card_trouble(trouble)), 422
        except (PlatformRefused, PlatformSilent) as answer:
            page = _card(till_trouble(answer, paying=False))
            return page, 503 if isinstance(answer, PlatformSilent) else 422
        opened = counter.visits.recall(g.visitor, Opened)
        if opened is None:
            return _over()
        machine = AtMachine(opened, faces, standing.municipality_name, standing.shop_name)
        counter.visits.open(g.visitor, machine, insertion)
        return redirect(url_for("till.choose_vouchers"))


def _add_confirm(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    visits = counter.visits

    @pages.get("/vouchers/confirm")
    def confirm_vouchers() -> Response | str:
        draft = visits.recall(g.visitor, VoucherDraft)
        return _over() if draft is None else _question(draft)

    @pages.post("/vouchers/confirm")
    def issue_vouchers() -> Response | tuple[str, int]:
        draft = visits.recall(g.visitor, VoucherDraft)
        if draft is None:
            return _over()
        visits.somebody_acts(g.visitor)
        machine = draft.machine
        token = machine.opened.session.token
        try:
            issued = points.api(g.lang).issue(token, draft.purse.purse, draft.faces, draft.key)
        except PlatformSilent:
            return _question(draft, in_doubt()), 503
        except PlatformRefused as refused:
            trouble = till_trouble(refused, paying=False)
            if refused.problem.code in _TO_BE_CHOSEN_ANEW:
                visits.open(g.visitor, machine, machine.opened.insertion)
                return _choice(machine, trouble=trouble), 422
            visits.end(g.visitor)
            return render_template("terminal/trouble.html", trouble=trouble), 422
        # Not bound to the card: it may be taken away while the sheet is printed.
        visits.open(g.visitor, Sheet(issued, machine.municipality_name, machine.shop_name))
        return redirect(url_for("till.vouchers_done"))


def _card(trouble: Trouble | None = None) -> str:
    return render_template("till/voucher_card.html", trouble=trouble)


def _choice(machine: AtMachine, form: VoucherChoice | None = None, trouble: Trouble | None = None) -> str:
    purses = machine.opened.session.purses
    return render_template(
        "till/voucher_choice.html",
        form=form or VoucherChoice.of(machine.faces, purses),
        purses=purses,
        trouble=trouble,
    )


def _question(draft: VoucherDraft, trouble: Trouble | None = None) -> str:
    return render_template("till/voucher_confirm.html", draft=draft, trouble=trouble)


def _none_issued() -> Trouble:
    return Trouble(
        _("この自治体では、いまポイント券を発行していません。"),
        [_("自治体のポイントの担当者に連絡してください。")],
    )


def _over() -> Response:
    return redirect(url_for("terminal.menu", done="over"))

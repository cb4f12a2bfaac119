"""The till's screens in one blueprint, and the words when a screen cannot be shown at all."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import format_date
from werkzeug.wrappers import Response

from desk.browser.trouble import card_trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.readers.interface import CardTrouble
from desk.terminal.counter import Counter, NotRegistered
from desk.till.amount import add_amount
from desk.till.amounts import points_in_words
from desk.till.cancel import add_cancel
from desk.till.confirm import add_confirm
from desk.till.enrol import add_enrol
from desk.till.grant import add_grant
from desk.till.issue_vouchers import add_issue_vouchers
from desk.till.pay_card import add_pay_card
from desk.till.pay_code import add_pay_code
from desk.till.points_side import NotEnrolled, PointsSide
from desk.till.receipts import add_receipts
from desk.till.take_voucher import add_take_voucher
from desk.till.trouble import till_trouble
from desk.till.unused_vouchers import add_unused_vouchers
from desk.till.voucher_sheet import add_voucher_sheet

__all__ = ["till_pages"]


def till_pages(counter: Counter, points: PointsSide) -> Blueprint:
    """The blueprint at /till."""
    pages = Blueprint("till", __name__, url_prefix="/till")
    for add in (
        add_enrol,
        add_pay_card,
        add_pay_code,
        add_grant,
        add_confirm,
        add_cancel,
        add_receipts,
        add_issue_vouchers,
        add_unused_vouchers,
        add_take_voucher,
    ):
        add(pages, counter, points)
    add_amount(pages, counter)
    add_voucher_sheet(pages, counter)

    @pages.context_processor
    def known() -> dict[str, object]:
        return {
            "terminal_id": counter.state.terminal_id(),
            "in_points": points_in_words,
            "in_days": format_date,
        }

    @pages.errorhandler(NotRegistered)
    def not_registered(_error: NotRegistered) -> Response:
        return redirect(url_for("terminal.register"))

    @pages.errorhandler(NotEnrolled)
    def not_enrolled(_error: NotEnrolled) -> Response:
        return redirect(url_for("till.enrol_till"))

    @pages.errorhandler(PlatformRefused)
    @pages.errorhandler(PlatformSilent)
    def no_screen(error: PlatformRefused | PlatformSilent) -> tuple[str, int]:
        status = 503 if isinstance(error, PlatformSilent) else 422
        return render_template("terminal/trouble.html", trouble=till_trouble(error)), status

    @pages.errorhandler(CardTrouble)
    def no_card(error: CardTrouble) -> tuple[str, int]:
        return render_template("terminal/trouble.html", trouble=card_trouble(error)), 422

    return pages

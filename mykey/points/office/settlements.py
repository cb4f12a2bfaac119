"""Settlement: what shops are paid, month by month; looking ahead, closing for good, papers to take away."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.kernel.municipalities import municipality
from mykey.points.acts.settlement.close_month import close_month
from mykey.points.acts.settlement.edit_settlement_form import (
    SettlementForm,
    edit_settlement_form,
    see_settlement_form,
)
from mykey.points.acts.settlement.list_months import list_months
from mykey.points.acts.settlement.months import is_closed, read_month, write_month
from mykey.points.acts.settlement.preview_month import SHOPS_A_PAGE, MonthPreview, preview_month
from mykey.points.acts.settlement.see_month import ClosedMonthSeen, see_month
from mykey.points.acts.settlement.see_settlement import see_settlement
from mykey.points.csv_files import DoesNotFit
from mykey.points.ground import PointsWork
from mykey.points.office.clerks import clerk, own_municipality
from mykey.points.office.forms.fields import add_faults
from mykey.points.office.forms.settlement import SettlementHeadForm
from mykey.points.office.forms.shop import ConfirmForm
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done, say, workplace
from mykey.points.papers.fonts import find_paper_font
from mykey.points.papers.settlement_csv import settlement_csv, settlement_csv_cp932
from mykey.points.papers.settlement_pdf import settlement_pdf
from mykey.points.refusals_of_office import MonthNotFound, MonthNotOver, OfficeDetailsInvalid

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The pages around settlement. A month stands in addresses as 2026-04."""
    blueprint = Blueprint("office_settlements", __name__)
    add = blueprint.add_url_rule
    add("/settlements", "list_of_months", list_of_months)
    add("/settlements/form", "form_head", form_head, methods=["GET", "POST"])
    add("/settlements/shops/<uuid:shop_id>", "one_shop", one_shop)
    add("/settlements/<string(length=7):month>", "one_month", one_month)
    add("/settlements/<string(length=7):month>/close", "close", close, methods=["GET", "POST"])
    add("/settlements/<string(length=7):month>/csv", "csv_file", csv_file)
    add("/settlements/<string(length=7):month>/csv-shift-jis", "csv_file_cp932", csv_file_cp932)
    add("/settlements/<string(length=7):month>/pdf", "pdf_file", pdf_file)
    blueprint.add_app_template_filter(write_month, "write_month")
    return blueprint


@requires(OfficePermission.SETTLEMENT_READ)
def list_of_months() -> ResponseReturnValue:
    """All months since the first points were taken."""
    code = own_municipality()
    return render_template(
        "points_office/settlements.html", months=done(lambda work: list_months(work, code))
    )


@requires(OfficePermission.SETTLEMENT_READ)
def one_month(month: str) -> ResponseReturnValue:
    """A closed month, or what closing would do; a page of shops at a time."""
    return _month_page(month)


@requires(OfficePermission.SETTLEMENT_CLOSE)
def close(month: str) -> ResponseReturnValue:
    """Close it for good, after a page that says so."""
    code, first, form = own_municipality(), _read(month), ConfirmForm()
    if form.validate_on_submit():
        signed_in = clerk()
        paid = done(lambda work: close_month(work, signed_in, first))
        name = _("%(year)s年%(month)s月", year=first.year, month=first.month)
        say(_("%(month)sを締めました。支払う額は、合計%(points)s円です。", month=name, points=f"{paid:,}"))
        return redirect(url_for("office_settlements.one_month", month=month), 303)
    preview = done(lambda work: preview_month(work, code, first))
    if not preview.is_over:
        raise MonthNotOver
    page = render_template("points_office/settlement_close.html", form=form, preview=preview)
    return page, 422 if form.errors else 200


@requires(OfficePermission.SETTLEMENT_READ)
def csv_file(month: str) -> ResponseReturnValue:
    """The closed month, UTF-8."""
    return _attached(settlement_csv(_seen(month)), "text/csv; charset=utf-8", month, "csv")


@requires(OfficePermission.SETTLEMENT_READ)
def csv_file_cp932(month: str) -> ResponseReturnValue:
    """The closed month for older programs. What cannot be written stands on the month's page, by row."""
    try:
        data = settlement_csv_cp932(_seen(month))
    except DoesNotFit:
        return _month_page(month), 409
    return _attached(data, "text/csv; charset=shift_jis", month, "csv")


@requires(OfficePermission.SETTLEMENT_READ)
def pdf_file(month: str) -> ResponseReturnValue:
    """The closed month on paper."""
    code, first = own_municipality(), _read(month)

    def read(work: PointsWork) -> tuple[ClosedMonthSeen, SettlementForm]:
        return see_month(work, code, first), see_settlement_form(work, code)

    seen, head = done(read)
    setting = workplace().settings.paper_font
    font = find_paper_font(Path(setting) if setting else None)
    data = settlement_pdf(seen, head, municipality(code).full_name, font)
    return _attached(data, "application/pdf", month, "pdf")


@requires(OfficePermission.SETTLEMENT_READ)
def one_shop(shop_id: UUID) -> ResponseReturnValue:
    """One shop's closed months."""
    code = own_municipality()
    seen = done(lambda work: see_settlement(work, code, shop_id))
    return render_template("points_office/settlement_shop.html", seen=seen)


@requires(OfficePermission.PROGRAMME_WRITE)
def form_head() -> ResponseReturnValue:
    """How the papers are headed."""
    code, signed_in = own_municipality(), clerk()
    form = SettlementHeadForm(data=vars(done(lambda work: see_settlement_form(work, code))))
    if form.validate_on_submit():
        typed = form.typed()
        try:
            done(lambda work: edit_settlement_form(work, signed_in, typed))
        except OfficeDetailsInvalid as refusal:
            add_faults(form, refusal)
        else:
            say(_("精算書の様式を保存しました。"))
            return redirect(url_for("office_settlements.list_of_months"), 303)
    page = render_template("points_office/settlement_form.html", form=form)
    return page, 422 if form.errors else 200


def _read(month: str) -> date:
    first = read_month(month)
    if first is None:
        raise MonthNotFound
    return first


def _seen(month: str) -> ClosedMonthSeen:
    code, first = own_municipality(), _read(month)
    return done(lambda work: see_month(work, code, first))


def _month_page(month: str) -> str:
    code, first = own_municipality(), _read(month)
    page = request.args.get("page", 1, type=int)

    def look(work: PointsWork) -> ClosedMonthSeen | MonthPreview:
        if is_closed(work, code, first):
            return see_month(work, code, first)
        return preview_month(work, code, first, page)

    shown = done(look)
    if isinstance(shown, MonthPreview):
        return render_template(
            "points_office/settlement_preview.html",
            shown=shown,
            links=_links(month, shown.page, shown.pages),
        )
    pages = max(1, -(-len(shown.lines) // SHOPS_A_PAGE))
    page = min(max(page, 1), pages)
    return render_template(
        "points_office/settlement_month.html",
        shown=shown,
        lines=shown.lines[(page - 1) * SHOPS_A_PAGE : page * SHOPS_A_PAGE],
        paid_shops=sum(1 for one in shown.lines if one.line.paid_points),
        unfit=_unfit(shown),
        page=page,
        pages=pages,
        links=_links(month, page, pages),
    )


def _unfit(seen: ClosedMonthSeen) -> list[tuple[int, str]]:
    """Rows of the Shift_JIS file that cannot be written, and the shops' names that are the reason."""
    try:
        settlement_csv_cp932(seen)
    except DoesNotFit as refusal:
        return [(row, seen.lines[row - 2].shop_name) for row in refusal.rows]
    return []


def _links(month: str, page: int, pages: int) -> tuple[str | None, str | None]:
    """To the page before and after."""

    def link(wanted: int) -> str | None:
        if not 1 <= wanted <= pages:
            return None
        return url_for("office_settlements.one_month", month=month, page=wanted)

    return link(page - 1), link(page + 1)


def _attached(data: bytes, kind: str, month: str, suffix: str) -> Response:
    """A file to keep, never to be shown inside the browser."""
    name = f"settlement-{own_municipality()}-{month}.{suffix}"
    return Response(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )

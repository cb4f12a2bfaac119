"""What a company and we say of a month: the sums, every difference, and the whole as a file."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mykey.points.acts.partners.list_partners import PartnerShown, see_partner
from mykey.points.acts.partners.reconcile import COLUMNS, next_month, reconcile
from mykey.points.csv_files import csv_bytes
from mykey.points.ground import PointsWork
from mykey.points.office.partner_words import DIFFERENCES, EXCHANGE_STATES
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done

__all__ = ["make_blueprint"]

#: Lines with a difference that the page shows; the file has all.
MOST_SHOWN = 200
_FIRST_YEAR = 2020


def make_blueprint() -> Blueprint:
    """The operator's pages of one company's month."""
    blueprint = Blueprint("office_reconciliation", __name__)
    blueprint.add_url_rule("/partners/<uuid:partner_id>/reconciliation", "month", month)
    blueprint.add_url_rule("/partners/<uuid:partner_id>/reconciliation/csv", "csv", csv)
    return blueprint


@requires(OfficePermission.PARTNER_READ)
def month(partner_id: UUID) -> ResponseReturnValue:
    """The sums and the differences."""

    def read(work: PointsWork) -> tuple[PartnerShown, date, date, list[dict[str, str | int]]]:
        partner, asked = see_partner(work, partner_id, closed_too=True), _asked_month(work.today)
        lines = [dict(zip(COLUMNS, row, strict=True)) for row in reconcile(work, partner_id, asked)]
        return partner, asked, work.today, lines[1:]

    partner, asked, today, lines = done(read)
    differing = [line for line in lines if line["differences"]]
    before, after = (asked - timedelta(days=1)).replace(day=1), next_month(asked)
    return render_template(
        "points_office/reconciliation.html",
        partner=partner,
        month=asked,
        sums={
            str(line["line"]): int(line["points"]) for line in lines if str(line["line"]).startswith("sum-")
        },
        exchanges=sum(line["line"] == "exchange" for line in lines),
        coupons=sum(line["line"] == "coupon" for line in lines),
        differing=differing[:MOST_SHOWN],
        left_out=max(0, len(differing) - MOST_SHOWN),
        words=_in_words,
        states=EXCHANGE_STATES,
        before_url=_address(partner_id, before) if before.year >= _FIRST_YEAR else None,
        after_url=_address(partner_id, after) if after <= today else None,
    )


@requires(OfficePermission.PARTNER_READ)
def csv(partner_id: UUID) -> Response:
    """The same file that the company fetches."""

    def write(work: PointsWork) -> tuple[date, bytes]:
        see_partner(work, partner_id, closed_too=True)
        asked = _asked_month(work.today)
        return asked, csv_bytes(reconcile(work, partner_id, asked))

    asked, file = done(write)
    response = make_response(file)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="reconciliation-{asked:%Y-%m}.csv"'
    return response


def _asked_month(today: date) -> date:
    """The first day of the month in the address; without one, of this month."""
    text = request.args.get("month")
    if text is None:
        return today.replace(day=1)
    found = re.fullmatch(r"(2[0-9]{3})-(0[1-9]|1[0-2])", text, re.ASCII)
    if found is None:
        abort(404)
    return date(int(found[1]), int(found[2]), 1)


def _address(partner_id: UUID, first: date) -> str:
    return url_for("office_reconciliation.month", partner_id=partner_id, month=f"{first:%Y-%m}")


def _in_words(differences: str) -> list[str]:
    """Each difference of a line; one that has no words stays as the file has it."""
    return [str(DIFFERENCES.get(one, one)) for one in differences.split()]

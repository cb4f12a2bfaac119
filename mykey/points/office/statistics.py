"""Statistics of a month: figures of ten people and more, on a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from mykey.points.acts.settlement.count_figures import Cell
from mykey.points.acts.settlement.see_figures import Figures, list_figures
from mykey.points.csv_files import csv_bytes
from mykey.points.office.clerks import own_municipality
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.words import SHOP_CATEGORIES
from mykey.points.office.workplace import done

__all__ = ["make_blueprint"]

_KINDS = {
    "granted": lazy_gettext("付与"),
    "moved-in": lazy_gettext("留保からの移動"),
    "spent": lazy_gettext("利用"),
    "expired": lazy_gettext("期限切れ"),
}


def make_blueprint() -> Blueprint:
    """The pages of statistics."""
    blueprint = Blueprint("office_statistics", __name__)
    blueprint.add_url_rule("/statistics", "statistics", statistics)
    blueprint.add_url_rule("/statistics/csv", "csv", csv)
    return blueprint


@requires(OfficePermission.STATISTICS_READ)
def statistics() -> ResponseReturnValue:
    """One month, the last one where none is asked for."""
    code = own_municipality()
    months = done(lambda work: list_figures(work, code))
    places = [place for place, one in enumerate(months) if _name(one.month) == request.args.get("month")]
    place = places[0] if places else 0
    return render_template(
        "points_office/statistics.html",
        figures=months[place] if months else None,
        kinds=_KINDS,
        categories=SHOP_CATEGORIES,
        place=place,
        count=len(months),
        newer_url=_address(months[place - 1].month) if place > 0 else None,
        older_url=_address(months[place + 1].month) if place + 1 < len(months) else None,
    )


@requires(OfficePermission.STATISTICS_READ)
def csv() -> Response:
    """All months. A figure that is not shown is an empty cell."""
    code = own_municipality()
    response = make_response(csv_bytes(_rows(done(lambda work: list_figures(work, code)))))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="statistics-{code}.csv"'
    return response


def _rows(months: list[Figures]) -> Iterator[list[str | int]]:
    yield [_("月"), _("内容"), _("区分"), _("人数"), _("ポイント数")]
    for one in months:
        cells = [("granted", "", one.granted), ("moved-in", "", one.moved_in)]
        cells += [("spent", category, cell) for category, cell in one.spent.items()]
        for kind, category, cell in [*cells, ("expired", "", one.expired)]:
            words = str(SHOP_CATEGORIES[category]) if category else ""
            yield [_name(one.month), str(_KINDS[kind]), words, *_shown(cell)]


def _shown(cell: Cell) -> tuple[int | str, int | str]:
    if cell.people is None or cell.points is None:
        return "", ""
    return cell.people, cell.points


def _name(month: date) -> str:
    return f"{month:%Y-%m}"


def _address(month: date) -> str:
    return url_for("office_statistics.statistics", month=_name(month))

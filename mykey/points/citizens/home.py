"""The first page: for who came in, the points account; for everybody else, how to come in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mykey.points.acts.show_balances import Balance, show_balances
from mykey.points.citizens.signed_in import holder_id, holder_needed, seems_signed_in
from mykey.points.citizens.workplace import settled, workplace
from mykey.points.ground import PointsWork
from mykey.points.holders import open_holder_row
from mykey.points.models.holders import POINTS_NUMBER
from mykey.points.models.ledger import AccountKind
from mykey.points.points_numbers import shown_points_number
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["make_blueprint"]


@dataclass(frozen=True)
class _Home:
    """What the page shows."""

    balances: list[Balance]
    points_number: str


def make_blueprint() -> Blueprint:
    """Everybody may see the front page."""
    blueprint = Blueprint("points_home", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/", "home", home)
    return blueprint


def home() -> ResponseReturnValue:
    """The account, or the way to it."""
    if not seems_signed_in():
        return render_template("points/front.html", portal_url=workplace().settings.portal_url)
    holder_needed()
    holder = holder_id()
    shown = settled(lambda work: _show(work, holder))
    reserve = [one for one in shown.balances if one.account.kind == AccountKind.RESERVE]
    others = [one for one in shown.balances if one.account.kind != AccountKind.RESERVE]
    return render_template(
        "points/home.html",
        reserve=reserve[0] if reserve else None,
        municipal=[one for one in others if one.account.kind == AccountKind.MUNICIPAL],
        events=[one for one in others if one.account.kind == AccountKind.EVENT and one.points],
        soon=[(one, ending) for one in others for ending in one.soon],
        points_number=shown_points_number(shown.points_number),
    )


def _show(work: PointsWork, holder: UUID) -> _Home:
    row = open_holder_row(work, holder)
    number = work.keys.open_sealed(POINTS_NUMBER, holder, row.points_number_sealed or b"")
    return _Home(show_balances(work, holder), number)

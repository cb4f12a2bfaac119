"""Out of the reserve, to a municipality or an event: first shown, then confirmed, then done once."""

from __future__ import annotations

import re
from dataclasses import asdict
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.list_targets import MOST_SHOWN, Target, find_target, list_targets, narrow_targets
from mykey.points.acts.move_points import move_points
from mykey.points.acts.show_balances import Balance, show_balances
from mykey.points.amounts import read_amount
from mykey.points.citizens.act_keys import act_key_of, new_act_key
from mykey.points.citizens.forms import ConfirmForm, MoveForm, choice, fill_select, place_name
from mykey.points.citizens.place_search import PlaceSearch, place_typed
from mykey.points.citizens.signed_in import holder_id, holder_needed
from mykey.points.citizens.words import AMOUNT_REASONS
from mykey.points.citizens.workplace import say, settled
from mykey.points.ground import PointsWork
from mykey.points.ledger.once import make_call, once
from mykey.points.models.ledger import AccountKind
from mykey.points.refusals import AmountRefused, ProgrammeNotFound
from mykey.web.authentication import declare_authentication

__all__ = ["make_blueprint"]

_CODE = re.compile("[0-9]{6}")


def make_blueprint() -> Blueprint:
    """For the holder alone."""
    blueprint = Blueprint("points_moves", __name__)
    declare_authentication(blueprint, holder_needed)
    blueprint.add_url_rule("/move", "move", move, methods=["GET", "POST"])
    blueprint.add_url_rule("/move/confirm", "confirm", confirm, methods=["POST"])
    return blueprint


def move() -> ResponseReturnValue:
    """Ask where to and how many; show what would be done before anything is."""
    holder = holder_id()
    form = MoveForm()
    balances, every = settled(lambda work: (show_balances(work, holder), list_targets(work)))
    available, typed = _reserve(balances), place_typed()
    found = narrow_targets(every, typed, {one.account.municipality_code for one in balances})
    targets = found[:MOST_SHOWN]
    search = PlaceSearch(typed, len(found), len(targets)) if len(every) > MOST_SHOWN else None
    fill_select(form.target, [choice(_word(target), place_name(target)) for target in targets])
    if not form.validate_on_submit():
        return _ask(form, available, targets, search, 422 if form.errors else 200)
    target, amount = _chosen(form, targets), _amount(form, available)
    if target is None or amount is None:
        return _ask(form, available, targets, search, 422)
    confirm_form = ConfirmForm(formdata=None, target=_word(target), amount=str(amount), act_key=new_act_key())
    return render_template(
        "points/move_confirm.html",
        form=confirm_form,
        name=place_name(target),
        target=target,
        amount=amount,
        left=available - amount,
    )


def confirm() -> ResponseReturnValue:
    """Do it; the same page sent again does nothing more and says the same."""
    g.retry_url = url_for("points_moves.move")
    holder, form = holder_id(), ConfirmForm()
    amount, act_key = read_amount(form.amount.data or ""), act_key_of(form)
    code, event_id = _read_word(form.target.data or "")

    def act(work: PointsWork) -> dict[str, object]:
        body = f"{code}|{event_id}|{amount}".encode()
        call = make_call(work.keys, f"holder:{holder}", "move", act_key, body)

        def move_once() -> dict[str, object]:
            target = find_target(work, code, event_id)
            moved = move_points(work, holder, amount, municipality_code=code, event_id=event_id)
            return {**asdict(target), "event_id": str(event_id), "ends_on": moved.ends_on.isoformat()}

        return once(work, call, move_once)

    done = settled(act)
    say(_("%(count)sポイントを「%(name)s」へ移しました。", count=f"{amount:,}", name=done["name"]))
    return redirect(url_for("points_home.home"), 303)


def _ask(
    form: MoveForm, available: int, targets: list[Target], search: PlaceSearch | None, status: int
) -> ResponseReturnValue:
    page = render_template("points/move.html", form=form, available=available, targets=targets, search=search)
    return page, status


def _reserve(balances: list[Balance]) -> int:
    found = (one for one in balances if one.account.kind == AccountKind.RESERVE)
    return next((one.points for one in found), 0)


def _chosen(form: MoveForm, targets: list[Target]) -> Target | None:
    chosen = next((target for target in targets if _word(target) == form.target.data), None)
    if chosen is None:
        form.target.errors = [_("移す先を選んでください。")]
    return chosen


def _amount(form: MoveForm, available: int) -> int | None:
    try:
        amount = read_amount(form.amount.data or "")
    except AmountRefused as refusal:
        most = f"{refusal.facts['most']:,}"
        form.amount.errors = [AMOUNT_REASONS[str(refusal.facts["reason"])] % {"most": most}]
        return None
    if amount > available:
        form.amount.errors = [AMOUNT_REASONS["insufficient"] % {"available": f"{available:,}"}]
        return None
    return amount


def _word(target: Target) -> str:
    """A target as a form carries it: an event's id, or a municipality's code."""
    return str(target.event_id or target.municipality_code)


def _read_word(word: str) -> tuple[str, UUID | None]:
    if _CODE.fullmatch(word):
        return word, None
    try:
        return "", UUID(word)
    except ValueError:
        raise ProgrammeNotFound from None

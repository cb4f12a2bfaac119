"""Which municipalities run points: all of Japan by prefecture, or found by name."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from mykey.kernel.municipalities import municipalities as all_municipalities
from mykey.points.acts.navi.list_programmes import find_programmes, list_programmes
from mykey.points.navi.context import asked
from mykey.points.navi.workplace import read, today
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["make_blueprint"]

#: as many are listed without being asked for; then prefectures come first
FEW = 60


def make_blueprint() -> Blueprint:
    """For everybody."""
    blueprint = Blueprint("navi_municipalities", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/municipalities", "municipalities", municipalities)
    return blueprint


def municipalities() -> ResponseReturnValue:
    """The list, the prefectures, or what was found."""
    place, prefecture = asked("place"), asked("prefecture")
    programmes = read(lambda session: list_programmes(session, today()))
    in_prefectures = Counter(one.municipality_code[:2] for one in programmes)
    shown = find_programmes(programmes, place) if place else programmes
    if prefecture:
        if prefecture not in prefectures():
            abort(404)
        shown = [one for one in shown if one.municipality_code.startswith(prefecture)]
    return render_template(
        "points_navi/municipalities.html",
        place=place,
        prefecture=prefecture and prefectures()[prefecture],
        programmes=shown if place or prefecture or len(programmes) <= FEW else [],
        in_all=len(programmes),
        prefectures=[(code, name, in_prefectures[code]) for code, name in prefectures().items()],
    )


def prefectures() -> dict[str, str]:
    """The 47, by the first two digits of their municipalities' codes."""
    return {one.code[:2]: one.name for one in all_municipalities().values() if one.is_prefecture}

"""Where points can be used: the front page's question, and the list and map that answer it."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from mykey.points.acts.navi.list_programmes import ProgrammeShown, find_programmes, list_programmes
from mykey.points.acts.navi.search_shops import FoundShops, ShopsWanted, search_shops
from mykey.points.navi.context import asked
from mykey.points.navi.map_drawing import MapPlace, draw_map
from mykey.points.navi.words import CATEGORIES
from mykey.points.navi.workplace import read, today
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["make_blueprint"]

MOST_DIGITS = 6
MOST_SHOWN = 50


def make_blueprint() -> Blueprint:
    """For everybody."""
    blueprint = Blueprint("navi_shops", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/", "front", front)
    blueprint.add_url_rule("/shops", "search", search)
    return blueprint


def front() -> ResponseReturnValue:
    """What is looked for."""
    return render_template("points_navi/front.html", place="", category="", words="", categories=CATEGORIES)


def search() -> ResponseReturnValue:
    """What was found: shops; or, where several municipalities have the name, the question which."""
    place, category, words = asked("place"), asked("category"), asked("words")
    programmes = find_programmes(read(lambda session: list_programmes(session, today())), place)
    chosen = programmes[0] if place and len(programmes) == 1 else None
    open_here = not place or (chosen is not None and chosen.is_open)
    wanted = ShopsWanted(chosen.municipality_code if chosen else None, category, words)
    page = _page()
    found = read(lambda session: search_shops(session, today(), wanted, page)) if open_here else None
    return render_template(
        "points_navi/shops.html",
        place=place if chosen is None else chosen.municipality.full_name,
        category=category,
        words=words,
        categories=CATEGORIES,
        chosen=chosen,
        to_choose=_to_choose(programmes, category, words) if place and chosen is None else None,
        to_choose_in_all=len(programmes),
        found=found,
        map=found and _map(found),
        previous_url=found and found.page > 1 and _address(place, category, words, found.page - 1),
        next_url=found and found.page < found.pages and _address(place, category, words, found.page + 1),
    )


def _to_choose(programmes: list[ProgrammeShown], category: str, words: str) -> list[tuple[str, str, str]]:
    return [
        (_address(one.municipality_code, category, words), one.municipality.full_name, one.name)
        for one in programmes[:MOST_SHOWN]
    ]


def _map(found: FoundShops) -> object:
    return draw_map(
        [
            MapPlace(number, shop.name, shop.position)
            for number, shop in enumerate(found.shops, found.first)
            if shop.position is not None
        ]
    )


def _page() -> int:
    text = asked("page")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 1


def _address(place: str, category: str, words: str, page: int | None = None) -> str:
    return url_for(
        "navi_shops.search", place=place or None, category=category or None, words=words or None, page=page
    )

from __future__ import annotations

import math

import pytest

from mykey.points.acts.read_position import Position
from mykey.points.navi.map_drawing import APART, RADIUS, DrawnMap, MapPlace, draw_map


def drawn(*places: tuple[float, float]) -> DrawnMap:
    made = draw_map(
        [
            MapPlace(number, f"店{number}", Position(round(north * 1e6), round(east * 1e6)))
            for number, (north, east) in enumerate(places, 1)
        ]
    )
    assert made is not None
    return made


def test_north_is_up_and_distances_are_true() -> None:
    made = drawn((35.50, 139.70), (35.60, 139.70), (35.50, 139.80))
    south, north, east = made.dots
    assert (south.x, south.y > north.y) == (north.x, True)
    assert (south.y, east.x > south.x) == (east.y, True)
    a_km = made.bar / made.bar_metres * 1000
    assert (south.y - north.y) / a_km == pytest.approx(11.1, abs=0.1)
    assert (east.x - south.x) / a_km == pytest.approx(9.06, abs=0.1)


def test_fifty_shops_at_one_place_are_each_to_be_touched() -> None:
    made = drawn(*[(35.5, 139.7)] * 50)
    places = [(dot.x, dot.y) for dot in made.dots]
    nearest = min(math.dist(a, b) for n, a in enumerate(places) for b in places[:n])
    assert nearest >= APART - 0.2
    assert all(RADIUS < x < made.width - RADIUS and RADIUS < y < made.height - RADIUS for x, y in places)
    assert [dot.is_moved for dot in made.dots].count(False) == 1


@pytest.mark.parametrize(
    "places", [[(35.5, 139.7)], [(20.5, 136.1), (45.5, 141.9), (24.4, 123.0)], [(35.5, 123), (35.5, 153)]]
)
def test_one_shop_and_all_of_japan_fit(places: list[tuple[float, float]]) -> None:
    made = drawn(*places)
    assert 200 < made.height <= 360
    assert 0 < made.bar <= made.width / 3 + 0.1
    assert all(0 < dot.x < made.width and 0 < dot.y < made.height for dot in made.dots)


def test_nothing_is_no_map() -> None:
    assert draw_map([]) is None

"""A small map drawn from coordinates alone: where shops lie to each other, with a bar for the distance.

Equirectangular around the middle of what is drawn; over a town the error is less than a dot's width. Dots
are as large as a finger needs, so those that would lie on each other are moved apart, and a line leads from
each such dot to its place.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mykey.points.acts.read_position import Position

__all__ = ["Dot", "DrawnMap", "MapPlace", "draw_map"]

#: in units of the drawing, which is as wide as a small telephone
WIDTH = 360
LOWEST, HIGHEST = 220, 360
MARGIN = 26
RADIUS = 14
APART = 2 * RADIUS + 2
SCALE_ROOM = 24
MICRO = 1_000_000
KM_A_DEGREE_NORTH = 110.95
KM_A_DEGREE_EAST = 111.32
LEAST_KM = 0.5
SCALES_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MOST_RINGS = 30


@dataclass(frozen=True)
class MapPlace:
    """What is to be drawn: its number in the list, its name, where it is."""

    number: int
    name: str
    position: Position


@dataclass(frozen=True)
class Dot:
    """A dot at (x, y) for a place at (at_x, at_y)."""

    number: int
    name: str
    x: float
    y: float
    at_x: float
    at_y: float

    @property
    def is_moved(self) -> bool:
        """Whether it had to make room."""
        return math.dist((self.x, self.y), (self.at_x, self.at_y)) > RADIUS / 2


@dataclass(frozen=True)
class DrawnMap:
    """The drawing. The bar is `bar` units long and stands for `bar_metres`."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    bar: float
    bar_metres: int


def draw_map(places: Sequence[MapPlace]) -> DrawnMap | None:
    """Draw them all; None where there are none."""
    if not places:
        return None
    north = [place.position.latitude_micro / MICRO for place in places]
    east = [place.position.longitude_micro / MICRO for place in places]
    middle_north, middle_east = (min(north) + max(north)) / 2, (min(east) + max(east)) / 2
    km_a_degree = KM_A_DEGREE_EAST * math.cos(math.radians(middle_north))
    xs = [(degree - middle_east) * km_a_degree for degree in east]
    ys = [(middle_north - degree) * KM_A_DEGREE_NORTH for degree in north]
    wide, high = max(max(xs) - min(xs), LEAST_KM), max(max(ys) - min(ys), LEAST_KM)
    room = WIDTH - 2 * MARGIN
    height = round(min(max(room * high / wide + 2 * MARGIN + SCALE_ROOM, LOWEST), HIGHEST))
    units_a_km = min(room / wide, (height - 2 * MARGIN - SCALE_ROOM) / high)
    middle_y = (height - SCALE_ROOM) / 2
    points = [(WIDTH / 2 + x * units_a_km, middle_y + y * units_a_km) for x, y in zip(xs, ys, strict=True)]
    taken: list[tuple[float, float]] = []
    dots = []
    for place, (at_x, at_y) in zip(places, points, strict=True):
        x, y = _free_place(at_x, at_y, height, taken)
        taken.append((x, y))
        dots.append(Dot(place.number, place.name, round(x, 1), round(y, 1), round(at_x, 1), round(at_y, 1)))
    bar_km = max((km for km in SCALES_KM if km * units_a_km <= WIDTH / 3), default=SCALES_KM[0])
    return DrawnMap(WIDTH, height, tuple(dots), round(bar_km * units_a_km, 1), round(bar_km * 1000))


def _free_place(
    at_x: float, at_y: float, height: int, taken: list[tuple[float, float]]
) -> tuple[float, float]:
    for x, y in _around(at_x, at_y):
        inside = RADIUS < x < WIDTH - RADIUS and RADIUS < y < height - SCALE_ROOM - RADIUS
        if inside and all((x - a) ** 2 + (y - b) ** 2 >= APART**2 for a, b in taken):
            return x, y
    return at_x, at_y


def _around(x: float, y: float) -> Iterator[tuple[float, float]]:
    """The place itself, then rings around it, each as wide again as a dot's radius."""
    yield x, y
    for ring in range(1, MOST_RINGS):
        for step in range(6 * ring):
            turn = 2 * math.pi * step / (6 * ring)
            yield x + RADIUS * ring * math.cos(turn), y + RADIUS * ring * math.sin(turn)

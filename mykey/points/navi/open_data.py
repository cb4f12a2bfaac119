"""The same shops as files for programs: csv and GeoJSON (RFC 7946), of one municipality or of all.

Files are written while they are sent, a thousand shops a turn, so that all of Japan needs no more room than
one town. Anybody's page may read them (CORS): they are public, and no cookie belongs to them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from mykey.points.acts.navi.list_programmes import list_programmes
from mykey.points.acts.navi.search_shops import ShopShown, every_shop
from mykey.points.acts.read_shop_file import CATEGORY_WORDS
from mykey.points.csv_files import csv_parts
from mykey.points.navi.settings import NaviSettings
from mykey.points.navi.workplace import read, reader, today, workplace
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["make_blueprint"]

HEADINGS = (
    "自治体コード", "自治体名", "店舗名", "区分", "住所", "取扱品", "営業時間", "緯度", "経度", "更新日",
    "ライセンス",
)  # fmt: skip
_OF_ONE = "/data/shops/<string(length=6):code>"
MICRO = 1_000_000


def make_blueprint() -> Blueprint:
    """For everybody."""
    blueprint = Blueprint("navi_open_data", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/data", "about", about)
    for address in ("/data/shops", _OF_ONE):
        blueprint.add_url_rule(f"{address}/csv", "csv", csv)
        blueprint.add_url_rule(f"{address}/geojson", "geojson", geojson)
    return blueprint


def about() -> ResponseReturnValue:
    """Which files there are, what stands in them, and what may be done with them."""
    settings = workplace().settings
    return render_template(
        "points_navi/open_data.html",
        headings=HEADINGS,
        licence=settings.licence,
        licence_url=settings.licence_url,
    )


def csv(code: str | None = None) -> Response:
    """UTF-8 with its mark, one line a shop."""
    lines = csv_parts(_lines(_shops(code), workplace().settings))
    return _file(lines, code, "text/csv; charset=utf-8", "csv")


def geojson(code: str | None = None) -> Response:
    """One feature a shop; whose position is not told has no geometry."""
    parts = _features(_shops(code), workplace().settings, today().isoformat())
    return _file(parts, code, "application/geo+json", "geojson")


def _shops(code: str | None) -> Iterator[ShopShown]:
    if code is not None:
        programmes = read(lambda session: list_programmes(session, today()))
        if code not in {one.municipality_code for one in programmes}:
            abort(404)
    return every_shop(reader(), today(), code)


def _lines(shops: Iterable[ShopShown], settings: NaviSettings) -> Iterator[Sequence[str]]:
    yield HEADINGS
    for shop in shops:
        latitude, longitude = (
            ("", "") if shop.position is None else (shop.position.latitude, shop.position.longitude)
        )
        yield (
            shop.municipality_code, shop.municipality_name, shop.name, CATEGORY_WORDS[shop.category],
            shop.address, shop.goods, shop.hours, latitude, longitude,
            shop.details_on.isoformat() if shop.details_on else "", settings.licence,
        )  # fmt: skip


def _features(shops: Iterable[ShopShown], settings: NaviSettings, day: str) -> Iterator[bytes]:
    head = {"license": settings.licence_url, "updated": day}
    yield f'{{"type": "FeatureCollection", {json.dumps(head)[1:-1]}, "features": ['.encode()
    separator = "\n"
    for shop in shops:
        yield (separator + json.dumps(_feature(shop), ensure_ascii=False)).encode()
        separator = ",\n"
    yield b"\n]}\n"


def _feature(shop: ShopShown) -> dict[str, object]:
    geometry: dict[str, object] | None = None
    if shop.position is not None:
        place = (shop.position.longitude_micro / MICRO, shop.position.latitude_micro / MICRO)
        geometry = {"type": "Point", "coordinates": place}
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "municipality_code": shop.municipality_code,
            "municipality": shop.municipality_name,
            "name": shop.name,
            "category": shop.category,
            "address": shop.address or None,
            "goods": shop.goods or None,
            "opening_hours": shop.hours or None,
            "updated": shop.details_on and shop.details_on.isoformat(),
        },
    }


def _file(parts: Iterable[bytes], code: str | None, content_type: str, ending: str) -> Response:
    response = Response(parts, content_type=content_type)
    name = f"points-shops-{code or 'all'}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Link"] = f'<{workplace().settings.licence_url}>; rel="license"'
    return response

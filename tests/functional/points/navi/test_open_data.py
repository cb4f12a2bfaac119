"""The shops as csv and GeoJSON: harmless to spreadsheets, readable by programs, of one town or of all."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from mykey.points.acts.add_shop import add_shop
from mykey.points.acts.navi import search_shops
from mykey.points.navi.open_data import HEADINGS
from tests.support.navi_reader import NaviReader
from tests.support.points_ground import KAWASAKI, PointsTown


def test_shops_as_files(reader: NaviReader, town: PointsTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_shops, "SHOPS_A_TURN", 2)  # as a thousand of them do
    for name in ("=1+1", "＠見本", "見本青果"):
        place = {"latitude": "35.5308", "longitude": "139.7029"} if name == "見本青果" else {}
        town.do(lambda work, n=name, p=place: add_shop(work, KAWASAKI, n, "culture", goods="野菜", **p))
    town.shop("詳しいことのない店")
    answer = reader.get(f"/data/shops/{KAWASAKI}/csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="points-shops-141305.csv"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == list(HEADINGS)
    told = {row[2]: row for row in rows[1:]}
    assert set(told) == {"'=1+1", "'＠見本", "見本青果", "詳しいことのない店"}
    assert told["見本青果"] == [
        KAWASAKI, "神奈川県川崎市", "見本青果", "文化施設", "", "野菜", "", "35.5308", "139.7029",
        "2026-04-06", "CC BY 4.0",
    ]  # fmt: skip
    whole = reader.get("/data/shops/geojson")
    assert whole.headers["Content-Type"] == "application/geo+json"
    collection = json.loads(whole.data)
    assert collection["type"] == "FeatureCollection"
    assert (collection["license"], collection["updated"]) == (
        "https://creativecommons.org/licenses/by/4.0/", "2026-04-06",
    )  # fmt: skip
    features = {one["properties"]["name"]: one for one in collection["features"]}
    assert len(collection["features"]) == len(features) == 4
    assert features["見本青果"]["geometry"] == {"type": "Point", "coordinates": [139.7029, 35.5308]}
    assert features["=1+1"]["geometry"] is None
    assert features["=1+1"]["properties"]["municipality_code"] == KAWASAKI
    assert json.loads(reader.get(f"/data/shops/{KAWASAKI}/geojson").data) == collection
    assert reader.get("/data/shops/csv").data == answer.data
    for nowhere in ("141003", "141306", "abcdef"):
        assert reader.get(f"/data/shops/{nowhere}/csv").status_code == 404

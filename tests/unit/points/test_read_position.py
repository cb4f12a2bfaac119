from __future__ import annotations

import pytest

from mykey.points.acts.read_position import Position, PositionFault, read_position

HERE = Position(35_530_800, 139_702_900)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("35.5308", "139.7029"),
        (" ３５．５３０８ ", "１３９．７０２９"),
        ("35.5308, 139.7029", ""),
        ("３５．５３０８，１３９．７０２９", " "),
        ("", "35.5308、139.7029"),
        ("(35.5308 139.7029)", ""),
        ("35.53080000", "139.70290049"),
    ],
)
def test_a_position_is_understood_as_people_type_it(latitude: str, longitude: str) -> None:
    assert read_position(latitude, longitude) == HERE
    assert (HERE.latitude, HERE.longitude) == ("35.5308", "139.7029")


@pytest.mark.parametrize(
    ("latitude", "longitude", "reason"),
    [
        ("35.5", "", "position-half"),
        ("", "139.7", "position-half"),
        ("北緯35度", "東経139度", "position-format"),
        ("1e2", "139", "position-format"),
        ("nan", "inf", "position-format"),
        ("35.5,139.7", "1", "position-format"),
        ("3" * 61, "139", "position-format"),
        ("139.7029", "35.5308", "position-swapped"),
        ("48.8566", "2.3522", "position-outside"),
        ("-35.5", "139.7", "position-outside"),
        ("37.5665", "126.978", "position-outside"),  # Seoul
        ("35.1796", "129.0756", "position-outside"),  # Busan
        ("43.1155", "131.8855", "position-outside"),  # Vladivostok
        ("25.033", "121.5654", "position-outside"),  # Taipei
    ],
)
def test_what_is_no_place_in_japan_is_refused(latitude: str, longitude: str, reason: str) -> None:
    with pytest.raises(PositionFault) as refused:
        read_position(latitude, longitude)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "corner",
    [
        "20.4253,136.0811",
        "45.5227,141.9367",
        "24.4494,122.9336",
        "24.2867,153.9807",
        "34.2,129.29",
        "31.99,128.35",
    ],
)
def test_the_corners_of_japan_are_in(corner: str) -> None:
    assert read_position(corner, "") is not None


def test_nothing_typed_is_no_position() -> None:
    assert read_position(" ", "　") is None

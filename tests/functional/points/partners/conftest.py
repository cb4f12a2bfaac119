"""The partners' API as companies meet it, on each engine in turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.support.partner_side import Company, PartnerClient, open_points_partners
from tests.support.points_ground import PointsTown


@pytest.fixture
def app(points_database_url: str, town: PointsTown) -> Iterator[Flask]:
    with open_points_partners(points_database_url, town) as made:
        yield made


@pytest.fixture
def company(town: PointsTown) -> Company:
    return Company.of(town)


@pytest.fixture
def client(app: Flask, company: Company) -> PartnerClient:
    return company.client(app)

"""The stand-in of a library's own system: a number comes in, nothing is kept."""

from __future__ import annotations

import pytest

from tests.support.browser_client import BrowserClient
from tests.support.leak_guard import LeakGuard
from town.library_system.lending import create_library_system

NUMBER = "180000000011"


@pytest.fixture
def lending() -> BrowserClient:
    return BrowserClient(create_library_system(8634), "http://127.0.0.1:8634")


@pytest.mark.parametrize(
    "typed",
    ["180000000011", "A180000000011A", "a180000000011b", "１８００００００００１１", " 1800-0000-0011 "],
)
def test_a_number_arrives_however_it_was_scanned_or_typed(
    lending: BrowserClient, leak_guard: LeakGuard, typed: str
) -> None:
    leak_guard.watch(NUMBER, "a patron number")
    answer = lending.post("/", data={"number": typed})

    assert answer.status_code == 200
    for part in ("1800", "0000", "0011"):
        assert f'<span class="number__part">{part}</span>' in answer.text


def test_the_field_waits_for_the_next_number_and_keeps_none(lending: BrowserClient) -> None:
    lending.post("/", data={"number": NUMBER})
    page = lending.get("/").text

    assert "autofocus" in page
    assert "0011" not in page


@pytest.mark.parametrize("typed", ["", "<script>", "1" * 21, "番号"])
def test_what_is_no_number_is_asked_for_again(lending: BrowserClient, typed: str) -> None:
    answer = lending.post("/", data={"number": typed})

    assert answer.status_code == 422
    assert "番号を読み取れませんでした。" in answer.text
    assert "<script>" not in answer.text


def test_it_speaks_english_by_switch(lending: BrowserClient) -> None:
    assert "Library card number" in lending.get("/?lang=en").text


def test_a_foreign_form_and_a_foreign_host_are_refused(lending: BrowserClient) -> None:
    assert lending.post("/", data={}, headers={"Origin": "http://elsewhere.example"}).status_code == 403
    assert lending.get("/", base_url="http://rebound.example").status_code == 421

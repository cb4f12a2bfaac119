from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from mykey.services.ground import Ground
from tests.factories.providers import a_library
from tests.factories.terminals import an_active_terminal
from tests.functional.console.conftest import Within
from tests.functional.console.officer_browser import OfficerBrowser


@pytest.fixture(autouse=True)
def town(ground: Ground, within: Within[None]) -> None:
    def make(session: Session) -> None:
        a_library(session)
        an_active_terminal(ground, session, terminal_id="10000001")

    within(make)


@pytest.mark.parametrize("who", ["kawasaki_browser", "operator_browser"])
def test_stop_resume_and_close(request: pytest.FixtureRequest, who: str) -> None:
    browser: OfficerBrowser = request.getfixturevalue(who)
    assert "利用中" in browser.get("/terminals").text
    path = "/terminals/10000001"
    assert "停止する" in browser.get(path).text
    assert browser.post(f"{path}/stop").status_code == 303
    stopped = browser.get(path).text
    assert "端末10000001を停止しました" in stopped
    assert "停止中" in stopped
    assert browser.post(f"{path}/stop").status_code == 409
    assert browser.post(f"{path}/resume").status_code == 303
    assert "利用中" in browser.get(path).text
    assert "閉鎖は取り消せません" in browser.get(f"{path}/close").text
    assert browser.post(f"{path}/close").status_code == 303
    closed = browser.get(path).text
    assert "閉鎖済み" in closed
    assert "停止する" not in closed
    for act in ("stop", "resume", "close"):
        assert browser.post(f"{path}/{act}").status_code == 409


def test_english(kawasaki_browser: OfficerBrowser) -> None:
    page = kawasaki_browser.get("/terminals/10000001", lang="en").text
    assert "Terminal 10000001" in page
    assert "In use" in page

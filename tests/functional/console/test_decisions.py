"""The operator's approval of a Form I: what kind of facility each points terminal stands in."""

from __future__ import annotations

import re
from time import process_time

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mykey.models.form_ones import FormOneRow
from mykey.models.terminals import Terminal
from tests.factories.forms import Machine, form_one_workbook
from tests.factories.providers import a_library
from tests.functional.console.conftest import Within
from tests.functional.console.officer_browser import OfficerBrowser

MACHINES: tuple[Machine, ...] = (
    ("イ", "", "見本果実店", "レジ1"),
    ("イ", "", "見本果実店", "レジ2"),
    ("イ", "", "見本<b>食堂", "レジ"),
    ("エ", "", "見本果実店", "窓口"),
    ("ウ", "", "みほん図書館 1階", "売店"),
)
#: places as the page numbers them: first what may be a library, then by name
LIBRARY, KITCHEN, FRUIT = "place_0", "place_1", "place_2"


def handed_in(kawasaki: OfficerBrowser, machines: tuple[Machine, ...] = MACHINES) -> str:
    answer = kawasaki.upload(form_one_workbook(machines, providers=()))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removeprefix("/console")


def categories(engine: Engine) -> dict[str, str | None]:
    with Session(engine) as session:
        found = session.execute(
            select(FormOneRow.terminal_name, Terminal.facility_category).join(
                Terminal, Terminal.form_row_id == FormOneRow.id
            )
        )
        return dict(iter(found))


def chosen(answer: TestResponse, name: str) -> str:
    """The option that a select shows as chosen."""
    select_tag = re.search(rf'<select[^>]*name="{name}".*?</select>', answer.text, re.DOTALL)
    assert select_tag is not None
    found = re.search(r'<option selected value="([^"]*)"', select_tag[0])
    return found[1] if found else ""


def test_nothing_is_preset_and_each_place_is_asked_for_once(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser
) -> None:
    page = operator_browser.get(f"{handed_in(kawasaki_browser)}/issue")
    assert page.text.count('name="place_') == 3
    assert {chosen(page, name) for name in (LIBRARY, KITCHEN, FRUIT, "of_all_others")} == {""}
    assert "見本&lt;b&gt;食堂" in page.text
    assert "レジ1、レジ2" in page.text
    assert page.text.index("みほん図書館 1階") < page.text.index("見本果実店")


def test_each_place_gets_its_category_and_the_others_the_common_one(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser, core_engine: Engine
) -> None:
    path = handed_in(kawasaki_browser)
    operator_browser.get(f"{path}/issue")
    answer = operator_browser.post(
        f"{path}/issue", **{KITCHEN: "restaurant", "no_library_0": "y", "of_all_others": "shop"}
    )
    assert answer.status_code == 303
    assert categories(core_engine) == {
        "レジ1": "shop",
        "レジ2": "shop",
        "レジ": "restaurant",
        "窓口": "shop",
        "売店": "shop",
    }
    with Session(core_engine) as session:
        terminal_id = session.scalars(
            select(Terminal.terminal_id).where(Terminal.facility_category == "restaurant")
        ).one()
    assert "飲食店" in kawasaki_browser.get(f"/terminals/{terminal_id}").text


def test_all_that_is_missing_is_told_at_once_and_what_was_chosen_stays(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser, core_engine: Engine
) -> None:
    path = handed_in(kawasaki_browser)
    operator_browser.get(f"{path}/issue")
    answer = operator_browser.post(f"{path}/issue", **{LIBRARY: "shop"})
    assert answer.status_code == 422
    for told in (
        "「見本果実店」の区分を選んでください。",
        "「見本&lt;b&gt;食堂」の区分を選んでください。",
        "「みほん図書館 1階」が図書館でないことを確かめ、チェックを入れてください。",
    ):
        assert told in answer.text
    assert chosen(answer, LIBRARY) == "shop"
    assert categories(core_engine) == {}


@pytest.mark.parametrize("fields", [{FRUIT: "library"}, {"of_all_others": "library", FRUIT: ""}])
def test_a_library_refuses_the_approval_and_is_named(
    kawasaki_browser: OfficerBrowser,
    operator_browser: OfficerBrowser,
    core_engine: Engine,
    fields: dict[str, str],
) -> None:
    path = handed_in(kawasaki_browser)
    operator_browser.get(f"{path}/issue")
    rest = {LIBRARY: "shop", "no_library_0": "y", KITCHEN: "restaurant"}
    answer = operator_browser.post(f"{path}/issue", **(rest | fields))
    assert answer.status_code == 422
    assert "図書館の端末では、ポイントを使うことも、付けることもできません：「見本果実店」。" in answer.text
    assert "この様式Ⅰを差し戻し" in answer.text
    assert categories(core_engine) == {}
    assert f"{path}/reject" in answer.text


def test_a_category_that_is_none_is_refused(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser, core_engine: Engine
) -> None:
    path = handed_in(kawasaki_browser)
    operator_browser.get(f"{path}/issue")
    answer = operator_browser.post(f"{path}/issue", of_all_others="castle", no_library_0="y")
    assert answer.status_code == 422
    assert "一覧から選んでください。" in answer.text
    assert categories(core_engine) == {}


def test_the_name_of_a_library_provider_is_a_warning_too(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser, within: Within[object]
) -> None:
    within(lambda session: a_library(session, name="こころの広場"))
    path = handed_in(kawasaki_browser, (("イ", "", "こころの広場", "レジ"),))
    assert "図書館かもしれません" in operator_browser.get(f"{path}/issue").text


def test_without_points_terminals_there_is_nothing_to_choose(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser, within: Within[object]
) -> None:
    within(a_library)
    machines = (("ア", "川崎市立図書館", "高津図書館", "1台目"),)
    answer = kawasaki_browser.upload(form_one_workbook(machines, providers=("川崎市立図書館",)))
    path = answer.headers["Location"].removeprefix("/console")
    page = operator_browser.get(f"{path}/issue").text
    assert "<select" not in page
    assert "図書館かもしれません" not in page
    assert operator_browser.post(f"{path}/issue").status_code == 303
    assert operator_browser.get(f"{path}/issue").status_code == 303  # decided: back to the form


def test_hundreds_of_places_are_one_quick_page(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser, core_engine: Engine
) -> None:
    machines = tuple(("イ", "", f"見本{number}号店", "レジ") for number in range(600))
    path = handed_in(kawasaki_browser, machines)
    began = process_time()
    page = operator_browser.get(f"{path}/issue")
    refused = operator_browser.post(f"{path}/issue", place_0="shop")
    assert process_time() - began < 5
    assert page.text.count('name="place_') == 600
    assert refused.status_code == 422
    assert refused.text.count("の区分を選んでください。</a>") == 20
    assert "ほかに579か所の区分が選ばれていません。" in refused.text
    assert operator_browser.post(f"{path}/issue", of_all_others="shop").status_code == 303
    assert categories(core_engine) == {"レジ": "shop"}

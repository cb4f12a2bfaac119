from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from mykey.console.permissions import PERMISSIONS_OF_ROLE, Permission, permission_of
from mykey.models.officers import OfficerRole
from mykey.services.ground import Ground
from tests.factories.forms import form_one_workbook
from tests.factories.terminals import a_contact, a_terminal
from tests.functional.console.conftest import Within
from tests.functional.console.officer_browser import OfficerBrowser

OPEN = {"static", "console_sign_in.sign_in"}
READING = {"read"}
VALUES = {
    "form_id": "11111111-1111-4111-8111-111111111111",
    "terminal_id": "10000001",
    "provider_id": "000001",
    "place": 0,
    "file_format": "xlsx",
}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in OPEN]


def test_every_view_declares_its_permission(app: Flask) -> None:
    for rule in rules(app):
        permission = permission_of(app.view_functions[rule.endpoint])
        assert permission is not None, rule.endpoint
        if "POST" in (rule.methods or set()) and rule.endpoint != "console_menu.sign_out":
            assert permission.rpartition(":")[2] not in READING, f"{rule.endpoint} writes"


def test_every_permission_is_held_by_somebody_and_used(app: Flask) -> None:
    used = {permission_of(app.view_functions[rule.endpoint]) for rule in rules(app)}
    assert used == set(Permission) == set().union(*PERMISSIONS_OF_ROLE.values())


def test_nobody_gets_in_without_signing_in(app: Flask) -> None:
    browser = OfficerBrowser(app)
    browser.get("/sign-in")
    for rule in rules(app):
        path = path_of(app, rule)
        for method in ("GET", "POST"):
            if method in (rule.methods or set()):
                answer = browser.get(path) if method == "GET" else browser.post(path)
                assert answer.status_code == 303, rule.endpoint
                assert answer.headers["Location"].startswith("/console/sign-in")


@pytest.mark.parametrize("role", [OfficerRole.OPERATOR, OfficerRole.MUNICIPALITY])
def test_each_role_does_what_the_table_says_and_nothing_else(
    app: Flask, operator_browser: OfficerBrowser, kawasaki_browser: OfficerBrowser, role: str
) -> None:
    browser = operator_browser if role == OfficerRole.OPERATOR else kawasaki_browser
    for rule in rules(app):
        if rule.endpoint == "console_menu.sign_out":
            continue
        permission = permission_of(app.view_functions[rule.endpoint])
        path = path_of(app, rule)
        for method in ("GET", "POST"):
            if method in (rule.methods or set()):
                answer = browser.get(path) if method == "GET" else browser.post(path)
                if permission in PERMISSIONS_OF_ROLE[role]:
                    assert answer.status_code in {200, 404, 422}, (rule.endpoint, answer.status_code)
                else:
                    assert answer.status_code == 403, rule.endpoint
                    assert "この操作はできません" in answer.text


def path_of(app: Flask, rule: Rule) -> str:
    with app.test_request_context(base_url="http://localhost:8612"):
        values = {name: VALUES[name] for name in rule.arguments}
        adapter = app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, values).removeprefix("/console")


def test_another_municipalitys_things_do_not_exist(
    kawasaki_browser: OfficerBrowser,
    yokohama_browser: OfficerBrowser,
    ground: Ground,
    within: Within[None],
) -> None:
    def make(session: Session) -> None:
        terminal = a_terminal(ground, session, kind="spend-points", terminal_id="10000001")
        a_contact(session, terminal)

    within(make)
    path = kawasaki_browser.upload(form_one_workbook()).headers["Location"].removeprefix("/console")
    theirs = [path, f"{path}/form-two", f"{path}/passwords", "/contacts/10000001", "/terminals/10000001"]
    for page in [*theirs, "/terminals/10000001/close"]:
        assert yokohama_browser.get(page).status_code == 404, page
    for act in (
        f"{path}/form-two",
        f"{path}/passwords",
        "/contacts/10000001/review",
        "/terminals/10000001/stop",
        "/terminals/10000001/resume",
        "/terminals/10000001/close",
    ):
        assert yokohama_browser.post(act, file_format="xlsx").status_code == 404, act
    for page in ("/forms", "/contacts", "/terminals"):
        text = yokohama_browser.get(page).text
        assert "10000001" not in text
        assert "川崎市" not in text
    assert kawasaki_browser.get("/contacts/10000001").status_code == 200


def test_an_address_that_is_no_page(kawasaki_browser: OfficerBrowser) -> None:
    for path in ("/nothing", "/forms/1", "/terminals/%00%00%00%00%00%00%00%00", "/contacts/1234567é"):
        answer = kawasaki_browser.get(path)
        assert answer.status_code == 404, path
        assert "ページが見つかりません" in answer.text

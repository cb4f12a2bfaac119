from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from werkzeug.routing import Rule

from mykey.points.acts.invite_till import invite_till
from mykey.points.models.officers import OfficeRole
from mykey.points.office.permissions import PERMISSIONS_OF_ROLE, OfficePermission, permission_of
from tests.support.clerk_browser import OFFICE_ORIGIN, ClerkBrowser
from tests.support.points_ground import KAWASAKI, PointsTown

OPEN = {"static", "office_sign_in.sign_in"}
SIGN_OUTS = {"office_menu.sign_out", "office_menu.sign_out_everywhere"}
UUID_OF_NOBODY = "11111111-1111-4111-8111-111111111111"
VALUES = {
    "correction_id": UUID_OF_NOBODY,
    "event_id": UUID_OF_NOBODY,
    "month": "2026-03",
    "partner_id": UUID_OF_NOBODY,
    "shop_id": UUID_OF_NOBODY,
    "till_id": "10000001",
}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in OPEN]


def path_of(app: Flask, rule: Rule) -> str:
    with app.test_request_context(base_url=OFFICE_ORIGIN):
        values = {name: VALUES[name] for name in rule.arguments}
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def test_every_view_declares_its_permission(app: Flask) -> None:
    for rule in rules(app):
        permission = permission_of(app.view_functions[rule.endpoint])
        assert permission is not None, rule.endpoint
        if "POST" in (rule.methods or set()):
            assert not permission.endswith(":read"), f"{rule.endpoint} writes"


def test_every_permission_is_held_by_somebody_and_used(app: Flask) -> None:
    used = {permission_of(app.view_functions[rule.endpoint]) for rule in rules(app)}
    assert used == set(OfficePermission) == set().union(*PERMISSIONS_OF_ROLE.values())


def test_nobody_gets_in_without_signing_in(app: Flask) -> None:
    browser = ClerkBrowser(app)
    browser.get("/sign-in")
    for rule in rules(app):
        path = path_of(app, rule)
        for method in {"GET", "POST"} & (rule.methods or set()):
            answer = browser.get(path) if method == "GET" else browser.post(path)
            assert answer.status_code == 303, rule.endpoint
            assert answer.headers["Location"].startswith("/points-office/sign-in")


@pytest.mark.parametrize("role", [OfficeRole.OPERATOR, OfficeRole.MUNICIPALITY])
def test_each_role_does_what_the_table_says_and_nothing_else(
    app: Flask, operator_browser: ClerkBrowser, kawasaki_browser: ClerkBrowser, role: str
) -> None:
    browser = operator_browser if role == OfficeRole.OPERATOR else kawasaki_browser
    for rule in rules(app):
        if rule.endpoint in SIGN_OUTS:
            continue
        permission = permission_of(app.view_functions[rule.endpoint])
        path = path_of(app, rule)
        for method in {"GET", "POST"} & (rule.methods or set()):
            answer = browser.get(path) if method == "GET" else browser.post(path)
            if permission in PERMISSIONS_OF_ROLE[role]:
                # An empty form may be right: no vouchers, the platform's own settlement form.
                assert answer.status_code in {200, 303, 400, 404, 422}, (rule.endpoint, answer.status_code)
                assert "/sign-in" not in answer.headers.get("Location", ""), rule.endpoint
            else:
                assert answer.status_code == 403, rule.endpoint
                assert "この操作はできません" in answer.text


def test_another_municipalitys_things_do_not_exist(
    kawasaki_browser: ClerkBrowser, yokohama_browser: ClerkBrowser, town: PointsTown
) -> None:
    shop = town.shop()
    event = town.event(date(2026, 5, 1), date(2026, 5, 31))
    till = town.do(lambda work: invite_till(work, KAWASAKI, shop, "1番", "spend")).till_id
    pages = [
        f"/events/{event}",
        f"/shops/{shop}",
        f"/shops/{shop}/close",
        f"/shops/{shop}/tills/new",
        f"/tills/{till}/code",
        f"/tills/{till}/invite",
        f"/tills/{till}/close",
    ]
    for page in pages:
        assert yokohama_browser.get(page).status_code == 404, page
        if page.rpartition("/")[2] not in {str(shop), "code"}:
            assert yokohama_browser.post(page, till_name="x", till_kind="spend").status_code == 404, page
    for page in ("/shops", "/events"):
        assert "見本" not in yokohama_browser.get(page).text
    for page in pages:
        assert kawasaki_browser.get(page).status_code == 200, page


def test_a_municipality_without_a_programme_is_told_so(yokohama_browser: ClerkBrowser) -> None:
    for page in ("/programme", "/events/new", "/shops/new"):
        answer = yokohama_browser.get(page)
        assert answer.status_code == 404
        assert "運用者に、事業を開くように頼んでください" in answer.text
    for page in ("/grants", "/grants/file"):
        assert "いまは付与できません" in yokohama_browser.get(page).text
    assert yokohama_browser.get("/totals").status_code == 200

"""Every address of every face: who may call it, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from mykey.console.permissions import PERMISSIONS_OF_ROLE, Permission, permission_of
from mykey.web.authentication import DECLARED
from tests.support.every_face import FACES, PATHS

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}

#: What everybody may change without having signed in, and why.
OPEN_TO_EVERYBODY = {
    "portal": {
        "portal_consent.consent": "creating a MyKey ID begins without one",
        "portal_card.card": "to the card agent; the card is the proof",
        "portal_card.card_return": "the card agent's cross-site answer, believed nothing",
        "portal_choose.draw": "behind a card proved in this session",
        "portal_choose.own_choice": "behind a card proved in this session",
        "portal_choose.take_drawn": "behind a card proved in this session",
        "portal_register.register": "behind a card proved in this session",
        "portal_sign_in.sign_in": "signing in",
        "portal_sign_in.by_card": "signing in",
    },
    "terminals": {"activation.activate": "ID and password are in the body; rate limited"},
    "console": {"console_sign_in.sign_in": "signing in"},
    "points": {
        "points_entry.enter": "the portal's page posts a ticket, which is the proof",
        "points_entry.sign_out": "leaving needs no proof",
        "points_coupon_links.prefill": "a company's page brings a code; it counts when its owner confirms",
    },
    "points_till": {"enrolment.enrol": "the one-time code is in the body; rate limited"},
    "points_office": {"office_sign_in.sign_in": "signing in"},
    "points_navi": {},
    "points_partners": {},
}

#: Changes behind a permission to read, and why.
CHANGES_OF_READERS = {"console_menu.sign_out": "signing out is everybody's who is in"}


def rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            yield rule


def check_of(app: Flask, rule: Rule) -> str | None:
    """The name of the declared check that runs before the rule's view; None where there is none."""
    blueprint = rule.endpoint.rpartition(".")[0]
    checks = {check.__name__ for check in app.before_request_funcs.get(blueprint, [])}
    declared = DECLARED.get(blueprint)
    return declared if declared in checks else None


@pytest.mark.parametrize("face", FACES)
def test_every_blueprint_declares_who_may_call_it(faces: dict[str, Flask], face: str) -> None:
    app = faces[face]
    assert [rule.rule for rule in rules(app) if check_of(app, rule) is None] == []
    assert len(list(rules(app))) > 0


def test_no_blueprint_shares_its_name_with_another_faces(faces: dict[str, Flask]) -> None:
    """The declaration is kept by name."""
    names = [name for app in faces.values() for name in app.blueprints]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("face", FACES)
def test_what_everybody_may_change_is_written_down(faces: dict[str, Flask], face: str) -> None:
    app = faces[face]
    found = {
        rule.endpoint
        for rule in rules(app)
        if (rule.methods or set()) & CHANGING and check_of(app, rule) == "no_auth_needed"
    }
    assert found == set(OPEN_TO_EVERYBODY[face])


@pytest.mark.parametrize("face", FACES)
def test_the_check_that_is_declared_is_the_one_that_runs_first(faces: dict[str, Flask], face: str) -> None:
    app = faces[face]
    for name in app.blueprints:
        assert [check.__name__ for check in app.before_request_funcs.get(name, [])] == [DECLARED[name]]


def test_every_page_of_officers_names_its_permission(faces: dict[str, Flask]) -> None:
    app = faces["console"]
    views = {
        rule.endpoint: permission_of(app.view_functions[rule.endpoint])
        for rule in rules(app)
        if check_of(app, rule) != "no_auth_needed"
    }
    assert [name for name, permission in views.items() if permission is None] == []
    held = frozenset[Permission]().union(*PERMISSIONS_OF_ROLE.values())
    assert {permission for permission in views.values() if permission is not None} == held == set(Permission)


def test_nothing_is_changed_behind_a_permission_to_read(faces: dict[str, Flask]) -> None:
    app = faces["console"]
    found = set()
    for rule in rules(app):
        permission = permission_of(app.view_functions[rule.endpoint])
        if (rule.methods or set()) & CHANGING and permission is not None and permission.endswith(":read"):
            found.add(rule.endpoint)
    assert found == set(CHANGES_OF_READERS)


def test_the_operator_never_downloads_passwords() -> None:
    assert Permission.FORM_TWO_DOWNLOAD not in PERMISSIONS_OF_ROLE["operator"]
    assert PERMISSIONS_OF_ROLE["operator"] != PERMISSIONS_OF_ROLE["municipality"]


WORD = r"[a-z0-9]+(-[a-z0-9]+)*"
TYPED = r"<(uuid|int|string\(length=\d+\)|any\([^/]*\)):[a-z_]+>"
SEGMENT = re.compile(rf"{WORD}|{TYPED}|openapi\.json|")


@pytest.mark.parametrize("face", FACES)
def test_addresses_are_kebab_case_and_their_parts_typed(faces: dict[str, Flask], face: str) -> None:
    odd = [
        rule.rule
        for rule in rules(faces[face])
        if not all(SEGMENT.fullmatch(part) for part in rule.rule.removeprefix("/").split("/"))
    ]
    assert odd == []


@pytest.mark.parametrize("face", FACES)
def test_an_html_faces_addresses_lie_under_its_own_path(faces: dict[str, Flask], face: str) -> None:
    """On one host each cookie is for the face's own path (architecture.md)."""
    app = faces[face]
    top = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert top == ({PATHS[face].removeprefix("/")} if face in PATHS else {"v1", "static"})


@pytest.mark.parametrize("face", FACES)
def test_each_address_answers_one_thing(faces: dict[str, Flask], face: str) -> None:
    seen: set[tuple[str, str]] = set()
    for rule in faces[face].url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            assert (rule.rule, method) not in seen
            seen.add((rule.rule, method))

"""A member's pages: the front page with the sign-in, the consent to the points site, the coupons."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from flask import Flask, Response, abort, g, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from town.partner_company.authorization import (
    Asked,
    ClientUnknown,
    give_code,
    read_authorization,
    refusal_address,
)
from town.partner_company.books import MEMBERS
from town.partner_company.coupons import Coupon, qr_image, see_coupon, unused
from town.partner_company.workplace import Workplace

__all__ = ["add_member_pages"]

SHOWN_COUPONS = 6
UNPROCESSABLE = 422


@dataclass(frozen=True)
class Member:
    """Who is signed in."""

    login: str
    name: str
    balance: int


def add_member_pages(app: Flask, at: Workplace) -> None:
    """`/`, `/sign-in`, `/sign-out`, `/authorize`, `/coupons` and its pictures."""

    @app.get("/")
    def home() -> str:
        return render_template(
            "partner_company/home.html", member=_member(at), demo_members=MEMBERS, target="/", failed=False
        )

    @app.post("/sign-in")
    def sign_in() -> AnyResponse | tuple[str, int]:
        target = _target()
        login, password = request.form.get("login", "").strip(), request.form.get("password", "")
        row = at.books.row("SELECT password FROM members WHERE login = ?", login)
        if row is None or not hmac.compare_digest(row["password"].encode(), password.encode()):
            page = render_template(
                "partner_company/home.html", member=None, demo_members=MEMBERS, target=target, failed=True
            )
            return page, UNPROCESSABLE
        session.clear()
        session["login"] = login
        return redirect(target, 303)

    @app.post("/sign-out")
    def sign_out() -> AnyResponse:
        session.clear()
        return redirect("/", 303)

    @app.get("/coupons")
    def coupons() -> str:
        g.names_itself = True
        return render_template(
            "partner_company/coupons.html",
            coupons=unused(at.books, at.contract, SHOWN_COUPONS),
            prefill_url=f"{at.contract.points_url}coupons/prefill",
        )

    @app.get("/coupons/<batch>-<int:number>.svg")
    def picture(batch: str, number: int) -> Response:
        coupon: Coupon | None = see_coupon(at.books, at.contract, batch, number)
        if coupon is None:
            abort(404)
        return Response(qr_image(coupon), mimetype="image/svg+xml")

    _add_consent(app, at)


def _add_consent(app: Flask, at: Workplace) -> None:
    @app.get("/authorize")
    def authorize() -> AnyResponse | str | tuple[str, int]:
        asked = _asked(at)
        if isinstance(asked, tuple):
            return asked
        if asked.fault is not None:
            return redirect(refusal_address(at.contract, asked, asked.fault), 303)
        here = f"/authorize?{request.query_string.decode('ascii', 'replace')}"
        member = _member(at)
        if member is None:
            return render_template(
                "partner_company/home.html", member=None, demo_members=MEMBERS, target=here, failed=False
            )
        return render_template("partner_company/authorize.html", member=member, target=here)

    @app.post("/authorize")
    def decide() -> AnyResponse | tuple[str, int]:
        asked, member = _asked(at), _member(at)
        if isinstance(asked, tuple):
            return asked
        if asked.fault is not None:
            return redirect(refusal_address(at.contract, asked, asked.fault), 303)
        if member is None or request.form.get("decision") != "allow":
            return redirect(refusal_address(at.contract, asked, "access_denied"), 303)
        return redirect(give_code(at.books, at.contract, asked, member.login, at.clock), 303)


def _asked(at: Workplace) -> Asked | tuple[str, int]:
    try:
        return read_authorization(request.args, at.contract)
    except ClientUnknown:
        return render_template("partner_company/unknown_client.html"), 400


def _member(at: Workplace) -> Member | None:
    row = at.books.row("SELECT login, name, balance FROM members WHERE login = ?", session.get("login"))
    if row is None:
        return None
    g.sign_out_url = "/sign-out"
    return Member(**row)


def _target() -> str:
    """Back to the consent, or to the front page; nowhere else."""
    typed = request.form.get("target", "")
    return typed if typed.startswith("/authorize?") else "/"

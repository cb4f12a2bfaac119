"""What two citizens do: on the points side always the same, at libraries as the world has it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.models.links import Link
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.acts.settlement.close_month import close_month
from mykey.points.acts.settlement.judge_correction import approve_correction
from mykey.points.acts.settlement.months import next_to_close
from mykey.points.acts.settlement.request_correction import CorrectionWanted, request_correction
from mykey.points.jobs.count_figures import count_figures
from mykey.points.models.office_work import CorrectionKind
from tests.factories.clerks import a_municipal_clerk, as_signed_in
from tests.proofs.two_sides import Citizen, TwoSides
from tests.support.card_at_counter import touched_object
from tests.support.points_ground import KAWASAKI
from tests.support.terminal_client import TerminalClient

__all__ = ["Life", "come", "live", "use_points"]

_CODE = re.compile(r"(\d{4}) (\d{4})")

AfterLink = Callable[[TwoSides, Citizen], None]


@dataclass(frozen=True)
class Life:
    """How much the library is used, and what else happens at each link: nothing, but for a planted leak."""

    library: bool
    after_link: AfterLink | None = None


def live(town: TwoSides, life: Life) -> tuple[Citizen, Citizen]:
    """Everything, in one order; library use comes between the acts of points."""
    hanako, taro = come(town)
    for person, name, number in ((hanako, "hanako", "180000000011"), (taro, "taro", "180000000022")):
        _link(town, life, town.library, person, number)
        use_points(town, person, f"{name}@points.example")
        _link(town, life, town.street, person, f"ABC{number[-3:]}")
    _again(town, life, hanako, taro)
    town.clock.advance(seconds=23)
    town.send_mails()
    town.write_counts()
    settle_up(town)
    return hanako, taro


def come(town: TwoSides) -> tuple[Citizen, Citizen]:
    """Both register."""
    return (
        town.citizen("hanako", "HANAKO80", "hanako@core.example"),
        town.citizen("taro", "TARO9999", "taro@core.example"),
    )


def use_points(town: TwoSides, person: Citizen, mail: str) -> None:
    """Open an account, ask for notices, get, move, spend by card and by phone, see the history, leave."""
    town.hand_over(person)
    page = person.points
    page.get("/notices/mail")
    page.follow(page.post("/notices/mail", mail=mail))
    town.send_mails()
    code = _CODE.search(town.points_mails.mails[-1].text)
    assert code
    page.get("/notices/code")
    page.follow(page.post("/notices/code", code=code[1] + code[2]))
    page.get("/notices")
    page.follow(page.post("/notices", notices=["granted", "expiring", "expired"]))
    holder = person.holder_id
    assert holder is not None
    town.clock.advance(minutes=1, seconds=11)
    with town.streams.at("points"):
        town.town.do(lambda work: put_into_reserve(work, holder, 3000))
        town.town.do(lambda work: grant_points(work, holder, KAWASAKI, 500))
    page.get("/move")
    page.post("/move", target=KAWASAKI, amount="1000")
    page.follow(page.post("/move/confirm"))
    _from_company(town, person)
    _pay(town, person)
    _vouchers(town, person)
    for path in ("/", "/history/reserve", "/history/municipal"):
        assert page.get(path).status_code == 200
    page.follow(page.post("/sign-out"))


def _from_company(town: TwoSides, person: Citizen) -> None:
    """A coupon, and some of the company's own points."""
    page, company = person.points, town.company
    page.get("/coupons")
    page.post("/coupons", code=company.coupons.pop())
    page.follow(page.post("/coupons/confirm"))
    assert "留保に入りました" in page.text, page.text
    page.get(f"/exchanges/new/{company.partner_id}")
    address = page.post(f"/partners/{company.partner_id}/sign-in").location
    with town.streams.at("company"):
        back = company.sign_in(address)
    page.follow(page.get(back))
    page.post("/exchanges/amount", units="1500")
    page.follow(page.post("/exchanges/amount/confirm"))
    assert "留保に入りました" in page.text, page.text
    town.clock.advance(minutes=1, seconds=3)


def _vouchers(town: TwoSides, person: Citizen) -> None:
    """Two, of which a shop takes one."""
    machine, till = town.counter.issuer, town.counter.spender
    opening = town.till_ticket(person, machine)
    with town.streams.at("till"):
        body = {"session": machine.session(opening), "purse": "municipal", "faces": [100, 500]}
        issued = machine.act("/v1/vouchers", body, uuid.uuid4().hex)
        assert issued.status_code == 201, issued.text
        code = issued.get_json()["vouchers"][0]["code"]
        taken = till.act("/v1/voucher-takes", {"code": code}, uuid.uuid4().hex)
        assert taken.status_code == 201, taken.text
    town.clock.advance(minutes=2, seconds=29)


def settle_up(town: TwoSides) -> None:
    """Days later: the company hears of its coupons, two clerks put a payment right, the month is closed."""
    town.clock.advance(days=1)
    with town.streams.at("points"):
        town.company.tell()
        one, other = (
            as_signed_in(town.town, a_municipal_clerk(town.town, login=name)) for name in ("abe", "baba")
        )
        wanted = CorrectionWanted(
            CorrectionKind.FROM_SHOP, 20, "wrong-amount", shop_id=town.counter.shop_id, receipt_number=1
        )
        wish = town.town.do(lambda work: request_correction(work, one, "once", wanted))
        town.town.do(lambda work: approve_correction(work, other, wish))
        town.clock.advance(days=30)
        month = town.town.do(lambda work: next_to_close(work, KAWASAKI))
        assert month is not None
        assert town.town.do(lambda work: close_month(work, one, month)) > 0
        count_figures(town.town.engine, town.town.ground)


def _pay(town: TwoSides, person: Citizen) -> None:
    till = town.counter.spender
    opening = town.till_ticket(person, till)
    person.points.get("/pay")
    person.points.follow(person.points.post("/pay"))
    shown = re.search(r"([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", person.points.words().replace(" ", ""))
    assert shown
    for way in (opening, {"pay_code": shown[1]}):
        with town.streams.at("till"):
            body = {"session": till.session(way), "amount": 120, "purse": "municipal"}
            paid = till.act("/v1/spends", body, uuid.uuid4().hex)
        assert paid.status_code == 201, paid.text
    town.clock.advance(minutes=2, seconds=17)


def _link(town: TwoSides, life: Life, terminal: TerminalClient, person: Citizen, number: str) -> None:
    """A link and some look-ups."""
    if not life.library:
        return
    with town.streams.at("desk"):
        body = {"card": town.card_object(terminal, person), "service_id": number, "change_notice": False}
        linked = terminal.post("/v1/links", body, {"Idempotency-Key": uuid.uuid4().hex})
        assert linked.status_code == 201, linked.text
        for _ in range(3):
            seen = terminal.post("/v1/lookups", {"card": touched_object(person.card)})
            assert seen.status_code == 200, seen.text
    if life.after_link is not None:
        life.after_link(town, person)


def _again(town: TwoSides, life: Life, hanako: Citizen, taro: Citizen) -> None:
    """Cut links, give back a number, look at My Page; then both come to the points site once more."""
    if life.library:
        with Session(town.core_engine) as session:
            links = list(session.scalars(select(Link.id)))
        for person in (hanako, taro):
            person.portal.show("/my-page")
            for link in links:
                if str(link) in person.portal.text:
                    person.portal.show(f"/my-page/links/{link}/cut")
                    person.portal.follow(person.portal.post(f"/my-page/links/{link}/cut"))
                    break
        with town.streams.at("desk"):
            town.library.post("/v1/links/removal", {"service_id": "180000000022"})
    for person in (hanako, taro):
        town.hand_over(person)
        assert person.points.get("/history/municipal").status_code == 200

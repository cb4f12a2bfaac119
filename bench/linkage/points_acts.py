"""What a person does on the points side, from the ticket on, by the acts that the faces call."""

from __future__ import annotations

from typing import Any

from bench.linkage.core_acts import Nowhere
from bench.linkage.partner_acts import PartnerActs
from bench.linkage.people import SESSIONS_FROM, Person, browser_session
from mykey.crypto.purposes import PointsPurpose
from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL, TicketPurpose
from mykey.kernel.ports import TicketWish
from mykey.points.acts.find_holder_by_ticket import Subjects
from mykey.points.acts.move_points import move_points
from mykey.points.acts.open_holder import open_holder
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.ground import PointsWork
from mykey.points.holders import NO_NOTICES, Choices, keep_choices, open_holder_row
from mykey.points.jobs.purge import purge_points
from mykey.points.jobs.send_letters import send_letters
from mykey.points.ledger.once import make_call, once
from mykey.points.models.sessions import POINTS_SESSION, PointsSession
from mykey.points.settling import settle
from mykey.points.tickets import check_for, open_once
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.ticket_sides import TicketSides

__all__ = ["PointsActs"]

POINTS_COME, POINTS_MOVE = 1000, 300
#: How points come in; and one in how many takes a voucher.
WAYS, VOUCHERS = 3, 4


class PointsActs:
    """A method an act, named as in `people`."""

    def __init__(self, town: PointsTown, tickets: TicketSides, people: int) -> None:
        self._town = town
        self._tickets = tickets
        self._partners = PartnerActs(town, people)

    def open(self, person: Person) -> None:
        """With a ticket from My Page; the points account is opened."""
        wish = TicketWish(TicketPurpose.PORTAL, NO_MUNICIPALITY, NO_TILL, person.known_citizen)
        text = self._tickets.write(wish).text

        def enter(work: PointsWork) -> Subjects:
            return check_for(open_once(work, self._tickets.opener, text), TicketPurpose.PORTAL).subjects

        subjects = settle(self._town.engine, self._town.ground, enter, apart_first=True)
        person.holder_id = self._town.do(lambda work: open_holder(work, subjects, "ja"))
        if person.mail is not None:
            self._wants_notices(person, person.mail)
        self._visit(person)

    def reserve(self, person: Person) -> None:
        """Points come in: by the operator, by a company's coupon, by an exchange, by turns."""
        holder = person.known_holder
        if person.number % WAYS == 0:
            self._partners.coupon(holder)
        elif person.number % WAYS == 1:
            self._partners.exchange(holder)
        else:
            self._town.do(lambda work: put_into_reserve(work, holder, POINTS_COME + person.number % 7))

    def move(self, person: Person) -> None:
        """Out of the reserve, by a form with its key; some take a voucher."""
        holder = person.known_holder

        def act(work: PointsWork) -> dict[str, Any]:
            call = make_call(work.keys, str(holder), "move", work.random_bytes(16).hex(), b"")

            def moved() -> dict[str, Any]:
                done = move_points(work, holder, POINTS_MOVE, municipality_code=KAWASAKI)
                return {"ends_on": done.ends_on.isoformat()}

            return once(work, call, moved)

        self._town.do(act)
        if person.number % VOUCHERS == 0:
            self._partners.voucher(holder, used=person.number % (2 * VOUCHERS) == 0)
        self._visit(person)

    def clear_up(self) -> None:
        """What the timed jobs do."""
        engine, ground = self._town.engine, self._town.ground
        while send_letters(engine, ground.keys, Nowhere()).sent:
            pass
        purge_points(engine, ground.keys, ground.clock)

    def _wants_notices(self, person: Person, mail: str) -> None:
        """The address is confirmed; every notice is wished for."""
        holder = person.known_holder

        def act(work: PointsWork) -> None:
            row = open_holder_row(work, holder, lock=True)
            keep_choices(work, row, Choices(mail, dict.fromkeys(NO_NOTICES, True), "ja", None))

        self._town.do(act)

    def _visit(self, person: Person) -> None:
        """The browser on the points side, written after the request."""
        ground = self._town.ground
        moment = ground.clock()
        if moment < SESSIONS_FROM:
            return
        index = ground.keys.index(PointsPurpose.POINTS_SESSION_INDEX, ground.random_bytes(32))
        sealed = ground.keys.seal(POINTS_SESSION, index, browser_session(str(person.known_holder), moment))
        self._town.do(lambda work: work.session.add(PointsSession(token_index=index, data_sealed=sealed)))

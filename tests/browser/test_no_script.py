"""Without JavaScript: create a MyKey ID by the third draw, sign in by card, link, look up."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.counter import LIBRARY, Counter
from tests.browser.pages.agent import Agent
from tests.browser.pages.desk import Desk
from tests.browser.pages.portal import Portal
from tests.browser.pages.window import Window
from tests.support.running_town import RunningTown
from tests.support.town_secrets import TownSecrets


def test_the_whole_job_without_script(
    town: RunningTown, counter: Counter, open_window: Callable[..., Window], secrets: TownSecrets
) -> None:
    town.card("issue", "umeko", "--holder", "見本　梅子", "--born", "1948-02-29", "--key-type", "p384")
    town.put("umeko", "citizen")
    portal = Portal(open_window(with_script=False), town.layout.address("portal"))
    agent = Agent(portal.window)
    portal.begin()
    portal.consent()
    portal.to_card_agent()
    agent.give_wrong_pin("9999", left=2)
    agent.give_pin("1234")
    mykey_id = [portal.draw() for _ in range(3)][-1]
    secrets.add(mykey_id, "a MyKey ID")
    portal.window.shows("3回目の抽選です。このマイキーIDを登録します。")
    portal.window.press("このIDで進む")
    portal.register("umeboshi to hon to neko")
    portal.sign_out()
    portal.sign_in_by_card()
    agent.give_pin("1234")
    assert portal.show_mykey_id() == mykey_id
    number = town.free_number(3)
    secrets.add_number(number)
    town.put("umeko", "library")
    desk = Desk(open_window(with_script=False), counter.origin)
    desk.link(number, change_notice=True)
    town.put("umeko", "library")
    desk.look_up()
    desk.window.shows(number)
    town.take_away("library")
    desk.window.shows("結果を消しました。")  # the page fetches itself anew every three seconds
    portal.cut_link(LIBRARY)

"""A code is tried five times at most, however many try at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from mykey.points.acts.ask_mail_address import ask_mail_address
from mykey.points.acts.confirm_mail_address import confirm_mail_address
from mykey.points.refusals import MailCodeOver, MailCodeWrong
from tests.support.points_ground import PointsTown


def test_twenty_at_once_have_five_tries(town: PointsTown) -> None:
    holder = town.person()
    town.do(lambda work: ask_mail_address(work, holder, "a@mail.example", "ja"))

    def guess(_: int) -> str:
        try:
            town.do(lambda work: confirm_mail_address(work, holder, "x", "ja"), apart_first=True)
        except (MailCodeWrong, MailCodeOver) as refusal:
            return f"{refusal.code} {refusal.facts.get('left')}"
        return "taken"

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(guess, range(20)))
    assert answers == Counter({f"mail-code-wrong {left}": 1 for left in range(1, 5)}) + Counter(
        {"mail-code-over None": 16}
    )

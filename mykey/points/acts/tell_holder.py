"""Leave a notice for a holder who asked for it and confirmed an address: in the transaction of the act.

The mail is of the points side alone and names neither the person nor the core.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from mykey.points.acts.leave_letter import leave_letter
from mykey.points.ground import PointsWork
from mykey.points.holders import choices_of, open_holder_row

__all__ = ["Notice", "notice_text", "tell_holder"]


class Notice(StrEnum):
    """What a holder can ask to be told."""

    GRANTED = "granted"
    EXPIRING = "expiring"
    EXPIRED = "expired"


_RESERVE = {"ja": "留保ポイント", "en": "Reserve points"}

#: (language, notice, whether in the reserve) → subject, first sentence, the last day's name
_TEXTS: dict[tuple[str, Notice, bool], tuple[str, str, str]] = {
    ("ja", Notice.GRANTED, False): (
        "【自治体ポイント】ポイントが付きました",
        "ポイントが付きました。",
        "使える最後の日",
    ),
    ("ja", Notice.GRANTED, True): (
        "【自治体ポイント】ポイントが入りました",
        "留保にポイントが入りました。期限の日までに、使いたい自治体かイベントへ移してください。",
        "移す期限の日",
    ),
    ("ja", Notice.EXPIRING, False): (
        "【自治体ポイント】もうすぐ期限です",
        "もうすぐ使えなくなるポイントがあります。",
        "使える最後の日",
    ),
    ("ja", Notice.EXPIRING, True): (
        "【自治体ポイント】留保のポイントの期限",
        "留保に、移す期限が近いか、過ぎたポイントがあります。使いたい自治体かイベントへ移してください。",
        "移す期限の日",
    ),
    ("ja", Notice.EXPIRED, False): (
        "【自治体ポイント】期限が過ぎました",
        "期限が過ぎて、使えなくなったポイントがあります。",
        "使えた最後の日",
    ),
    ("ja", Notice.EXPIRED, True): (
        "【自治体ポイント】留保の期限が過ぎました",
        "留保の期限が過ぎたポイントがあります。",
        "移す期限の日",
    ),
    ("en", Notice.GRANTED, False): (
        "[Municipal points] You received points",
        "You received points.",
        "Last day to use them",
    ),
    ("en", Notice.GRANTED, True): (
        "[Municipal points] Points came in",
        "Points came into your reserve. Please move them to a municipality or an event by the day below.",
        "Day by which to move them",
    ),
    ("en", Notice.EXPIRING, False): (
        "[Municipal points] Points end soon",
        "Some of your points can soon no longer be used.",
        "Last day to use them",
    ),
    ("en", Notice.EXPIRING, True): (
        "[Municipal points] The term of reserve points",
        "The term of points in your reserve ends soon or is over. Please move them on.",
        "Day by which to move them",
    ),
    ("en", Notice.EXPIRED, False): (
        "[Municipal points] Points have ended",
        "Some of your points have ended and can no longer be used.",
        "Last day they could be used",
    ),
    ("en", Notice.EXPIRED, True): (
        "[Municipal points] The term of reserve points is over",
        "The term of points in your reserve is over.",
        "Day by which to move them",
    ),
}

_FORM = {
    "ja": (
        "{first}\n\n"
        "　ポイントの種類：{place}\n"
        "　ポイント数：{amount:,}ポイント\n"
        "　{day_name}：{day.year}年{day.month}月{day.day}日\n\n"
        "くわしくは、マイページから自治体ポイントのサイトに進んで、確かめてください。\n"
        "お知らせは、自治体ポイントのサイトで、いつでも止められます。\n"
        "このメールに返信しても、お返事できません。\n"
    ),
    "en": (
        "{first}\n\n"
        "  Kind of points: {place}\n"
        "  Points: {amount:,}\n"
        "  {day_name}: {day}\n\n"
        "To see more, go to the points site from My Page.\n"
        "You can stop these notices on the points site at any time.\n"
        "Please do not reply to this mail: nobody reads the answers.\n"
    ),
}


def tell_holder(
    work: PointsWork, holder_id: UUID, notice: Notice, *, amount: int, ends_on: date, place: str | None
) -> None:
    """Leave the letter. `place` is the programme's or event's name; None: the reserve.

    Raises:
        PointsAccountNotFound: the holder has closed.
    """
    choices = choices_of(work, open_holder_row(work, holder_id))
    if choices.mail is None or not choices.notices[notice]:
        return
    leave_letter(work, choices.mail, *notice_text(choices.language, notice, amount, ends_on, place))


def notice_text(
    language: str, notice: Notice, amount: int, ends_on: date, place: str | None
) -> tuple[str, str]:
    """Subject and text of a notice."""
    subject, first, day_name = _TEXTS[language, notice, place is None]
    text = _FORM[language].format(
        first=first, place=place or _RESERVE[language], amount=amount, day_name=day_name, day=ends_on
    )
    return subject, text

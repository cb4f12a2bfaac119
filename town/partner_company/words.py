"""Words of the company's pages."""

from __future__ import annotations

from flask_babel import gettext as _

from town.partner_company.behaviour import Behaviour
from town.partner_company.exchanges import State

__all__ = ["behaviour_words", "outcome_words", "saying_words", "state_words"]


def behaviour_words() -> dict[str, str]:
    """What the company does when it is asked for points."""
    return {
        Behaviour.WELL: _("きちんと返事をする"),
        Behaviour.TWICE: _("同じ返事を2回する"),
        Behaviour.LATE: _("あとで返事をする（30秒は待たせる）"),
        Behaviour.NEVER: _("ポイントを引いたのに、返事をしない"),
        Behaviour.OTHER_AMOUNT: _("違うポイント数で返事をする"),
        Behaviour.WRONG_SIGNATURE: _("正しくない署名で返事をする"),
        Behaviour.REFUSE: _("断る"),
    }


def state_words() -> dict[str, str]:
    """How far an exchange has come."""
    return {
        State.WAITING: _("返事をしていない"),
        State.DONE: _("引いた"),
        State.REFUSED: _("断った"),
        State.CANCELLED: _("取り消された"),
    }


def saying_words() -> dict[str, str]:
    """What may be said about an exchange once more."""
    return {
        "answer": _("帳簿のとおりに返事をする"),
        "done": _("「引いた」と言う"),
        "refused": _("「断った」と言う"),
        "other-amount": _("違うポイント数を言う"),
        "wrong-signature": _("違う署名で言う"),
    }


def outcome_words() -> dict[str, str]:
    """What a button did."""
    return {
        "behaves": _("これからの返事のしかたを変えました。"),
        "sent": _("クーポンを登録しました。"),
        "said": _("返事を送りました。結果は一覧にあります。"),
    }

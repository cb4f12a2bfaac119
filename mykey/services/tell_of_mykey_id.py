"""A mail that says a MyKey ID was registered. The ID is not in it: who reads the mail learns nothing."""

from __future__ import annotations

from mykey.kernel.ports import Mail
from mykey.models.citizens import CITIZEN_PROFILE, Citizen
from mykey.services.leave_mail import leave_mail
from mykey.services.work import Work

__all__ = ["tell_of_mykey_id"]

_TEXTS = {
    "ja": (
        "【マイキー】マイキーIDを登録しました",
        (
            "マイナンバーカードで、マイキーIDが登録されました。\n\n"
            "マイキーIDは、マイページで確かめられます。このメールには書いていません。\n"
            "心当たりがないときは、お住まいの市区町村の窓口にお知らせください。\n"
            "このメールに返信しても、お返事できません。\n"
        ),
    ),
    "en": (
        "[MyKey] A MyKey ID was registered",
        (
            "A MyKey ID was registered with a My Number Card.\n\n"
            "You can see the ID on My Page; it is not in this mail.\n"
            "If this was not you, tell the counter of your municipality.\n"
            "Please do not reply to this mail: nobody reads the answers.\n"
        ),
    ),
}


def tell_of_mykey_id(work: Work, citizen: Citizen) -> None:
    """Leave the mail in the outbox, in the citizen's language. Without a mail address nothing is left."""
    profile = work.keys.open_sealed(CITIZEN_PROFILE, citizen.id, citizen.profile_sealed)
    if profile["mail"] is None:
        return
    subject, text = _TEXTS[profile["language"]]
    leave_mail(work, Mail(profile["mail"], subject, text))

"""A mail about each link made, renumbered or cut: no link changes behind its holder's back (features.md, B).

The mail names the provider alone: no number, no MyKey ID, no name, for mail is read in many places.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from mykey.kernel.ports import Mail
from mykey.models.citizens import CITIZEN_PROFILE, Citizen
from mykey.services.leave_mail import leave_mail
from mykey.services.work import Work

__all__ = ["LinkEvent", "tell_of_link"]

LinkEvent = Literal["made", "renumbered", "cut"]

_TEXTS: dict[tuple[str, LinkEvent], tuple[str, str]] = {
    ("ja", "made"): (
        "【マイキー】番号をひもづけました",
        (
            "あなたのマイナンバーカードに、次の事業者の番号をひもづけました。\n\n"
            "　事業者：{provider}\n\n"
            "心当たりがないときは、マイページでひもづけを解除してください。\n"
            "このメールに返信しても、お返事できません。\n"
        ),
    ),
    ("ja", "renumbered"): (
        "【マイキー】ひもづけた番号が変わりました",
        (
            "あなたのマイナンバーカードにひもづけた、次の事業者の番号が変わりました。\n\n"
            "　事業者：{provider}\n\n"
            "新しい番号はマイページで確かめられます。心当たりがないときは、事業者の窓口にお尋ねください。\n"
            "このメールに返信しても、お返事できません。\n"
        ),
    ),
    ("ja", "cut"): (
        "【マイキー】ひもづけを解除しました",
        (
            "あなたのマイナンバーカードと、次の事業者の番号のひもづけを解除しました。\n\n"
            "　事業者：{provider}\n\n"
            "もう一度使うときは、事業者の窓口でひもづけてください。\n"
            "心当たりがないときは、マイページで「すべての端末からログアウト」を行い、事業者の窓口にお尋ねください。\n"
            "このメールに返信しても、お返事できません。\n"
        ),
    ),
    ("en", "made"): (
        "[MyKey] A number was linked",
        (
            "A number of this provider was linked to your My Number Card.\n\n"
            "  Provider: {provider}\n\n"
            "If you did not ask for this, cut the link on My Page.\n"
            "Please do not reply to this mail: nobody reads the answers.\n"
        ),
    ),
    ("en", "renumbered"): (
        "[MyKey] A linked number changed",
        (
            "Your number of this provider, which is linked to your My Number Card, changed.\n\n"
            "  Provider: {provider}\n\n"
            "My Page shows the new number. If you did not expect this, ask at the provider's counter.\n"
            "Please do not reply to this mail: nobody reads the answers.\n"
        ),
    ),
    ("en", "cut"): (
        "[MyKey] A link was cut",
        (
            "The link between your My Number Card and your number of this provider was cut.\n\n"
            "  Provider: {provider}\n\n"
            "To use it again, have it linked at the provider's counter.\n"
            "If you did not ask for this, sign out everywhere on My Page and ask at the provider's counter.\n"
            "Please do not reply to this mail: nobody reads the answers.\n"
        ),
    ),
}


def tell_of_link(
    work: Work, citizen: Citizen, provider_name: str, event: LinkEvent, not_before: date | None = None
) -> None:
    """Leave the mail in the outbox, in the citizen's language. Without a mail address nothing is left."""
    profile = work.keys.open_sealed(CITIZEN_PROFILE, citizen.id, citizen.profile_sealed)
    if profile["mail"] is None:
        return
    subject, text = _TEXTS[profile["language"], event]
    leave_mail(work, Mail(profile["mail"], subject, text.format(provider=provider_name)), not_before)

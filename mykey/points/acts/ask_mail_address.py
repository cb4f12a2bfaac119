"""A citizen gives an address for notices: a code goes there, and until it comes back nothing else does."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from mykey.crypto.purposes import PointsPurpose
from mykey.kernel.mail_addresses import mail_address_of
from mykey.kernel.randomness import random_choice
from mykey.points.acts.leave_letter import leave_letter
from mykey.points.ground import PointsWork
from mykey.points.holders import choices_of, keep_choices, open_holder_row
from mykey.points.refusals import MailAddressRefused

__all__ = ["CODE_DIGITS", "CODE_LIFE", "ask_mail_address", "forget_mail_address", "mail_code_index"]

CODE_DIGITS = 8
CODE_LIFE = timedelta(minutes=30)

_TEXTS = {
    "ja": (
        "【自治体ポイント】確認コード",
        (
            "自治体ポイントのお知らせの宛先に、このアドレスが登録されようとしています。\n\n"
            "　確認コード：{code}\n\n"
            "自治体ポイントのサイトの画面に、30分以内に入力してください。\n"
            "心当たりがないときは、何もしないでください。このアドレスは登録されません。\n"
            "確認コードを人に教えないでください。このメールに返信しても、お返事できません。\n"
        ),
    ),
    "en": (
        "[Municipal points] Your code",
        (
            "Somebody asked for notices of municipal points to be sent to this address.\n\n"
            "  Code: {code}\n\n"
            "Enter it on the points site within 30 minutes.\n"
            "If this was not you, do nothing: the address is then not registered.\n"
            "Tell the code to nobody. Please do not reply to this mail: nobody reads the answers.\n"
        ),
    ),
}


def ask_mail_address(work: PointsWork, holder_id: UUID, typed: str, language: str) -> str:
    """Leave the letter with the code and give the address as it was understood.

    The address confirmed before stays until the new one is. A new code ends the one before it.

    Raises:
        MailAddressRefused: no address; PointsAccountNotFound: the holder has closed.
    """
    address = mail_address_of(typed)
    if address is None:
        raise MailAddressRefused
    holder = open_holder_row(work, holder_id, lock=True)
    code = random_choice(work.random_bytes, "0123456789", CODE_DIGITS)
    choices = choices_of(work, holder)
    choices.pending = {
        "mail": address,
        "code": mail_code_index(work, holder_id, code).hex(),
        "until": (work.clock() + CODE_LIFE).isoformat(),
        "tries": 0,
    }
    keep_choices(work, holder, choices)
    subject, text = _TEXTS[language]
    leave_letter(work, address, subject, text.format(code=f"{code[:4]} {code[4:]}"))
    return address


def forget_mail_address(work: PointsWork, holder_id: UUID) -> None:
    """Notices go nowhere from now on; what was chosen stays, for another address.

    Raises:
        PointsAccountNotFound: the holder has closed.
    """
    holder = open_holder_row(work, holder_id, lock=True)
    choices = choices_of(work, holder)
    choices.mail = choices.pending = None
    keep_choices(work, holder, choices)


def mail_code_index(work: PointsWork, holder_id: UUID, code: str) -> bytes:
    """What is kept of a code."""
    return work.keys.index(PointsPurpose.MAIL_CODE_INDEX, holder_id.bytes, code.encode())

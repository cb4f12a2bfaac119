"""What each problem code is called and what a clerk does about it, in both languages.

`{names}` in a detail are facts in words: `retry_after` seconds, the `members` of the request that are wrong,
the points that are `available` or `left`, the `most` that one grant may have.
"""

from __future__ import annotations

from mykey.web.problem_texts import COMMON_REASONS, COMMON_TEXTS
from mykey.web.problems import ProblemText, problem_text
from mykey.web.two_languages import Words

__all__ = ["PROBLEM_TEXTS", "REASONS"]

_TILLS = {
    "enrolment-code-invalid": problem_text(
        "登録コードが違います",
        "Wrong enrolment code",
        "登録コードを確かめて、もう一度入力してください。分からないときは、自治体の担当者に連絡してください。",
        "Please check the enrolment code and enter it again, or ask the municipality's officer.",
    ),
    "enrolment-code-expired": problem_text(
        "登録コードの期限が過ぎています",
        "The enrolment code is too old",
        "登録コードは14日で使えなくなります。自治体の担当者に、新しい登録コードを頼んでください。",
        "An enrolment code is good for 14 days; please ask the municipality's officer for a new one.",
    ),
    "enrolment-code-used": problem_text(
        "登録コードはすでに使われています",
        "The enrolment code was used before",
        "この登録コードは別の機器で使われました。覚えがないときは、すぐに自治体の担当者に連絡してください。",
        "Another machine used this code; if you do not know of it, tell the municipality's officer at once.",
    ),
    "till-key-in-use": problem_text(
        "この鍵は別のレジ端末のものです",
        "The key is another till's",
        "この機器の鍵は別のレジ端末に使われています。新しい鍵を作ってから、もう一度登録してください。",
        "This key belongs to another till; please make a new key and enrol again.",
    ),
    "till-closed": problem_text(
        "このレジ端末は廃止されました",
        "This till is closed",
        "このレジ端末は廃止されています。使うには、自治体の担当者に新しい登録を頼んでください。",
        "This till was closed for good; please ask the municipality's officer for a new one.",
    ),
    "shop-closed": problem_text(
        "この店舗では使えません",
        "This shop takes no points",
        "この店舗でのポイントの取り扱いは終わっています。自治体の担当者に連絡してください。",
        "This shop takes no points any more; please ask the municipality's officer.",
    ),
    "wrong-till-kind": problem_text(
        "このレジ端末では行えません",
        "Not for this kind of till",
        "この種別のレジ端末では行えません。支払い用か、付与用か、ポイント券用か、端末を確かめてください。",
        "A till of this kind cannot do that; please use the one for payments, for grants or for vouchers.",
    ),
    "till-session-over": problem_text(
        "時間が過ぎました",
        "The session is over",
        "お客さまの手続きの時間（2分）が過ぎたか、もう終わっています。初めからやり直してください。",
        "The person's two minutes are over, or the act is done; please begin again.",
    ),
}

_PEOPLE = {
    "ticket-invalid": problem_text(
        "チケットを確認できません",
        "The ticket is not right",
        "カードの確認の結果を読み取れません。もう一度、カードの読み取りからやり直してください。",
        "The card's ticket cannot be read or trusted; please read the card again.",
    ),
    "ticket-expired": problem_text(
        "チケットの時間が過ぎました",
        "The ticket is too old",
        "カードの確認から1分が過ぎました。もう一度、カードの読み取りからやり直してください。",
        "More than a minute has passed since the card was read; please read it again.",
    ),
    "ticket-used": problem_text(
        "チケットはすでに使われています",
        "The ticket was used before",
        "この確認は一度使われました。もう一度、カードの読み取りからやり直してください。",
        "This ticket has served before; please read the card again.",
    ),
    "ticket-wrong-purpose": problem_text(
        "チケットの目的が違います",
        "The ticket is for something else",
        "支払い用、付与用、ポイント券用のチケットは別です。このレジ端末に合った操作をやり直してください。",
        "The ticket is not for what this till does; please begin again on the right till.",
    ),
    "ticket-wrong-municipality": problem_text(
        "別の自治体のチケットです",
        "The ticket is another municipality's",
        "このレジ端末の自治体のチケットではありません。端末の設定を、自治体の担当者に確かめてください。",
        "The ticket is for another municipality than this till's; please have the settings checked.",
    ),
    "ticket-wrong-till": problem_text(
        "別のレジ端末のチケットです",
        "The ticket is another till's",
        "このレジ端末のためのチケットではありません。もう一度、この端末でカードを読み取ってください。",
        "The ticket is bound to another till; please read the card again at this one.",
    ),
    "pay-code-unknown": problem_text(
        "支払いコードが違います",
        "Unknown pay code",
        "支払いコードが違うか、もう使われています。お客さまに、新しいコードを表示していただいてください。",
        "The pay code is wrong or was used before; please ask the person to show a new one.",
    ),
    "pay-code-expired": problem_text(
        "支払いコードの時間が過ぎました",
        "The pay code is too old",
        "支払いコードは1分で使えなくなります。お客さまに、新しいコードを表示していただいてください。",
        "A pay code is good for one minute; please ask the person to show a new one.",
    ),
    "points-account-not-found": problem_text(
        "ポイントの口座がありません",
        "There is no points account",
        "お客さまは、ポイントの利用をまだ始めていないか、口座を閉じています。使うには、マイページからポイントの口座を作ります。",
        "The person has no points account, or has closed it; one is opened on My Page, under points.",
    ),
}

_ACTS = {
    "points-insufficient": problem_text(
        "ポイントが足りません",
        "Not enough points",
        "使えるポイントは{available}です。ポイントの数を減らすか、ほかの方法でお支払いいただいてください。",
        "There are {available} points to spend; please take fewer, or another way to pay.",
    ),
    "programme-not-found": problem_text(
        "この自治体のポイントはありません",
        "The municipality runs no points",
        "この自治体ではポイントを扱っていません。自治体の担当者に連絡してください。",
        "This municipality has no points programme; please ask its officer.",
    ),
    "programme-not-open": problem_text(
        "ポイントの期間ではありません",
        "The programme is not open",
        "自治体のポイントはまだ始まっていないか、もう終わっています。期間を自治体の担当者に確かめてください。",
        "The municipality's programme has not begun or is over; please ask its officer for the dates.",
    ),
    "event-not-open": problem_text(
        "イベントの期間ではありません",
        "The event is not open",
        "このイベントのポイントは、いまは使えません。ほかのポイントを選んでください。",
        "This event's points are of no use today; please choose other points.",
    ),
    "grant-limit": problem_text(
        "一度に付けられる数を超えています",
        "More than one grant may have",
        "一度に付けられるのは{most}ポイントまでです。数を確かめて、もう一度入力してください。",
        "One grant may have {most} points at the most; please check the number and enter it again.",
    ),
    "person-limit": problem_text(
        "お一人の上限を超えています",
        "More than one person may be granted",
        "この方に、この年度に付けられるのは、あと{left}ポイントです。数を確かめて、もう一度入力してください。",
        "This person may be granted {left} more points until 31 March; please enter no more than that.",
    ),
    "budget-exceeded": problem_text(
        "自治体の予算の残りを超えています",
        "More than is left of the municipality's budget",
        "自治体が今年度に付けられるのは、あと{left}ポイントです。自治体の担当者に連絡してください。",
        "The municipality may grant {left} more points in this fiscal year; please tell its officer.",
    ),
    "receipt-not-found": problem_text(
        "控えが見つかりません",
        "There is no such receipt",
        "この店舗に、その番号の支払いはありません。控えの番号を確かめてください。",
        "This shop has no receipt of that number; please check it.",
    ),
    "already-cancelled": problem_text(
        "すでに取り消されています",
        "Cancelled before",
        "この支払いはすでに取り消されています。もう一度取り消す必要はありません。",
        "This payment was taken back before; there is nothing more to do.",
    ),
    "not-today": problem_text(
        "今日の支払いではありません",
        "Not of today",
        "取り消せるのは今日の支払いだけです。前の日の支払いは、自治体の担当者に相談してください。",
        "Only payments of today can be taken back here; please ask the municipality's officer about others.",
    ),
}

_VOUCHERS = {
    "vouchers-not-issued": problem_text(
        "ポイント券は発行していません",
        "No vouchers are issued",
        "この自治体では、いまポイント券を発行していません。自治体の担当者に確かめてください。",
        "This municipality issues no vouchers at present; please ask its officer.",
    ),
    "face-refused": problem_text(
        "この額面のポイント券はありません",
        "No such face value",
        "この額面のポイント券は発行していません。額面を選び直してください。",
        "Vouchers of this face value are not issued; please choose another.",
    ),
    "voucher-unknown": problem_text(
        "ポイント券が見つかりません",
        "Unknown voucher",
        "このポイント券は見つかりません。もう一度読み取るか、コードや番号を確かめてください。",
        "There is no such voucher; please scan it again, or check its code or number.",
    ),
    "voucher-used": problem_text(
        "ポイント券は使用済みです",
        "The voucher was used",
        "このポイント券は、すでに使われています。受け取ることも、取り消すこともできません。",
        "This voucher was used before; it can neither be taken nor cancelled.",
    ),
    "voucher-cancelled": problem_text(
        "ポイント券は取り消されています",
        "The voucher was cancelled",
        "このポイント券は取り消され、ポイントは発行を受けた方に戻っています。",
        "This voucher was cancelled; its points went back to whoever had it issued.",
    ),
    "voucher-ended": problem_text(
        "ポイント券の期限が過ぎています",
        "The voucher is too old",
        "このポイント券を使える最後の日は{ends_on}でした。ほかの方法でお支払いいただいてください。",
        "The last day of this voucher was {ends_on}; please take another way to pay.",
    ),
    "voucher-from-elsewhere": problem_text(
        "別の自治体のポイント券です",
        "Another municipality's voucher",
        "このポイント券は、別の自治体の店舗でだけ使えます。ほかの方法でお支払いいただいてください。",
        "This voucher is good at shops of another municipality alone; please take another way to pay.",
    ),
}

#: Every code that this face may ever answer.
PROBLEM_TEXTS: dict[str, ProblemText] = COMMON_TEXTS | _TILLS | _PEOPLE | _ACTS | _VOUCHERS

#: The words of `errors[].reason`.
REASONS: dict[str, Words] = COMMON_REASONS | {
    "too-many": Words("多すぎます", "has too many items"),
    "one-of-two": Words("ticketかpay_codeの、どちらか一つが必要です", "needs either ticket or pay_code"),
}

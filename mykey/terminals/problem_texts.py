"""What each problem code is called and what a clerk does about it, in both languages (terminal-api.md).

`{names}` in a detail are facts in words: `retry_after` seconds, the provider's `rule`, the `members` of the
request that are wrong, the person's own `service_id` at this provider.
"""

from __future__ import annotations

from mykey.web.problem_texts import COMMON_REASONS, COMMON_TEXTS
from mykey.web.problems import ProblemText, problem_text
from mykey.web.two_languages import Words

__all__ = ["PROBLEM_TEXTS", "REASONS"]


_TERMINALS = {
    "request-in-progress": problem_text(
        "同じ操作を処理しています",
        "The same request is still at work",
        "先に送られた同じ操作を処理しています。少し待ってから、もう一度送ってください。",
        "The first request with this key is still at work; please wait a moment and send it again.",
    ),
    "terminal-device-changed": problem_text(
        "登録した機器と違います",
        "This is another machine",
        "端末を登録した機器と違います。この機器で使うには、新しい端末IDを申請してください。",
        "This is not the machine that was registered; please apply for a new terminal ID for it.",
    ),
    "terminal-credentials-invalid": problem_text(
        "端末IDかパスワードが違います",
        "Wrong terminal ID or password",
        "端末IDとパスワードを様式Ⅱで確かめて、もう一度入力してください。",
        "Please check the terminal ID and the password on Form II and enter them again.",
    ),
    "terminal-already-activated": problem_text(
        "この端末は登録済みです",
        "This terminal is registered already",
        "この端末IDは別の機器に登録済みです。新しい端末IDを申請してください。",
        "A machine is registered under this terminal ID; please apply for a new one.",
    ),
    "terminal-stopped": problem_text(
        "この端末は停止中です",
        "This terminal is stopped",
        "この端末は停止されています。市区町村の担当者に連絡してください。",
        "An officer has stopped this terminal; please call your municipality.",
    ),
    "terminal-closed": problem_text(
        "この端末は廃止されました",
        "This terminal is closed",
        "この端末は廃止されました。使い続けるには、新しい端末IDを申請してください。",
        "This terminal has been closed for good; please apply for a new terminal ID.",
    ),
    "contact-required": problem_text(
        "端末の連絡先が未登録です",
        "The terminal's contact is missing",
        "先に、この端末の設置場所と連絡先を登録してください。",
        "Please register the terminal's place and contact first.",
    ),
    "wrong-terminal-kind": problem_text(
        "この端末の種別ではできません",
        "Not for this kind of terminal",
        "この操作は、この種別の端末ではできません。操作に合った種別の端末を使ってください。",
        "Terminals of this kind cannot do this; please use a terminal of the right kind.",
    ),
}

_CARDS = {
    "certificate-malformed": problem_text(
        "カードを読み取れません",
        "The card could not be read",
        "カードの証明書を読み取れませんでした。カードを置き直して、もう一度お試しください。",
        "The card's certificate is not readable; please place the card again and retry.",
    ),
    "certificate-not-trusted": problem_text(
        "このカードは使えません",
        "This card is not accepted",
        "公的個人認証の証明書と確認できません。別のカードでないか確かめてください。",
        "No authority that we trust has issued this certificate; please check that it is the right card.",
    ),
    "certificate-wrong-kind": problem_text(
        "証明書の種類が違います",
        "The wrong certificate",
        "利用者証明用電子証明書が必要です。端末ソフトの提供元に連絡してください。",
        "The certificate for user authentication is needed; please tell the maker of the terminal software.",
    ),
    "certificate-not-yet-valid": problem_text(
        "証明書の有効期間の前です",
        "The certificate is not yet valid",
        "証明書の有効期間が始まっていません。始まってから、もう一度お試しください。",
        "The certificate's first day lies ahead; please come again when it has begun.",
    ),
    "certificate-expired": problem_text(
        "証明書の有効期限が切れています",
        "The certificate has expired",
        "電子証明書の期限が切れています。市区町村の窓口で更新するよう案内してください。",
        "The certificate has expired; please send the holder to the municipal office to renew it.",
    ),
    "certificate-revoked": problem_text(
        "証明書が失効しています",
        "The certificate has been revoked",
        "電子証明書が失効しています。市区町村の窓口で発行を受けるよう案内してください。",
        "The certificate has been revoked; please send the holder to the municipal office for a new one.",
    ),
    "challenge-failed": problem_text(
        "カードの確認に失敗しました",
        "The card could not be verified",
        "カードの署名を確認できませんでした。カードを置き直し、暗証番号からやり直してください。",
        "The card's signature is not right; please place the card again and start over with the PIN.",
    ),
    "challenge-used": problem_text(
        "この確認は使用済みです",
        "This challenge has been used",
        "カードの確認は一度しか使えません。もう一度、カードの確認からやり直してください。",
        "A challenge serves once; please start over with the card.",
    ),
    "challenge-expired": problem_text(
        "確認の時間が切れました",
        "This challenge is over",
        "カードの確認から2分が過ぎました。もう一度、カードの確認からやり直してください。",
        "More than two minutes have passed; please start over with the card.",
    ),
    "card-not-proved": problem_text(
        "暗証番号の確認が必要です",
        "The PIN is needed",
        "この操作には、カードの暗証番号の確認が必要です。本人に暗証番号を入力してもらってください。",
        "This needs the card's PIN; please ask the holder to enter it.",
    ),
    "mykey-id-not-found": problem_text(
        "マイキーIDがありません",
        "There is no MyKey ID for this card",
        "このカードのマイキーIDがありません。先にマイキーIDを作るよう案内してください。",
        "No MyKey ID belongs to this card; please ask the holder to create one first.",
    ),
    "mykey-id-paused": problem_text(
        "マイキーIDは停止中です",
        "The MyKey ID is on hold",
        "本人がマイキーIDを停止しています。再開は本人がマイページで行えます。",
        "The holder has put the MyKey ID on hold and can resume it on My Page.",
    ),
    "revocation-unknown": problem_text(
        "証明書の状態を確認できません",
        "The certificate's state is not known now",
        "いま証明書の有効性を確認できません。何も変わっていません。しばらく待ってから、お試しください。",
        "Whether it is revoked cannot be told now and nothing was changed; please try again later.",
    ),
    "succession-unknown": problem_text(
        "カードの更新を確認できません",
        "The card's renewal is not known now",
        "いまカードの更新を確認できません。何も変わっていません。しばらく待ってから、お試しください。",
        "What this card replaced cannot be told now and nothing was changed; please try again later.",
    ),
}

_LINKS = {
    "service-id-linked-elsewhere": problem_text(
        "この番号は登録済みです",
        "The number belongs to somebody else",
        "この番号は別の方に登録されています。番号を確かめてください。",
        "This number is linked to another person; please check the number.",
    ),
    "already-linked": problem_text(
        "この方は登録済みです",
        "This person is linked already",
        "この方には番号{service_id}が登録されています。番号を替えるときは「番号の変更」を使ってください。",
        "This person is linked with the number {service_id}; to change it, please use the replacement.",
    ),
    "not-linked": problem_text(
        "登録がありません",
        "There is no link",
        "ここでの登録がありません。番号かカードを確かめ、必要なら先に登録してください。",
        "There is no link here for this number or card; please check it, or make a link first.",
    ),
    "service-id-format": problem_text(
        "番号の形が違います",
        "The number has another form",
        "番号を確かめて、もう一度入力してください。{rule}",
        "Please check the number and enter it again. {rule}",
    ),
    "my-number-refused": problem_text(
        "マイナンバーは入力できません",
        "A My Number must not be entered",
        "マイナンバー（個人番号）の形をした番号です。利用者番号を入力してください。",
        "This looks like a My Number; please enter the provider's own number instead.",
    ),
    "signing-certificate-missing": problem_text(
        "署名用電子証明書がありません",
        "There is no signing certificate",
        "変更の通知には署名用電子証明書が必要です。通知なしで登録するか、証明書の発行を案内してください。",
        "Change notices need a signing certificate; please link without them, or have one issued first.",
    ),
}

_POINTS = {
    "purpose-not-allowed": problem_text(
        "この端末では行えません",
        "Not for this terminal",
        "この目的は、この種別の端末では使えません。目的に合った端末を使ってください。",
        "Terminals of this kind cannot ask for this purpose; please use the right terminal.",
    ),
    "provider-is-a-library": problem_text(
        "図書館ではポイントを使えません",
        "Libraries take no points",
        "図書館の端末ではポイントを扱えません。店舗などの端末を使ってください。",
        "A library's terminal has nothing to do with points; please use a shop's terminal.",
    ),
    "points-unavailable": problem_text(
        "ただいまポイントを使えません",
        "Points are out of reach now",
        "いまポイントの手続きができません。何も変わっていません。しばらく待ってから、お試しください。",
        "Points cannot be reached now and nothing was changed; please try again later.",
    ),
}

#: Every code that this face may ever answer.
PROBLEM_TEXTS: dict[str, ProblemText] = COMMON_TEXTS | _TERMINALS | _CARDS | _LINKS | _POINTS

#: The words of `errors[].reason`.
REASONS: dict[str, Words] = COMMON_REASONS | {
    "incomplete": Words("challenge_idとsignatureは両方必要です", "needs challenge_id and signature together"),
    "not-this-terminals": Words("この端末の提供者ではありません", "is not this terminal's provider"),
    "not-for-this-kind": Words("この種別の端末には不要です", "is not for this kind of terminal"),
}

"""What each problem code is called and what a clerk does about it, in both languages (terminal-api.md).

`{names}` in a detail are facts in words: `retry_after` seconds, the provider's `rule`, the `members` of the
request that are wrong, the person's own `service_id` at this provider.
"""

from __future__ import annotations

from dataclasses import dataclass

from mykey.terminals.words import Words

__all__ = ["PROBLEM_TEXTS", "REASONS", "ProblemText"]


@dataclass(frozen=True)
class ProblemText:
    """Title and detail of one code."""

    title: Words
    detail: Words


def _text(title_ja: str, title_en: str, detail_ja: str, detail_en: str) -> ProblemText:
    return ProblemText(Words(title_ja, title_en), Words(detail_ja, detail_en))


_REQUESTS = {
    "json-malformed": _text(
        "JSONとして読めません",
        "Not readable as JSON",
        "送られた内容をJSON（UTF-8）として読めません。端末ソフトの提供元に連絡してください。",
        "The request's body is not JSON in UTF-8; please tell the maker of the terminal software.",
    ),
    "not-found": _text(
        "この窓口はありません",
        "There is no such call",
        "呼び出し先のアドレスが違います。端末ソフトを新しい版にするか、提供元に連絡してください。",
        "The address is wrong; please update the terminal software or tell its maker.",
    ),
    "method-not-allowed": _text(
        "この方法では呼び出せません",
        "Not by this method",
        "呼び出しの方法（メソッド）が違います。端末ソフトの提供元に連絡してください。",
        "The address does not take this method; please tell the maker of the terminal software.",
    ),
    "body-too-large": _text(
        "送られた内容が大きすぎます",
        "The body is too large",
        "一度に送れるのは64キロバイトまでです。分けて送ってください。",
        "No more than 64 KiB can be sent at once; please send less.",
    ),
    "media-type": _text(
        "内容の種類が違います",
        "Another media type is needed",
        "内容の種類（Content-Type）はapplication/jsonにしてください。端末ソフトの提供元に連絡してください。",
        "The Content-Type must be application/json; please tell the maker of the terminal software.",
    ),
    "request-invalid": _text(
        "入力に誤りがあります",
        "Something in the request is wrong",
        "次の項目を直して、もう一度送ってください：{members}",
        "Please correct these and send again: {members}",
    ),
    "too-many-requests": _text(
        "操作が多すぎます",
        "Too many requests",
        "{retry_after}秒待ってから、もう一度お試しください。",
        "Please wait {retry_after} seconds and try again.",
    ),
    "broken": _text(
        "不具合が起きました",
        "Something is broken here",
        "こちらの不具合です。何も変わっていません。時間をおいて、もう一度お試しください。",
        "This is our fault and nothing was changed; please try again later.",
    ),
    "idempotency-key-reused": _text(
        "再送の鍵が別の内容で使われています",
        "The idempotency key was used for something else",
        "同じIdempotency-Keyで別の内容が送られました。新しい操作として、もう一度行ってください。",
        "The same Idempotency-Key came with another body; please start the act anew.",
    ),
    "request-in-progress": _text(
        "同じ操作を処理しています",
        "The same request is still at work",
        "先に送られた同じ操作を処理しています。少し待ってから、もう一度送ってください。",
        "The first request with this key is still at work; please wait a moment and send it again.",
    ),
}

_TERMINALS = {
    "signature-invalid": _text(
        "端末の署名を確認できません",
        "The terminal's signature is not right",
        "この端末からの要求と確認できません。端末の登録が済んでいるか確かめてください。",
        "The request is not signed by this terminal's key; please check that the terminal is registered.",
    ),
    "signature-expired": _text(
        "端末の時計がずれています",
        "The terminal's clock is off",
        "署名の時刻が2分より大きくずれています。端末の時計を合わせてから、もう一度お試しください。",
        "The signature's time is more than two minutes off; please set the terminal's clock and try again.",
    ),
    "signature-replayed": _text(
        "同じ要求が二度届きました",
        "The same request came twice",
        "この要求はすでに受け付けました。もう一度、初めから操作してください。",
        "This very request has been received before; please start the act again.",
    ),
    "terminal-device-changed": _text(
        "登録した機器と違います",
        "This is another machine",
        "端末を登録した機器と違います。この機器で使うには、新しい端末IDを申請してください。",
        "This is not the machine that was registered; please apply for a new terminal ID for it.",
    ),
    "terminal-credentials-invalid": _text(
        "端末IDかパスワードが違います",
        "Wrong terminal ID or password",
        "端末IDとパスワードを様式Ⅱで確かめて、もう一度入力してください。",
        "Please check the terminal ID and the password on Form II and enter them again.",
    ),
    "terminal-already-activated": _text(
        "この端末は登録済みです",
        "This terminal is registered already",
        "この端末IDは別の機器に登録済みです。新しい端末IDを申請してください。",
        "A machine is registered under this terminal ID; please apply for a new one.",
    ),
    "terminal-stopped": _text(
        "この端末は停止中です",
        "This terminal is stopped",
        "この端末は停止されています。市区町村の担当者に連絡してください。",
        "An officer has stopped this terminal; please call your municipality.",
    ),
    "terminal-closed": _text(
        "この端末は廃止されました",
        "This terminal is closed",
        "この端末は廃止されました。使い続けるには、新しい端末IDを申請してください。",
        "This terminal has been closed for good; please apply for a new terminal ID.",
    ),
    "contact-required": _text(
        "端末の連絡先が未登録です",
        "The terminal's contact is missing",
        "先に、この端末の設置場所と連絡先を登録してください。",
        "Please register the terminal's place and contact first.",
    ),
    "wrong-terminal-kind": _text(
        "この端末の種別ではできません",
        "Not for this kind of terminal",
        "この操作は、この種別の端末ではできません。操作に合った種別の端末を使ってください。",
        "Terminals of this kind cannot do this; please use a terminal of the right kind.",
    ),
}

_CARDS = {
    "certificate-malformed": _text(
        "カードを読み取れません",
        "The card could not be read",
        "カードの証明書を読み取れませんでした。カードを置き直して、もう一度お試しください。",
        "The card's certificate is not readable; please place the card again and retry.",
    ),
    "certificate-not-trusted": _text(
        "このカードは使えません",
        "This card is not accepted",
        "公的個人認証の証明書と確認できません。別のカードでないか確かめてください。",
        "No authority that we trust has issued this certificate; please check that it is the right card.",
    ),
    "certificate-wrong-kind": _text(
        "証明書の種類が違います",
        "The wrong certificate",
        "利用者証明用電子証明書が必要です。端末ソフトの提供元に連絡してください。",
        "The certificate for user authentication is needed; please tell the maker of the terminal software.",
    ),
    "certificate-not-yet-valid": _text(
        "証明書の有効期間の前です",
        "The certificate is not yet valid",
        "証明書の有効期間が始まっていません。始まってから、もう一度お試しください。",
        "The certificate's first day lies ahead; please come again when it has begun.",
    ),
    "certificate-expired": _text(
        "証明書の有効期限が切れています",
        "The certificate has expired",
        "電子証明書の期限が切れています。市区町村の窓口で更新するよう案内してください。",
        "The certificate has expired; please send the holder to the municipal office to renew it.",
    ),
    "certificate-revoked": _text(
        "証明書が失効しています",
        "The certificate has been revoked",
        "電子証明書が失効しています。市区町村の窓口で発行を受けるよう案内してください。",
        "The certificate has been revoked; please send the holder to the municipal office for a new one.",
    ),
    "challenge-failed": _text(
        "カードの確認に失敗しました",
        "The card could not be verified",
        "カードの署名を確認できませんでした。カードを置き直し、暗証番号からやり直してください。",
        "The card's signature is not right; please place the card again and start over with the PIN.",
    ),
    "challenge-used": _text(
        "この確認は使用済みです",
        "This challenge has been used",
        "カードの確認は一度しか使えません。もう一度、カードの確認からやり直してください。",
        "A challenge serves once; please start over with the card.",
    ),
    "challenge-expired": _text(
        "確認の時間が切れました",
        "This challenge is over",
        "カードの確認から2分が過ぎました。もう一度、カードの確認からやり直してください。",
        "More than two minutes have passed; please start over with the card.",
    ),
    "card-not-proved": _text(
        "暗証番号の確認が必要です",
        "The PIN is needed",
        "この操作には、カードの暗証番号の確認が必要です。本人に暗証番号を入力してもらってください。",
        "This needs the card's PIN; please ask the holder to enter it.",
    ),
    "mykey-id-not-found": _text(
        "マイキーIDがありません",
        "There is no MyKey ID for this card",
        "このカードのマイキーIDがありません。先にマイキーIDを作るよう案内してください。",
        "No MyKey ID belongs to this card; please ask the holder to create one first.",
    ),
    "mykey-id-paused": _text(
        "マイキーIDは停止中です",
        "The MyKey ID is on hold",
        "本人がマイキーIDを停止しています。再開は本人がマイページで行えます。",
        "The holder has put the MyKey ID on hold and can resume it on My Page.",
    ),
    "revocation-unknown": _text(
        "証明書の状態を確認できません",
        "The certificate's state is not known now",
        "いま証明書の有効性を確認できません。何も変わっていません。しばらく待ってから、お試しください。",
        "Whether it is revoked cannot be told now and nothing was changed; please try again later.",
    ),
    "succession-unknown": _text(
        "カードの更新を確認できません",
        "The card's renewal is not known now",
        "いまカードの更新を確認できません。何も変わっていません。しばらく待ってから、お試しください。",
        "What this card replaced cannot be told now and nothing was changed; please try again later.",
    ),
}

_LINKS = {
    "service-id-linked-elsewhere": _text(
        "この番号は登録済みです",
        "The number belongs to somebody else",
        "この番号は別の方に登録されています。番号を確かめてください。",
        "This number is linked to another person; please check the number.",
    ),
    "already-linked": _text(
        "この方は登録済みです",
        "This person is linked already",
        "この方には番号{service_id}が登録されています。番号を替えるときは「番号の変更」を使ってください。",
        "This person is linked with the number {service_id}; to change it, please use the replacement.",
    ),
    "not-linked": _text(
        "登録がありません",
        "There is no link",
        "ここでの登録がありません。番号かカードを確かめ、必要なら先に登録してください。",
        "There is no link here for this number or card; please check it, or make a link first.",
    ),
    "service-id-format": _text(
        "番号の形が違います",
        "The number has another form",
        "番号を確かめて、もう一度入力してください。{rule}",
        "Please check the number and enter it again. {rule}",
    ),
    "my-number-refused": _text(
        "マイナンバーは入力できません",
        "A My Number must not be entered",
        "マイナンバー（個人番号）の形をした番号です。利用者番号を入力してください。",
        "This looks like a My Number; please enter the provider's own number instead.",
    ),
    "signing-certificate-missing": _text(
        "署名用電子証明書がありません",
        "There is no signing certificate",
        "変更の通知には署名用電子証明書が必要です。通知なしで登録するか、証明書の発行を案内してください。",
        "Change notices need a signing certificate; please link without them, or have one issued first.",
    ),
    "purpose-not-allowed": _text(
        "この端末では行えません",
        "Not for this terminal",
        "この目的は、この種別の端末では使えません。目的に合った端末を使ってください。",
        "Terminals of this kind cannot ask for this purpose; please use the right terminal.",
    ),
    "provider-is-a-library": _text(
        "図書館ではポイントを使えません",
        "Libraries take no points",
        "図書館の端末ではポイントを扱えません。店舗などの端末を使ってください。",
        "A library's terminal has nothing to do with points; please use a shop's terminal.",
    ),
}

#: Every code that this face may ever answer.
PROBLEM_TEXTS: dict[str, ProblemText] = _REQUESTS | _TERMINALS | _CARDS | _LINKS

#: The words of `errors[].reason`.
REASONS: dict[str, Words] = {
    "missing": Words("ありません", "is missing"),
    "unknown": Words("知らない項目です", "is not known"),
    "null": Words("空（null）にできません", "must not be null"),
    "type": Words("値の種類が違います", "is of another type"),
    "empty": Words("入力してください", "must not be empty"),
    "too-short": Words("短すぎます", "is too short"),
    "too-long": Words("長すぎます", "is too long"),
    "characters": Words("使えない文字があります", "has characters that are not allowed"),
    "format": Words("形が違います", "has another form"),
    "incomplete": Words("challenge_idとsignatureは両方必要です", "needs challenge_id and signature together"),
    "not-this-terminals": Words("この端末の提供者ではありません", "is not this terminal's provider"),
    "not-for-this-kind": Words("この種別の端末には不要です", "is not for this kind of terminal"),
}

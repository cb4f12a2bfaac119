"""What each problem code is called and what a company does about it, in both languages."""

from __future__ import annotations

from mykey.web.problem_texts import COMMON_REASONS, COMMON_TEXTS
from mykey.web.problems import ProblemText, problem_text
from mykey.web.two_languages import Words

__all__ = ["PROBLEM_TEXTS", "REASONS"]

_CALLS = {
    "json-malformed": problem_text(
        "JSONとして読めません",
        "Not readable as JSON",
        "送られた内容をJSON（UTF-8）として読めません。同じ名前の項目が二度ないかも確かめてください。",
        "The request's body is not JSON in UTF-8; please check also that no member stands twice.",
    ),
    "not-found": problem_text(
        "この窓口はありません",
        "There is no such call",
        "呼び出し先のアドレスが違います。説明のページで確かめてください。",
        "The address is wrong; please see the page of the documents.",
    ),
    "method-not-allowed": problem_text(
        "この方法では呼び出せません",
        "Not by this method",
        "呼び出しの方法（メソッド）が違います。説明のページで確かめてください。",
        "The address does not take this method; please see the page of the documents.",
    ),
    "body-too-large": problem_text(
        "送られた内容が大きすぎます",
        "The body is too large",
        "一度に送れるのは、クーポンコードの一覧は40メガバイト、ほかは64キロバイトまでです。分けて送ってください。",
        "A list of codes may have 40 MB, anything else 64 KiB; please send less.",
    ),
    "media-type": problem_text(
        "内容の種類が違います",
        "Another media type is needed",
        "内容の種類（Content-Type）は、クーポンコードの一覧はtext/plain、ほかはapplication/jsonにしてください。",
        "The Content-Type must be text/plain for a list of codes, application/json for anything else.",
    ),
    "signature-invalid": problem_text(
        "署名を確認できません",
        "The signature is not right",
        "登録された鍵の署名と確認できません。keyid、署名の対象、本文のダイジェストを確かめてください。",
        "This is not signed by your key; please check keyid, the covered components and the body's digest.",
    ),
    "signature-expired": problem_text(
        "時計がずれています",
        "The clock is off",
        "署名の時刻が2分より大きくずれています。時計を合わせてから、署名し直して送ってください。",
        "The signature's time is more than two minutes off; please set the clock and sign anew.",
    ),
    "signature-replayed": problem_text(
        "同じ要求が二度届きました",
        "The same request came twice",
        "このnonceはすでに使われました。新しいnonceで署名し直して送ってください。",
        "This nonce was used before; please sign anew with another.",
    ),
}

_PARTNERS = {
    "partner-closed": problem_text(
        "取り扱いが終わっています",
        "Your part has ended",
        "この会社の取り扱いは終わっています。新しいクーポンは受け付けられません。運営者に連絡してください。",
        "Your company takes part no more, so no new coupons are taken; please ask the operator.",
    ),
    "coupons-not-taken": problem_text(
        "クーポンの取り決めがありません",
        "No agreement about coupons",
        "この会社とはクーポンの取り決めがありません。運営者に連絡してください。",
        "There is no agreement about coupons with your company; please ask the operator.",
    ),
    "batch-not-found": problem_text(
        "クーポンのまとまりが見つかりません",
        "There is no such batch",
        "この会社に、そのIDのクーポンのまとまりはありません。一覧で確かめてください。",
        "Your company has no batch of that id; please look at the list of batches.",
    ),
    "batch-name-taken": problem_text(
        "同じ名前のまとまりがあります",
        "Another batch has this name",
        "同じ名前で、ポイント数か期限の違うクーポンのまとまりがあります。別の名前を付けてください。",
        "A batch of this name has other points or another last day; please choose another name.",
    ),
    "batch-day-over": problem_text(
        "期限が過ぎています",
        "The last day is over",
        "クーポンの期限は、今日より前の日にできません。期限を確かめて、もう一度送ってください。",
        "A batch cannot end before today; please check its last day and send again.",
    ),
    "batch-state-refused": problem_text(
        "このまとまりには送れません",
        "The batch takes no codes",
        "コードを送れるのは、知らせたあとに一度だけです。一覧で状態を確かめてください。",
        "Codes are taken once, after a batch was announced; please look at its state in the list.",
    ),
    "codes-refused": problem_text(
        "受け付けられないコードがあります",
        "Some codes cannot be taken",
        "linesの行（100行まで）を直して、すべてのコードをもう一度送ってください。何も登録されていません。",
        "Please correct the lines told in `lines` (up to 100) and send all codes again; none was kept.",
    ),
    "codes-malformed": problem_text(
        "コードの一覧として読めません",
        "Not a list of codes",
        "コードは1行に1つ、1行から1,000,000行までです。何も登録されていません。",
        "A list has a code a line, 1 to 1,000,000 lines; none was kept.",
    ),
    "exchange-not-found": problem_text(
        "交換が見つかりません",
        "There is no such exchange",
        "この会社に、そのIDの交換はありません。IDを確かめてください。",
        "Your company was asked for no exchange of that id; please check it.",
    ),
}

PROBLEM_TEXTS: dict[str, ProblemText] = {
    code: text
    for code, text in (COMMON_TEXTS | _CALLS | _PARTNERS).items()
    if code != "idempotency-key-reused"  # no call takes one
}

REASONS: dict[str, Words] = dict(COMMON_REASONS)

"""What the problem codes of every JSON face are called, and what a clerk does about them."""

from __future__ import annotations

from mykey.web.problems import ProblemText, problem_text
from mykey.web.two_languages import Words

__all__ = ["COMMON_REASONS", "COMMON_TEXTS"]

#: Codes that every JSON face may answer.
COMMON_TEXTS: dict[str, ProblemText] = {
    "json-malformed": problem_text(
        "JSONとして読めません",
        "Not readable as JSON",
        "送られた内容をJSON（UTF-8）として読めません。端末ソフトの提供元に連絡してください。",
        "The request's body is not JSON in UTF-8; please tell the maker of the terminal software.",
    ),
    "not-found": problem_text(
        "この窓口はありません",
        "There is no such call",
        "呼び出し先のアドレスが違います。端末ソフトを新しい版にするか、提供元に連絡してください。",
        "The address is wrong; please update the terminal software or tell its maker.",
    ),
    "method-not-allowed": problem_text(
        "この方法では呼び出せません",
        "Not by this method",
        "呼び出しの方法（メソッド）が違います。端末ソフトの提供元に連絡してください。",
        "The address does not take this method; please tell the maker of the terminal software.",
    ),
    "body-too-large": problem_text(
        "送られた内容が大きすぎます",
        "The body is too large",
        "一度に送れるのは64キロバイトまでです。分けて送ってください。",
        "No more than 64 KiB can be sent at once; please send less.",
    ),
    "media-type": problem_text(
        "内容の種類が違います",
        "Another media type is needed",
        "内容の種類（Content-Type）はapplication/jsonにしてください。端末ソフトの提供元に連絡してください。",
        "The Content-Type must be application/json; please tell the maker of the terminal software.",
    ),
    "request-invalid": problem_text(
        "入力に誤りがあります",
        "Something in the request is wrong",
        "次の項目を直して、もう一度送ってください：{members}",
        "Please correct these and send again: {members}",
    ),
    "too-many-requests": problem_text(
        "操作が多すぎます",
        "Too many requests",
        "{retry_after}秒待ってから、もう一度お試しください。",
        "Please wait {retry_after} seconds and try again.",
    ),
    "broken": problem_text(
        "不具合が起きました",
        "Something is broken here",
        "こちらの不具合です。何も変わっていません。時間をおいて、もう一度お試しください。",
        "This is our fault and nothing was changed; please try again later.",
    ),
    "idempotency-key-reused": problem_text(
        "再送の鍵が別の内容で使われています",
        "The idempotency key was used for something else",
        "同じIdempotency-Keyで別の内容が送られました。新しい操作として、もう一度行ってください。",
        "The same Idempotency-Key came with another body; please start the act anew.",
    ),
    "signature-invalid": problem_text(
        "端末の署名を確認できません",
        "The terminal's signature is not right",
        "この端末からの要求と確認できません。端末の登録が済んでいるか確かめてください。",
        "The request is not signed by this terminal's key; please check that the terminal is registered.",
    ),
    "signature-expired": problem_text(
        "端末の時計がずれています",
        "The terminal's clock is off",
        "署名の時刻が2分より大きくずれています。端末の時計を合わせてから、もう一度お試しください。",
        "The signature's time is more than two minutes off; please set the terminal's clock and try again.",
    ),
    "signature-replayed": problem_text(
        "同じ要求が二度届きました",
        "The same request came twice",
        "この要求はすでに受け付けました。もう一度、初めから操作してください。",
        "This very request has been received before; please start the act again.",
    ),
}

#: The words of `errors[].reason`.
COMMON_REASONS: dict[str, Words] = {
    "missing": Words("ありません", "is missing"),
    "unknown": Words("知らない項目です", "is not known"),
    "null": Words("空（null）にできません", "must not be null"),
    "type": Words("値の種類が違います", "is of another type"),
    "empty": Words("入力してください", "must not be empty"),
    "too-short": Words("短すぎます", "is too short"),
    "too-long": Words("長すぎます", "is too long"),
    "characters": Words("使えない文字があります", "has characters that are not allowed"),
    "format": Words("形が違います", "has another form"),
    "too-small": Words("小さすぎます", "is too small"),
    "too-large": Words("大きすぎます", "is too large"),
}

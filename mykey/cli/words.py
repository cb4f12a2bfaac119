"""What the command line says, in Japanese or, where MYKEY_CLI_LANGUAGE is "en", in English."""

from __future__ import annotations

import os
import sys

from mykey.kernel.errors import MyKeyError
from mykey.services.form_one import FormOneRefused
from mykey.services.form_one_words import describe_problem, place_of_problem

__all__ = ["Complaint", "complain", "lang", "say", "sentence", "sentences_of"]

_SENTENCES: dict[str, tuple[str, str]] = {
    "migrated": ("データベースを最新にしました。", "The database is at the newest version."),
    "keys-created": ("鍵の束を作りました：{path}", "The key ring was made: {path}"),
    "officer-created": (
        "担当者「{login}」を登録しました。認証アプリに登録する情報は、いま一度だけ表示します。",
        "The officer {login} was added. What the authenticator app needs is shown this once.",
    ),
    "totp": ("秘密鍵：{secret}\nURI：{uri}", "Secret: {secret}\nURI: {uri}"),
    "provider-created": (
        "ID付与事業者「{name}」を {number} として設定しました。{rule}",
        "The provider {name} was set up as {number}. {rule}",
    ),
    "terminals-issued": (
        "{count}台を発行し、様式Ⅱを書きました：{path}\nパスワードはこのファイルにだけあります。",
        "{count} terminals were issued and Form II was written: {path}\nThe passwords are there alone.",
    ),
    "file-exists": (
        "同じ名前のファイルがあるため、何もしていません：{path}",
        "Nothing was done, because this file exists: {path}",
    ),
    "file-unreadable": ("ファイルを開けません：{path}", "The file cannot be opened: {path}"),
    "form-one-refused": (
        "様式Ⅰを受け付けられませんでした（{count}件）。何も登録していません。",
        "The Form I was not accepted ({count} faults). Nothing was kept.",
    ),
    "csv-row": (
        "様式Ⅱの{row}行目に、cp932にない文字があります。.xlsx か utf-8 にしてください。発行はしていません。",
        "Row {row} of Form II has a character that cp932 lacks. Use .xlsx or utf-8. Nothing was issued.",
    ),
    "password-again": ("2回のパスワードが違います。", "The two passwords differ."),
    "password-ask": ("パスワード：", "Password: "),
    "password-ask-again": ("パスワード（もう一度）：", "Password (again): "),
    "database-unreachable": (
        "データベースを使えません。MYKEY_CLI_DATABASE_URL の値と、mykey migrate の実行を確かめてください。",
        "The database cannot be used. Check MYKEY_CLI_DATABASE_URL, and that mykey migrate was run.",
    ),
    "setting-missing": ("設定がありません：{variable}", "A setting is missing: {variable}"),
    "setting-malformed": (
        "設定を読めません：{variable}（必要なもの：{wanted}）",
        "A setting cannot be read: {variable} (wanted: {wanted})",
    ),
    "key-ring-refused": (
        "鍵の束を使えません（{reason}）。MYKEY_CLI_KEY_RING を確かめてください。",
        "The key ring cannot be used ({reason}). Check MYKEY_CLI_KEY_RING.",
    ),
    "providers-missing": (
        "発行していません。mykey provider add で設定してください。未設定のID付与事業者：{listed}",
        "Nothing was issued. Set these providers up with mykey provider add: {listed}",
    ),
    "facilities-not-confirmed": (
        """発行していません。--facility で、ポイントの端末を置く場所ごとに区分を付けてください：{listed}
category-missing：区分がありません。library：図書館には発行できません。
looks-like-a-library：図書館でないことを確かめ、--no-library を付けてください。""",
        """Nothing was issued. Say with --facility what each place of points terminals is: {listed}
category-missing: no category was given. library: nothing is issued for a library.
looks-like-a-library: make sure that it is none, and say so with --no-library.""",
    ),
    "provider-name-taken": (
        "この自治体には、同じ名前の事業者があります。",
        "The municipality has a provider of this name.",
    ),
    "provider-rule-invalid": (
        "事業者の設定が正しくありません：{listed}",
        "The provider's details are not right: {listed}",
    ),
    "officer-details-invalid": (
        "担当者の内容が正しくありません：{listed}（パスワードは12文字以上128文字以下）",
        "The officer's details are not right: {listed} (passwords have 12 to 128 characters)",
    ),
    "login-taken": ("このログイン名は使われています。", "This login is taken."),
    "municipality-unknown": (
        "この全国地方公共団体コードはありません。6桁を確かめてください。",
        "No municipality has this code. Check the six digits.",
    ),
    "terminal-ids-exhausted": (
        "空いている端末IDが見つかりません。もう一度やり直してください。",
        "No free terminal IDs were found. Try again.",
    ),
}


class Complaint(Exception):
    """What a command refuses by itself; `word` is a key of the sentences."""

    def __init__(self, word: str, **facts: object) -> None:
        super().__init__(word)
        self.word = word
        self.facts = facts


def lang() -> str:
    """Japanese unless MYKEY_CLI_LANGUAGE says "en"."""
    return "en" if os.environ.get("MYKEY_CLI_LANGUAGE") == "en" else "ja"


def sentence(word: str, **facts: object) -> str:
    """One sentence of the table."""
    return _SENTENCES[word][1 if lang() == "en" else 0].format(**facts)


def say(word: str, **facts: object) -> None:
    """Tell what was done."""
    sys.stdout.write(sentence(word, **facts) + "\n")


def complain(text: str) -> None:
    """Tell what was refused."""
    sys.stderr.write(text + "\n")


def sentences_of(error: MyKeyError) -> str:
    """A refusal as sentences; one whose code has none is told by its code."""
    if isinstance(error, FormOneRefused):
        lines = [sentence("form-one-refused", count=error.facts["count"])]
        for problem in error.problems:
            place = place_of_problem(problem, lang())
            words = describe_problem(problem, lang())
            lines.append(f"{place}: {words}" if place else words)
        return "\n".join(lines)
    if error.code not in _SENTENCES:
        return error.code
    facts: dict[str, object] = dict(error.facts)
    listed = next((value for value in error.facts.values() if isinstance(value, list)), [])
    facts["listed"] = ", ".join(": ".join(each.values()) for each in listed)
    return sentence(error.code, **facts)

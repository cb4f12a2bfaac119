"""What `mykey-points` says, in Japanese or, where MYKEY_POINTS_LANGUAGE is "en", in English."""

from __future__ import annotations

from mykey.kernel.errors import MyKeyError

__all__ = ["Complaint", "sentence", "sentence_of"]

_SENTENCES: dict[str, tuple[str, str]] = {
    "migrated": ("データベースを最新にしました。", "The database is at the newest version."),
    "keys-created": ("鍵の束を作りました：{path}", "The key ring was made: {path}"),
    "keys-completed": ("鍵を{count}個足しました：{path}", "{count} keys were added to the ring: {path}"),
    "keys-exist": (
        "鍵の束がもうあります。作り直すと、これまで封じたものがすべて読めなくなります。",
        "There is a key ring already. Replacing it would make all it sealed unreadable.",
    ),
    "sealing-key-written": ("公開の封印鍵を書きました：{path}", "The public sealing key was written: {path}"),
    "programme-opened": (
        "{code}の事業「{name}」を設定しました。",
        "The programme {name} of {code} was set up.",
    ),
    "voucher-rules-set": ("ポイント券の決まりを設定しました。", "The rules of vouchers were set."),
    "budget-set": (
        "{year}年度の予算を{points}ポイントにしました。",
        "The budget of fiscal year {year} is {points} points.",
    ),
    "rate-set": ("交換の率を設定しました。", "The rate was set."),
    "partner-moved": ("提携先のアドレスを書き直しました。", "The company's addresses were written anew."),
    "partner-ended": ("提携先を終わりにしました。", "The company takes no part any more."),
    "shop-told": ("店舗の案内を書き直しました。", "What is told of the shop was written anew."),
    "reserve-put": ("留保に{amount}ポイントを入れました。", "{amount} points were put into the reserve."),
    "verified": (
        "台帳のすべてを確かめました。おかしなところはありません。",
        "The whole ledger was proved. Nothing is wrong.",
    ),
    "verified-without-heads": (
        "台帳を確かめました。おかしなところはありません。全部の計算し直しは --heads でだけ見つかります。",
        "The ledger was proved; nothing is wrong. Whether it was computed anew is found only with --heads.",
    ),
    "findings": ("おかしなところが{count}件あります。", "{count} things are wrong."),
    "heads-written": (
        "{count}口座の先頭値を書き出しました：{path}　データベースとは別の場所に保管してください。",
        "The heads of {count} accounts were exported: {path}. Keep the file away from the database.",
    ),
    "heads-file-refused": (
        "先頭値のファイルを使えません（ない、途中で切れている、または書き換えられている）。",
        "The file of heads cannot be used: it is not there, not whole, or was altered.",
    ),
    "subjects": (
        "鍵の版{version}：{holders}人（この版だけの人：{only_here}人）",
        "Key version {version}: {holders} holders ({only_here} of them under no other version)",
    ),
    "subjects-dropped": ("{count}件を消しました。", "{count} were dropped."),
    "subjects-still-needed": (
        "消していません。この版だけで見つかる人が{holders}人います。",
        "Nothing was dropped: {holders} holders stand under this version alone.",
    ),
    "rewritten": ("並び順を引き直しました。", "The tables were written anew in random order."),
    "tables-busy": (
        "表が使われているため、何も変えていません。しばらくしてやり直してください。",
        "Nothing was changed, because the tables are in use. Try again later.",
    ),
    "file-exists": (
        "同じ名前のファイルがあるため、何もしていません：{path}",
        "Nothing was done, because this file exists: {path}",
    ),
    "file-unreadable": ("ファイルを読めません：{path}", "The file cannot be read: {path}"),
    "file-unwritable": ("ファイルを書けません：{path}", "The file cannot be written: {path}"),
    "database-unreachable": (
        "データベースを使えません。MYKEY_POINTS_DATABASE_URL と mykey-points migrate を確かめてください。",
        "The database cannot be used. Check MYKEY_POINTS_DATABASE_URL, and run mykey-points migrate.",
    ),
    "setting-missing": ("設定がありません：{variable}", "A setting is missing: {variable}"),
    "setting-malformed": (
        "設定を読めません：{variable}（必要なもの：{wanted}）",
        "A setting cannot be read: {variable} (wanted: {wanted})",
    ),
    "key-ring-refused": (
        "鍵の束を使えません（{reason}）。MYKEY_POINTS_KEY_RING を確かめてください。",
        "The key ring cannot be used ({reason}). Check MYKEY_POINTS_KEY_RING.",
    ),
    "municipality-unknown": (
        "この全国地方公共団体コードはありません。6桁を確かめてください。",
        "No municipality has this code. Check the six digits.",
    ),
    "programme-exists": (
        "この自治体の事業はもうあります。",
        "The municipality has a programme already.",
    ),
    "programme-not-found": (
        "この自治体の事業がありません。先に programme open を実行してください。",
        "The municipality has no programme. Run programme open first.",
    ),
    "office-details-invalid": ("内容が正しくありません：{listed}", "The details are not right: {listed}"),
    "clerk-details-invalid": ("内容が正しくありません：{listed}", "The details are not right: {listed}"),
    "clerk-login-taken": ("このログイン名は使われています。", "This login is taken."),
    "clerk-not-found": ("このログイン名の担当者はいません。", "No clerk has this login."),
    "partner-details-invalid": ("内容が正しくありません：{listed}", "The details are not right: {listed}"),
    "partner-not-found": ("この番号の提携先がありません。", "There is no company of this id."),
    "partner-closed": ("この提携先は、もう終わっています。", "The company takes no part any more."),
    "budget-below-used": (
        "この年度には、もう{used}ポイントを付与しています。それより少なくはできません。",
        "{used} points were granted in that year already; a budget cannot be less.",
    ),
    "budget-year-refused": (
        "予算は、今年度か来年度だけに設定できます。",
        "A budget is set for the present fiscal year or the next.",
    ),
    "shop-file-refused": (
        "ファイルに直すところがあるため、何も変えていません：{listed}",
        "Nothing was changed, because the file is not right: {listed}",
    ),
    "shop-not-found": ("この番号の店舗がありません。", "There is no shop of this id."),
    "till-state-refused": ("この店舗は閉じています。", "The shop is closed."),
    "points-number-unknown": (
        "このポイント番号はありません。11桁を確かめてください。",
        "Nobody has this points number. Check the eleven digits.",
    ),
    "amount-refused": (
        "ポイント数は1から{most}までの整数です。",
        "The amount is a whole number from 1 to {most}.",
    ),
}


class Complaint(Exception):
    """What a command refuses by itself; `word` is a key of the sentences."""

    def __init__(self, word: str, **facts: object) -> None:
        super().__init__(word)
        self.word = word
        self.facts = facts


def sentence(language: str, word: str, **facts: object) -> str:
    """One sentence of the table."""
    return _SENTENCES[word][1 if language == "en" else 0].format(**facts)


def sentence_of(language: str, error: MyKeyError) -> str:
    """A refusal as a sentence; one whose code has none is told by its code."""
    if error.code not in _SENTENCES:
        return error.code
    facts: dict[str, object] = dict(error.facts)
    listed = next((value for value in error.facts.values() if isinstance(value, list)), [])
    facts["listed"] = ", ".join(": ".join(each.values()) for each in listed)
    return sentence(language, error.code, **facts)

"""The faults of a Form I in sentences that a clerk can act on, in Japanese and English."""

from __future__ import annotations

from mykey.services.form_one import Problem

__all__ = ["describe_problem", "place_of_problem"]

#: reason → (Japanese, English); {detail} is the problem's detail, {column} the column's name
_SENTENCES: dict[str, tuple[str, str]] = {
    "file-empty": (
        "ファイルが空です。記入した様式Ⅰを選んでください。",
        "The file is empty. Choose the Form I that you filled in.",
    ),
    "workbook-old": (
        "古い形式（.xls）か、パスワード付きのファイルです。パスワードを外し、.xlsx で保存してください。",
        "This is an old workbook (.xls) or one with a password. Save it as .xlsx without a password.",
    ),
    "workbook-broken": (
        "ファイルが壊れていて開けません。表計算ソフトで開き直し、.xlsx の形式で保存し直してください。",
        "The file is damaged. Open it in your spreadsheet program and save it as .xlsx again.",
    ),
    "workbook-too-large": (
        "ファイルの中身が大きすぎます。空の様式Ⅰに書き写し、必要な行だけにしてください。",
        "What is in the file is too large. Copy the rows that you need into a blank Form I.",
    ),
    "workbook-entities": (
        "ファイルに、様式Ⅰでは使わない仕掛け（DTD）が入っています。空の様式Ⅰに書き写してください。",
        "The file holds a construct that a Form I never needs (a DTD). Copy the rows into a blank Form I.",
    ),
    "csv-encoding": (
        "読めない文字があります。文字コードを UTF-8 か Shift_JIS（CP932）にして保存してください。",
        "There is a character that cannot be read. Save the file as UTF-8 or Shift_JIS (CP932).",
    ),
    "csv-broken": (
        '引用符（"）の対応が取れていません。この行を直してください。',
        "The quotation marks of this line do not match. Correct this line.",
    ),
    "sheet-unknown": (
        "様式Ⅰにないシートです。このシートを削除してください。",
        "A Form I has no such sheet. Delete this sheet.",
    ),
    "sheet-twice": ("同じシートが2枚あります。1枚にしてください。", "This sheet is there twice. Leave one."),
    "sheet-missing": (
        "シートがありません。空の様式Ⅰにあるシートを、名前を変えずに残してください。",
        "This sheet is missing. Keep every sheet of the blank Form I under its name.",
    ),
    "table-missing": (
        "見出しの行（項番、設置場所、端末名など）がありません。空の様式Ⅰの見出しを残してください。",
        "The row of headings is missing. Keep the headings of the blank Form I.",
    ),
    "column-missing": (
        "「{column}」の列がありません。空の様式Ⅰの見出しに合わせてください。",
        "The column {column} is missing. Keep the headings of the blank Form I.",
    ),
    "column-twice": (
        "「{column}」の列が2つあります。1つにしてください。",
        "The column {column} is there twice. Leave one.",
    ),
    "line-missing": (
        "「{column}」の行がありません。空の様式Ⅰに合わせて書いてください。",
        "The line {column} is missing. Keep the lines of the blank Form I.",
    ),
    "too-many-rows": (
        "行が多すぎます。{detail}行までにしてください。",
        "There are too many rows. Use no more than {detail}.",
    ),
    "cells-merged": (
        "セル {detail} が結合されています。結合を解除し、1行ずつ書いてください。",
        "The cells {detail} are merged. Unmerge them and write row by row.",
    ),
    "formula": (
        "計算式が入っています。値だけを書いてください。",
        "There is a formula. Write the value itself.",
    ),
    "date": (
        "日付になっています。セルの書式を「文字列」にして書き直してください。",
        "The cell has become a date. Set its format to text and write it again.",
    ),
    "error-value": (
        "エラーの値（#N/A など）が入っています。正しい値を書いてください。",
        "There is an error value such as #N/A. Write the right value.",
    ),
    "kind-unknown": (
        "区分「{detail}」は読み取れません。ア、イ、ウ、エのどれかを書いてください。",
        "The kind “{detail}” is unknown. Write ア, イ, ウ or エ.",
    ),
    "code-unknown": (
        "「{detail}」という全国地方公共団体コードはありません。6桁のコードを確かめてください。",
        "There is no municipality with the code “{detail}”. Check the six digits.",
    ),
    "name-of-code": (
        "自治体名がコードと合いません。このコードの自治体は「{detail}」です。",
        "The name does not belong to the code. The municipality of this code is {detail}.",
    ),
    "other-municipality": (
        "ほかの自治体の様式Ⅰです。ご自分の自治体（{detail}）のものを選んでください。",
        "This Form I is another municipality's. Choose the one of your own ({detail}).",
    ),
    "count-missing": (
        "台数がありません。整数を書いてください（0台のときは0）。",
        "The number is missing. Write a whole number; 0 where there is none.",
    ),
    "count-malformed": (
        "台数「{detail}」は読み取れません。0以上の整数を書いてください。",
        "“{detail}” is no number of terminals. Write a whole number from 0.",
    ),
    "count-differs": (
        "台数と一覧の行数が違います（台数/行数：{detail}）。どちらかを直してください。",
        "The number differs from the rows of the list (number/rows: {detail}). Correct one of them.",
    ),
    "total-differs": (
        "総合計が区分ごとの台数の合計と違います（総合計/合計：{detail}）。",
        "The total differs from the sum of the kinds (total/sum: {detail}).",
    ),
    "nothing-asked": (
        "端末が1台も書かれていません。",
        "Not one terminal is asked for.",
    ),
    "providers-missing": (
        "ID付与事業者名が1つも書かれていません。「台数と事業者」に事業者名を書いてください。",
        "No provider is listed. Write the providers' names on the sheet 台数と事業者.",
    ),
    "provider-twice": (
        "事業者名「{detail}」が2回書かれています。1つにしてください。",
        "The provider “{detail}” is listed twice. Leave one.",
    ),
    "provider-missing": (
        "ID付与事業者名がありません。事業者名を書いてください（空欄は上の行と同じという意味です）。",
        "The provider is missing. Write its name; left empty it means the one of the row above.",
    ),
    "provider-unknown": (
        "事業者名「{detail}」が「台数と事業者」の一覧にありません。同じ書き方にそろえてください。",
        "The provider “{detail}” is not on the list of providers. Write both the same way.",
    ),
    "provider-not-wanted": (
        "区分{detail}の端末に事業者名は書けません。この欄を空にしてください。",
        "A terminal of kind {detail} has no provider. Leave this cell empty.",
    ),
    "number-malformed": (
        "項番「{detail}」は読み取れません。1以上の整数を書いてください。",
        "“{detail}” is no running number. Write a whole number from 1.",
    ),
    "number-twice": (
        "同じ項番が{detail}行目にもあります。番号を直してください。",
        "Row {detail} has the same running number. Correct one of them.",
    ),
    "terminal-twice": (
        "同じ設置場所と端末名が{detail}行目にもあります。「1台目」「2台目」のように書き分けてください。",
        "Row {detail} has the same place and name. Tell the terminals apart, as 1台目 and 2台目.",
    ),
    "terminal-in-both": (
        "同じ端末がアの{detail}行目にもあります。アとイの両方に使う端末は、アだけに書いてください。",
        "The same terminal stands in list ア, row {detail}. A terminal for ア and イ is written in ア alone.",
    ),
    "text-missing": ("「{column}」がありません。書いてください。", "{column} is missing. Write it."),
    "text-too-long": (
        "「{column}」が長すぎます。100文字までで書いてください。",
        "{column} is too long. Use no more than 100 characters.",
    ),
    "text-characters": (
        "「{column}」に、改行や目に見えない文字が入っています。消してから書き直してください。",
        "{column} holds a line break or an invisible character. Delete the text and write it again.",
    ),
}


def describe_problem(problem: Problem, lang: str) -> str:
    """One sentence or two: what is wrong and what to do. `lang` is "ja" or "en"."""
    sentence = _SENTENCES[problem.reason][1 if lang == "en" else 0]
    return sentence.format(detail=problem.detail, column=problem.column)


def place_of_problem(problem: Problem, lang: str) -> str:
    """Where it is: sheet, row, column; empty where the whole file is meant."""
    if lang == "en":
        row, sheet = f"row {problem.row}", f"sheet {problem.sheet}"
    else:
        row, sheet = f"{problem.row}行目", f"シート「{problem.sheet}」"
    parts = [
        sheet if problem.sheet not in {"", "CSV"} else "",
        row if problem.row else "",
        problem.column,
    ]
    return (", " if lang == "en" else " ").join(part for part in parts if part)

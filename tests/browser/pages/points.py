"""The points site as a citizen goes through it, in the window in which My Page was open."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.pages.window import Window

__all__ = ["Points"]


class Points:
    """Account, move, pay code, histories, notices, closing."""

    def __init__(self, window: Window, address: str) -> None:
        self.window = window
        self._address = address.rstrip("/")

    def enter_from_my_page(self) -> None:
        """The page in between sends itself, unless there is no script."""
        self.window.page.get_by_role("button", name="ポイントのサイトへ", exact=True).click()
        if not self.window.with_script:
            self.window.look()
            self.window.page.get_by_role("button", name="ポイントのサイトへ進む").click()
        self.window.page.wait_for_url(re.compile(re.escape(self._address)))
        self.window.look()

    def consent(self) -> None:
        """Nothing is ticked before."""
        self.window.heading("ポイント口座をつくる")
        self.look_in_english()
        box = self.window.page.locator("#agreed")
        expect(box).not_to_be_checked()
        self.window.press("同意してポイント口座をつくる")
        self.window.shows("同意が必要です。")
        self.window.page.locator("label[for=agreed]").click()
        self.window.press("同意してポイント口座をつくる")
        self.window.heading("ポイント口座")

    def home(self) -> None:
        self.window.open(f"{self._address}/")
        self.window.heading("ポイント口座")

    def open(self, path: str) -> None:
        self.window.open(f"{self._address}/{path}")

    def points_number(self) -> str:
        """As it is read aloud, with hyphens."""
        shown = self.window.page.locator(".number", has_text="あなたのポイント番号")
        return shown.locator(".number__text").inner_text().strip()

    def move(self, to: str, amount: str) -> None:
        """From the reserve, after the question."""
        self.home()
        self.window.follow("留保ポイントを移す")
        target = self.window.page.locator("#target option", has_text=to)
        self.window.page.select_option("#target", str(target.get_attribute("value")))
        self.window.page.fill("#amount", amount)
        self.window.press("確認の画面へ")
        self.window.heading("この内容で移しますか")
        self.look_in_english()
        self.window.press("移す")
        self.window.heading("ポイント口座")

    def check_coupon(self, code: str | None = None) -> None:
        """Its preview, or what is said instead. None: with the code that stands in the field already."""
        if code is not None:
            self.window.page.fill("#code", code)
        self._next()

    def accept(self) -> None:
        """What the page asks, whatever it is."""
        self._next()

    def to_company(self, name: str) -> None:
        """As far as the company's sign-in."""
        self.home()
        self.window.follow("会社のポイントを留保に移す")
        self.window.follow(name)
        self._next()

    def exchange(self, units: str) -> None:
        """Back from the company: how many, and the question."""
        self.window.page.wait_for_url(re.compile("/exchanges/amount"))
        self.window.look()
        self.look_in_english()
        self.window.page.fill("#units", units)
        self._next()
        self.window.heading("この内容で移しますか")
        self.look_in_english()
        self._next()

    def make_pay_code(self) -> bytes:
        """A picture of the page with the QR code, as a till's scanner sees it."""
        self.home()
        self.window.follow("QRコードで払う")
        self.window.press("コードをつくる")
        image = self.window.page.locator(".barcode img")
        expect(image).to_be_visible()
        image.scroll_into_view_if_needed()
        return self.window.page.screenshot()

    def shown_pay_code(self) -> str:
        """The characters below the QR code."""
        return self.window.page.locator(".number__text").inner_text().strip()

    def register_mail(self, address: str) -> None:
        """As far as the code."""
        self.home()
        self.window.follow("メールのお知らせ")
        self.window.follow("メールアドレスを登録する")
        self.window.page.fill("#mail", address)
        self.window.press("確認コードを送る")
        self.window.heading("確認コードを入力する")
        self.look_in_english()

    def confirm_mail(self, code: str) -> None:
        """With the code from the mail; then all notices are chosen."""
        self.window.page.fill("#code", code)
        self.window.press("登録する")
        self.window.shows("お知らせの宛先を登録しました。")
        for place in range(3):
            self.window.page.locator(f"label[for=notices-{place}]").click()
        self.window.press("保存する")
        self.window.shows("お知らせの設定を保存しました。")

    def close(self) -> None:
        """After the warning, by the word typed by hand."""
        self.home()
        self.window.follow("ポイント口座を閉じる")
        self.window.heading("ポイント口座を閉じますか")
        self.window.press("ポイント口座を閉じる")
        self.window.shows("「閉じる」と入力してください。")
        self.window.page.fill("#typed", "閉じる")
        self.window.press("ポイント口座を閉じる")
        self.window.shows("ポイント口座を閉じました。")

    def look_in_english(self) -> None:
        """At the page that is open, before anything is done on it."""
        self.window.look_in_english(f"{self._address}/")

    def _next(self) -> None:
        """The button that leads on, in either language."""
        self.window.page.locator("main form .button--primary").first.click()
        self.window.look()

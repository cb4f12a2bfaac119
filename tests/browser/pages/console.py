"""The console as officers go through it."""

from __future__ import annotations

from pathlib import Path

from tests.browser.pages.guide import Login
from tests.browser.pages.window import Window

__all__ = ["Console"]


class Console:
    """The operator and the municipality's officer see the same face with other menus."""

    def __init__(self, window: Window, address: str) -> None:
        self.window = window
        self._address = address.rstrip("/")

    def sign_in(self, login: Login) -> None:
        """Password and one-time code on one page."""
        self.window.open(f"{self._address}/sign-in")
        self.window.heading("担当者ログイン")
        self.window.page.fill("#login", login.name)
        self.window.page.fill("#password", login.password)
        self.window.page.fill("#code", login.code)
        self.window.press("ログイン")
        self.window.heading("メニュー")

    def open_menu(self) -> None:
        self.window.open(f"{self._address}/")

    def download_blank(self, directory: Path) -> Path:
        """The blank Form I as a workbook, from the page where it is handed in."""
        self.open_menu()
        self.window.follow("様式Ⅰを提出する")
        with self.window.page.expect_download() as coming:
            self.window.page.get_by_role("link", name="空の様式Ⅰ（Excelブック .xlsx）").click()
        file = directory / coming.value.suggested_filename
        coming.value.save_as(file)
        return file

    def hand_in(self, form_one: Path) -> None:
        """On the page that is open now."""
        self.window.page.set_input_files("#file", form_one)
        self.window.press("提出する")

    def issue_waiting_form(self, place: str, facilities: str) -> None:
        """The operator opens the waiting form that names a place, and issues it.

        `facilities`: what the places of its points terminals are, all of one kind.
        """
        self.open_menu()
        self.window.follow("様式Ⅰを確認して発行する")
        waiting = self.window.page.locator("tr", has_text="発行待ち").locator("a")
        addresses = [link.get_attribute("href") for link in waiting.all()]
        for address in addresses:
            self.window.open(self._absolute(str(address)))
            if place in (self.window.page.locator("main").text_content() or ""):
                self.window.follow("承認へ進む")
                self.window.heading("様式Ⅰを承認する")
                self.window.press("承認して発行する")
                self.window.shows("の区分を選んでください。")
                self.window.page.select_option("#of_all_others", label=facilities)
                self.window.press("承認して発行する")
                return
        raise AssertionError(place)

    def download_form_two(self, place: str, directory: Path) -> Path:
        """The officer opens the issued form that names a place, and takes its Form II."""
        self.open_menu()
        self.window.follow("様式Ⅱをダウンロードする")
        issued = self.window.page.locator("tr", has_text="発行済み").locator("a")
        addresses = [link.get_attribute("href") for link in issued.all()]
        for address in addresses:
            self.window.open(self._absolute(str(address)))
            if place in (self.window.page.locator("main").text_content() or ""):
                break
        self.window.page.locator("main a[href$='/form-two']").first.click()
        self.window.look()
        self.window.heading("様式Ⅱのダウンロード")
        with self.window.page.expect_download() as coming:
            self.window.page.get_by_role("button", name="様式Ⅱをダウンロードする").click()
        file = directory / coming.value.suggested_filename
        coming.value.save_as(file)
        return file

    def set_hand_over(self, provider_id: str, way: str) -> None:
        """The operator changes how a provider gets its numbers."""
        self.window.open(f"{self._address}/providers/{provider_id}")
        self.window.page.select_option("#hand_over", label=way)
        self.window.press("保存する")

    def open_contact(self, terminal_id: str) -> None:
        """Screen 11, by its filter for what nobody has reviewed."""
        self.open_menu()
        self.window.follow("連絡先情報を確認する")
        self.window.page.select_option("#review", label="未確認")
        self.window.page.fill("#text", terminal_id)
        self.window.press("絞り込む")
        self.window.follow(terminal_id)

    def review_contact(self) -> None:
        self.window.press("確認済みにする")

    def _absolute(self, path: str) -> str:
        return self._address.rpartition("/")[0] + path

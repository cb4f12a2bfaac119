"""The portal as a citizen goes through it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.pages.window import Window

__all__ = ["Portal"]


class Portal:
    """Creating a MyKey ID, signing in, My Page."""

    def __init__(self, window: Window, address: str) -> None:
        self.window = window
        self._address = address.rstrip("/")

    def open(self) -> None:
        self.window.open(f"{self._address}/")
        self.window.heading("マイナンバーカード1枚で、図書館もお店も")

    def begin(self) -> None:
        """To the terms, by the front page; nothing is ticked there."""
        self.open()
        self.window.picture("portal-home")
        self.window.follow("マイキーIDをつくる")
        self.window.heading("利用規約を読む")
        for box in self.window.page.locator("main input[type=checkbox]").all():
            expect(box).not_to_be_checked()

    def consent(self) -> None:
        """Both, one by one."""
        self.tick("terms")
        self.tick("certificate")
        self.window.press("同意して次へ")
        self.window.heading("マイナンバーカードを読み取る")

    def to_card_agent(self) -> None:
        self.window.press("カードソフトへ進む")
        self.window.heading("マイナンバーカードを使う")

    def draw(self) -> str:
        """Press whichever button draws, and give what came."""
        self.window.page.locator("form[action$='/create/id/draw'] button").click()
        self.window.look()
        return self.candidate()

    def candidate(self) -> str:
        """The ID on the page, without the gaps between its groups."""
        return "".join(self.window.page.locator(".number__part").all_inner_texts())

    def choose_own(self, wanted: str) -> None:
        """Type an ID and have it checked."""
        self.window.page.fill("#mykey_id", wanted)
        self.window.press("空いているか確かめる")

    def register(self, password: str, mail: str = "") -> None:
        """Password twice, mail twice, both notices where there is a mail."""
        self.window.heading("パスワードを決める")
        page = self.window.page
        page.fill("#password", password)
        page.fill("#password_again", password)
        if mail:
            page.fill("#mail", mail)
            page.fill("#mail_again", mail)
            self.tick("notice_of_password")
            self.tick("notice_of_mykey_id")
        self.window.press("登録する")
        self.window.heading("登録が完了しました")

    def to_my_page(self) -> None:
        self.window.open(f"{self._address}/my-page")

    def sign_in(self, mykey_id: str, password: str) -> None:
        """With ID and password; the page that follows is for the caller to judge."""
        self.window.open(f"{self._address}/sign-in")
        self.window.page.fill("#mykey_id", mykey_id)
        self.window.page.fill("#password", password)
        self.window.press("ログイン")

    def sign_in_by_card(self) -> None:
        """As far as the card agent."""
        self.window.open(f"{self._address}/sign-in")
        self.window.press("カードでログイン")

    def sign_out(self) -> None:
        self.window.press("ログアウト")
        self.window.shows("ログアウトしました。")

    def sign_out_everywhere(self) -> None:
        self.to_my_page()
        self.window.follow("すべての端末からログアウト")
        self.window.press("すべての端末からログアウト")
        self.window.shows("すべての端末からログアウトしました。")

    def show_mykey_id(self) -> str:
        """Open the hidden ID."""
        self.window.page.locator("summary", has_text="マイキーIDを表示する").click()
        expect(self.window.page.locator(".number")).to_be_visible()
        return self.candidate()

    def cut_link(self, provider: str) -> None:
        """Cut one link on My Page, after the question."""
        self.to_my_page()
        self.window.page.locator("tr", has_text=provider).get_by_role("link").click()
        self.window.look()
        self.window.heading("ひもづけを解除しますか")
        self.window.press("解除する")
        self.window.shows(f"{provider}のひもづけを解除しました。")

    def tick(self, box: str) -> None:
        """By its label, as the box itself is small."""
        self.window.page.locator(f"label[for={box}]").click()
        expect(self.window.page.locator(f"#{box}")).to_be_checked()

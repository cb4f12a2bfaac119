"""The terminal software at a counter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.pages.window import Window

__all__ = ["CONTACT", "Desk"]

CONTACT = {
    "person_in_charge": "見本　係",
    "organisation": "川崎市立図書館",
    "postal_code": "２１１－００００",  # as typed with a Japanese keyboard
    "address": "神奈川県川崎市中原区見本町一丁目1番1号",
    "telephone": "044-000-0000",
    "email": "counter@example.jp",
    "email_again": "counter@example.jp",
}


@dataclass(frozen=True)
class Desk:
    """Screens 9, 10 and 22 to 26 of one desk."""

    window: Window
    origin: str

    def open(self, path: str = "/") -> None:
        self.window.open(f"{self.origin}{path}")

    def register(self, terminal_id: str, password: str) -> None:
        """Screen 9."""
        self.open()
        self.window.heading("端末IDと端末パスワードの登録")
        self.window.page.fill("#terminal_id", terminal_id)
        self.window.page.fill("#password", password)
        self.window.press("登録")

    def give_contact(self, place: str, terminal_name: str, provider: str) -> None:
        """Screen 10."""
        self.window.heading("連絡先の登録")
        fields = CONTACT | {"place": place, "terminal_name": terminal_name}
        for name, value in fields.items():
            self.window.page.fill(f"#{name}", value)
        self.window.page.select_option("#provider_id", label=provider)
        self.window.press("登録")

    def enter_number(self, number: str, again: str, *, change_notice: bool) -> None:
        """Screen 23."""
        self.open("/link")
        self.window.page.fill("#number", number)
        self.window.page.fill("#number_again", again)
        self.window.page.locator(f"label[for=change_notice-{0 if change_notice else 1}]").click()
        self.window.press("次へ（番号の確認）")

    def confirm_with_pin(self, pin: str, label: str = "登録") -> None:
        """Between screens 23 and 24."""
        self.window.page.fill("#pin", pin)
        self.window.press(label)

    def link(self, number: str, pin: str = "1234", *, change_notice: bool = False) -> None:
        """The whole of it, when all goes well."""
        self.enter_number(number, number, change_notice=change_notice)
        self.window.heading("登録内容の確認")
        assert self.number() == number
        self.confirm_with_pin(pin)
        self.window.heading("サービスIDの登録完了")
        assert self.number() == number

    def look_up(self) -> None:
        """Screen 25 to 26: by itself as soon as the page sees a fresh card, or by the button."""
        assert self.try_look_up(), self.window.page.locator(".banner").all_inner_texts()
        self.window.page.wait_for_url(re.compile("/lookup/result"))
        self.window.heading("サービスIDの照会結果")
        self.window.look()

    def look_up_in_vain(self, *words: str) -> None:
        """Screen 25 again, with the reason and no number."""
        assert not self.try_look_up()
        self.window.look()
        self.window.shows(*words)
        expect(self.window.page.locator(".number, .barcode")).to_have_count(0)

    def try_look_up(self) -> bool:
        """Whether a number came."""
        self._ask()
        self.window.page.wait_for_selector(
            "h1:text('サービスIDの照会結果'), .banner--error, .banner--warning"
        )
        return "/lookup/result" in self.window.page.url

    def look_up_at_once(self) -> str:
        """The form of screen 25 as this browser sends it, without drawing pages; gives screen 26.

        Leave the pages of screens 25 and 26 before the card is laid down: their script sees the new card and
        asks by itself, beside what is sent here.
        """
        assert "/lookup" not in self.window.page.url
        http = self.window.context.request
        page = http.get(f"{self.origin}/lookup").text()
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None
        form = {"csrf_token": token[1], "by": "button"}
        return http.post(f"{self.origin}/lookup", form=form, headers={"Origin": self.origin}).text()

    def press_look_up(self) -> None:
        """The button, whether a card lies there or not."""
        self.window.press("照会")

    def _ask(self) -> None:
        self.window.page.goto(f"{self.origin}/lookup")
        if not self.window.with_script:
            self.window.page.get_by_role("button", name="照会", exact=True).click()

    def leave(self) -> None:
        """Back to the menu: a page of screen 25 left open would look the next card up by itself."""
        self.window.page.goto(f"{self.origin}/")

    def number(self) -> str:
        """The number on the page, without the gaps between its groups."""
        return "".join(self.window.page.locator(".number").first.locator(".number__part").all_inner_texts())

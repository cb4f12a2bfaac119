"""The words of the tables as the public reads them."""

from __future__ import annotations

from flask_babel import lazy_gettext

__all__ = ["CATEGORIES"]

CATEGORIES = {
    "shop": lazy_gettext("店舗"),
    "restaurant": lazy_gettext("飲食店"),
    "lodging": lazy_gettext("宿泊施設"),
    "transport": lazy_gettext("交通機関"),
    "sports": lazy_gettext("スポーツ施設"),
    "culture": lazy_gettext("文化施設（美術館、博物館、劇場など）"),
    "municipal-office": lazy_gettext("役所・公共の窓口"),
    "other": lazy_gettext("その他"),
}

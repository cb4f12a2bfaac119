from __future__ import annotations

import pytest

from mykey.services.contact_details import ContactMalformed, read_contact

TYPED = {
    "place": "見本図書館",
    "terminal_name": "カウンター1",
    "person_in_charge": "見本 花子",
    "organisation": "見本図書館",
    "postal_code": "211-0000",
    "address": "神奈川県川崎市中原区見本町1-2-3",
    "telephone": "044-000-0000",
    "email": "counter@library.example.jp",
}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2110000", "2110000"),
        ("〒２１１－００００", "2110000"),
        ("211 0000", "2110000"),
        ("211ー0000", "2110000"),
    ],
)
def test_a_postal_code_is_seven_digits(typed: str, kept: str) -> None:
    assert read_contact(TYPED | {"postal_code": typed}).postal_code == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("０４４－０００－００００", "044-000-0000"),
        ("044(000)0000", "044-000-0000"),
        ("044 000 0000", "044-000-0000"),
        ("09000000000", "09000000000"),
        ("044−000ー0000", "044-000-0000"),
    ],
)
def test_a_telephone_number_has_digits_and_hyphens(typed: str, kept: str) -> None:
    assert read_contact(TYPED | {"telephone": typed}).telephone == kept


def test_names_and_addresses_stay_as_typed_but_for_their_edges() -> None:
    read = read_contact(TYPED | {"person_in_charge": "　髙﨑 見本 ", "address": "１−２−３"})
    assert (read.person_in_charge, read.address) == ("髙﨑 見本", "１−２−３")


def test_a_mail_address_is_made_half_width() -> None:
    read = read_contact(TYPED | {"email": "ｃｏｕｎｔｅｒ＠ｌｉｂｒａｒｙ．ｅｘａｍｐｌｅ．ｊｐ"})
    assert read.email == "counter@library.example.jp"


@pytest.mark.parametrize(
    ("member", "typed", "reason"),
    [
        ("place", "　 ", "empty"),
        ("place", "長" * 101, "too-long"),
        ("address", "長" * 201, "too-long"),
        ("postal_code", "211000", "format"),
        ("postal_code", "21100000", "format"),
        ("postal_code", " ", "empty"),
        ("telephone", "044-000", "format"),
        ("telephone", "144-000-0000", "format"),
        ("telephone", "044-000-0000 内線1", "format"),
        ("email", "counter", "format"),
        ("email", "", "empty"),
    ],
)
def test_what_is_wrong_is_named(member: str, typed: str, reason: str) -> None:
    with pytest.raises(ContactMalformed) as caught:
        read_contact(TYPED | {member: typed})
    assert caught.value.reasons == {member: reason}


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ContactMalformed) as caught:
        read_contact(dict.fromkeys(TYPED, ""))
    assert set(caught.value.reasons) == set(TYPED)

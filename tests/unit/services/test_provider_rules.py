from __future__ import annotations

from dataclasses import replace

import pytest

from mykey.kernel.refusals_of_officers import ProviderRuleInvalid
from mykey.services.provider_rules import ProviderDetails, check_provider_details

LIBRARY = ProviderDetails("川崎市立図書館", min_length=12, max_length=12, prefix="18")


def test_details_are_normalised() -> None:
    typed = replace(LIBRARY, name="　川崎市立図書館 ", prefix="１８", start_stop="aa")
    assert check_provider_details(typed) == LIBRARY
    assert check_provider_details(replace(LIBRARY, symbology="code128")).start_stop == ""


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": ""}, ("name", "text-missing")),
        ({"name": "あ" * 101}, ("name", "text-too-long")),
        ({"name": "川崎\n図書館"}, ("name", "text-characters")),
        ({"kind": "bank"}, ("kind", "unknown")),
        ({"check_digit": "m43"}, ("check_digit", "unknown")),
        ({"hand_over": "fax"}, ("hand_over", "unknown")),
        ({"symbology": "qr"}, ("symbology", "unknown")),
        ({"minimum_assurance": "none"}, ("minimum_assurance", "unknown")),
        ({"min_length": 0}, ("max_length", "length")),
        ({"min_length": 13}, ("max_length", "length")),
        ({"max_length": 21}, ("max_length", "length")),
        ({"prefix": "1" * 12}, ("prefix", "prefix-too-long")),
        ({"prefix": "A"}, ("prefix", "prefix-characters")),
        ({"letters": True, "check_digit": "m10w21"}, ("check_digit", "check-digit-with-letters")),
        (
            {"min_length": 1, "prefix": "", "check_digit": "m10w21"},
            ("check_digit", "check-digit-alone"),
        ),
        ({"letters": True, "hand_over": "barcode"}, ("symbology", "nw7-with-letters")),
        ({"start_stop": "A"}, ("start_stop", "start-stop")),
        ({"start_stop": "AE"}, ("start_stop", "start-stop")),
        ({"grace_hours": -1}, ("grace_hours", "grace")),
        ({"grace_hours": 169}, ("grace_hours", "grace")),
    ],
)
def test_what_contradicts_itself_is_refused(changes: dict[str, object], error: tuple[str, str]) -> None:
    with pytest.raises(ProviderRuleInvalid) as caught:
        check_provider_details(replace(LIBRARY, **changes))  # type: ignore[arg-type] # by name
    assert caught.value.facts["errors"] == [{"member": error[0], "reason": error[1]}]


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(ProviderRuleInvalid) as caught:
        check_provider_details(replace(LIBRARY, name="", prefix="A", grace_hours=-1))
    errors = caught.value.facts["errors"]
    assert isinstance(errors, list)
    assert [error["member"] for error in errors] == ["name", "prefix", "grace_hours"]

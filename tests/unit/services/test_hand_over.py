from __future__ import annotations

import pytest

from mykey.services.hand_over import HandOver, hand_over

NUMBER = "180000000011"


@pytest.mark.parametrize("method", ["number", "keyboard"])
@pytest.mark.parametrize("symbology", ["nw7", "code39", "code128"])
def test_what_is_typed_has_no_symbology_and_no_start_character(method: str, symbology: str) -> None:
    assert hand_over(NUMBER, method, symbology, "AA") == HandOver(method, None, NUMBER)


@pytest.mark.parametrize("method", ["barcode", "label"])
def test_nw7_carries_the_providers_start_and_stop(method: str) -> None:
    assert hand_over(NUMBER, method, "nw7", "AA") == HandOver(method, "nw7", "A180000000011A")
    assert hand_over("7", method, "nw7", "CD") == HandOver(method, "nw7", "C7D")


@pytest.mark.parametrize("method", ["barcode", "label"])
@pytest.mark.parametrize("symbology", ["code39", "code128"])
def test_other_symbologies_have_their_own(method: str, symbology: str) -> None:
    assert hand_over("AB12", method, symbology, "") == HandOver(method, symbology, "AB12")

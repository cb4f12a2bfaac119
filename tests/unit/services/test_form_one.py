from __future__ import annotations

from mykey.services.form_one import FormOneRefused, Problem


def test_all_faults_are_counted_and_fifty_are_told() -> None:
    refusal = FormOneRefused([Problem("text-missing", "ア", row, "設置場所") for row in range(2, 72)])
    assert refusal.facts["count"] == 70
    told = refusal.facts["problems"]
    assert isinstance(told, list)
    assert len(told) == len(refusal.problems) == 50
    assert told[0] == {
        "reason": "text-missing",
        "sheet": "ア",
        "row": "2",
        "column": "設置場所",
        "detail": "",
    }
    assert (refusal.code, refusal.status) == ("form-one-refused", 422)

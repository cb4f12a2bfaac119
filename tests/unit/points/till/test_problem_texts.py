from __future__ import annotations

from mykey.points.till.operations import OPERATIONS
from mykey.points.till.problem_texts import PROBLEM_TEXTS, REASONS
from tests.support.api_documents import check_texts

#: What Flask refuses before any call is known, and our own faults.
BEFORE_ANY_CALL = {"method-not-allowed", "broken"}
FACTS = {"retry_after", "members", "available", "ends_on", "left", "most"}


def test_every_refusal_has_its_words_in_both_languages() -> None:
    check_texts(OPERATIONS, PROBLEM_TEXTS, REASONS, FACTS)


def test_there_is_no_text_for_a_code_that_does_not_exist() -> None:
    told = {refusal.code for operation in OPERATIONS for refusal in operation.refusals}
    assert set(PROBLEM_TEXTS) == told | BEFORE_ANY_CALL

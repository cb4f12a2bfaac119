from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mykey.models.providers import Provider
from mykey.models.violations import violated_constraint
from mykey.web.engines import make_engine
from tests.factories.providers import a_library


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


def violation(session: Session, **changes: object) -> str | None:
    with pytest.raises(IntegrityError) as refused:
        a_library(session, **changes)
    session.rollback()
    return violated_constraint(refused.value)


def test_the_same_word_on_both_engines(engine: Engine) -> None:
    with Session(engine) as session:
        a_library(session)
        session.commit()
        assert session.get(Provider, "000001") is not None
        session.expunge_all()
        assert violation(session, name="another") == "pk_providers"
        assert violation(session, provider_id="000003") == "uq_providers_municipality_code_name"
        assert violation(session, provider_id="000004", name="x", kind="bank") == "ck_providers_kind"

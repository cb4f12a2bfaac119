from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mykey.certificates import RevocationLists, read_user_certificate
from mykey.jobs.import_revocation_lists import import_revocation_lists
from mykey.kernel.ports import RevocationListName
from mykey.kernel.refusals_of_cards import CertificateRevoked, RevocationUnknown
from mykey.services.ground import Ground
from tests.support.moving_clock import MovingClock
from town.authority.office import CardOffice


class OfficeLists:
    """The authority's lists without a network. `broken` names lists that do not come or are damaged."""

    def __init__(self, office: CardOffice) -> None:
        self._office = office
        self.down = False
        self.unanswered: set[str] = set()
        self.damaged: set[str] = set()

    def names(self) -> list[RevocationListName]:
        if self.down:
            raise RevocationUnknown
        return [
            RevocationListName(listed.ca_key_id, listed.distribution_point, listed.path)
            for listed in self._office.lists()
        ]

    def fetch(self, name: RevocationListName) -> bytes:
        if name.distribution_point in self.unanswered:
            raise RevocationUnknown
        der = self._office.crl(name.ca_key_id, name.distribution_point)
        return der[:-1] + bytes([der[-1] ^ 1]) if name.distribution_point in self.damaged else der


@pytest.fixture
def source(office: CardOffice) -> OfficeLists:
    return OfficeLists(office)


def check(ground: Ground, office: CardOffice, directory: Path) -> None:
    """Raises as the lists in the directory say."""
    certificate = read_user_certificate(office.card("hanako").user.der, ground.cards.trust, ground.clock())
    lists = RevocationLists(directory)
    lists.check(certificate.name, certificate.distribution_point, ground.clock(), timedelta(0))


def test_lists_are_put_in_place_and_renewed(
    ground: Ground, office: CardOffice, source: OfficeLists, clock: MovingClock, tmp_path: Path
) -> None:
    office.issue(name="hanako", holder="見本花子")
    directory = tmp_path / "fresh"
    first = import_revocation_lists(source, ground.cards.trust, directory, clock)
    assert (first.stored, first.refused, first.unanswered) == (len(source.names()), 0, 0)
    check(ground, office, directory)
    office.lose("hanako")
    clock.advance(seconds=5)
    import_revocation_lists(source, ground.cards.trust, directory, clock)
    with pytest.raises(CertificateRevoked):
        check(ground, office, directory)


def test_run_again_it_changes_nothing(
    ground: Ground, office: CardOffice, source: OfficeLists, clock: MovingClock, tmp_path: Path
) -> None:
    office.issue(name="hanako", holder="見本花子")
    for _ in range(2):
        imported = import_revocation_lists(source, ground.cards.trust, tmp_path / "fresh", clock)
        assert imported.refused == 0
    check(ground, office, tmp_path / "fresh")


@pytest.mark.parametrize("fault", ["unanswered", "damaged"])
def test_one_bad_list_keeps_no_other_out_and_leaves_the_present_one(
    ground: Ground,
    office: CardOffice,
    source: OfficeLists,
    clock: MovingClock,
    tmp_path: Path,
    fault: str,
) -> None:
    card = office.issue(name="hanako", holder="見本花子")
    directory = tmp_path / "fresh"
    import_revocation_lists(source, ground.cards.trust, directory, clock)
    office.lose("hanako")
    clock.advance(seconds=5)
    getattr(source, fault).add(card.user.distribution_point)
    imported = import_revocation_lists(source, ground.cards.trust, directory, clock)
    # Both generations of the authority have a list for the point.
    assert (imported.refused if fault == "damaged" else imported.unanswered) == 2
    assert imported.stored == len(source.names()) - 2
    check(ground, office, directory)


def test_an_authority_that_is_down_leaves_everything_as_it_is(
    ground: Ground, office: CardOffice, source: OfficeLists, clock: MovingClock, tmp_path: Path
) -> None:
    office.issue(name="hanako", holder="見本花子")
    directory = tmp_path / "fresh"
    import_revocation_lists(source, ground.cards.trust, directory, clock)
    source.down = True
    with pytest.raises(RevocationUnknown):
        import_revocation_lists(source, ground.cards.trust, directory, clock)
    check(ground, office, directory)

"""A renewed card takes its predecessor's place: the citizen need not do anything (features.md, D).

Asked of a citizen's page and of a look-up alike. It is a transaction of its own, so that it stays when the
rest is refused and so that it carries no nonce and no counter (architecture.md, "Library usage").
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mykey.kernel.clock import japan_day
from mykey.kernel.ports import CertificateName, SigningCertificateName
from mykey.kernel.randomness import random_id
from mykey.models.bindings import BINDING_DETAIL, Binding, BindingState
from mykey.models.links import LINK_SIGNING, Link
from mykey.models.violations import violated_constraint
from mykey.services.card_certificate import CardCertificate
from mykey.services.work import CardRules, Work

__all__ = ["add_binding", "live_binding", "move_binding"]


def move_binding(work: Work, cards: CardRules, old: UUID, certificate: CardCertificate) -> Binding | None:
    """Close the binding `old` as replaced and bind its citizen to `certificate`, unless that is done already.

    Gives the live binding of the certificate (detached: its transaction is over); None where `old` is no
    longer live and the certificate is not its successor. Links with change notice get the new signing
    certificate; where the holder has none in force, the old one stays and its watch ends by itself (jpki.md).
    Must come before the request's own transaction is touched (`Apart`).

    Raises:
        SuccessionUnknown: the linkage service did not name the signing certificate; nothing has changed.
    """
    watched = work.apart(lambda session: _has_watched_link(session, old))
    signing = cards.linkage.signing_certificate(certificate.name) if watched else None
    try:
        return work.apart(lambda session: _move(work, session, old, certificate, signing))
    except IntegrityError as error:
        if violated_constraint(error) not in {"uq_bindings_certificate_index", "uq_bindings_live_citizen"}:
            raise
        # Another request bound the same certificate meanwhile: what it wrote is the answer.
        return work.apart(lambda session: _detached(session, live_binding(work, session, certificate.name)))


def live_binding(work: Work, session: Session, name: CertificateName) -> Binding | None:
    """The binding in force of a certificate."""
    places = work.keys.certificate_candidates(name)
    return session.scalar(
        select(Binding).where(Binding.certificate_index.in_(places), Binding.state == BindingState.LIVE)
    )


def add_binding(work: Work, session: Session, citizen_id: UUID, certificate: CardCertificate) -> Binding:
    """Bind a citizen who has no live binding. The caller flushes and maps the violation."""
    row = random_id(work.random_bytes)
    detail = {
        "ca_key_id": certificate.name.ca_key_id.hex(),
        "serial": str(certificate.name.serial),
        "not_after": japan_day(certificate.not_after).isoformat(),
        "distribution_point": certificate.distribution_point,
        "since": japan_day(work.clock()).isoformat(),
        "until": None,
    }
    binding = Binding(
        id=row,
        citizen_id=citizen_id,
        certificate_index=work.keys.certificate_index(certificate.name),
        state=BindingState.LIVE,
        replaced_by=None,
        detail_sealed=work.keys.seal(BINDING_DETAIL, row, detail),
    )
    session.add(binding)
    return binding


def _has_watched_link(session: Session, old: UUID) -> bool:
    citizen = select(Binding.citizen_id).where(Binding.id == old).scalar_subquery()
    watched = select(Link.id).where(Link.citizen_id == citizen, Link.change_notice).limit(1)
    return session.scalar(watched) is not None


def _move(
    work: Work,
    session: Session,
    old: UUID,
    certificate: CardCertificate,
    signing: SigningCertificateName | None,
) -> Binding | None:
    # The row's lock lets a second mover wait and then see what the first one did.
    binding = session.scalar(select(Binding).where(Binding.id == old).with_for_update())
    if binding is None or binding.state != BindingState.LIVE:
        return _detached(session, live_binding(work, session, certificate.name))
    detail = work.keys.open_sealed(BINDING_DETAIL, binding.id, binding.detail_sealed)
    detail["until"] = japan_day(work.clock()).isoformat()
    binding.detail_sealed = work.keys.seal(BINDING_DETAIL, binding.id, detail)
    binding.state = BindingState.REPLACED
    session.flush()  # one live binding a citizen: the old one makes room before the new one comes
    moved = add_binding(work, session, binding.citizen_id, certificate)
    session.flush()  # the old one can point to the new one only when that stands
    binding.replaced_by = moved.id
    if signing is not None:
        _renew_watches(work, session, binding.citizen_id, signing)
    session.flush()  # write before it is detached
    return _detached(session, moved)


def _renew_watches(work: Work, session: Session, citizen_id: UUID, signing: SigningCertificateName) -> None:
    value = {
        "ca_key_id": signing.name.ca_key_id.hex(),
        "serial": str(signing.name.serial),
        "distribution_point": signing.distribution_point,
    }
    watched = select(Link).where(Link.citizen_id == citizen_id, Link.change_notice).with_for_update()
    for link in session.scalars(watched):
        link.signing_sealed = work.keys.seal(LINK_SIGNING, link.id, value)


def _detached(session: Session, binding: Binding | None) -> Binding | None:
    if binding is not None:
        session.refresh(binding)
        session.expunge(binding)
    return binding

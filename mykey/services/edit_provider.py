"""The operator corrects a provider's details. Numbers that are linked stay as they are."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.exc import IntegrityError

from mykey.kernel.refusals_of_officers import ProviderNameTaken, ProviderNotFound
from mykey.models.providers import Provider
from mykey.services.provider_rules import ProviderDetails, check_provider_details
from mykey.services.work import Work

__all__ = ["edit_provider", "find_provider"]


def edit_provider(work: Work, provider_id: str, details: ProviderDetails) -> Provider:
    """Replace every detail; the number and the municipality stay.

    Raises:
        ProviderNotFound: none of this number.
        ProviderRuleInvalid: details that contradict themselves.
        ProviderNameTaken: the municipality has another provider of this name.
    """
    provider = find_provider(work, provider_id)
    kept = check_provider_details(details)
    try:
        with work.session.begin_nested():
            for member, value in asdict(kept).items():
                setattr(provider, member, value)
    except IntegrityError:
        raise ProviderNameTaken from None
    return provider


def find_provider(work: Work, provider_id: str) -> Provider:
    """The provider of a number. Raises `ProviderNotFound`."""
    known = provider_id.isascii() and provider_id.isdigit()  # an address may hold anything, a NUL, too
    provider = work.session.get(Provider, provider_id) if known else None
    if provider is None:
        raise ProviderNotFound
    return provider

"""The operator sets up a provider of service IDs, before terminals can be issued for it."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from mykey.kernel.municipalities import municipality
from mykey.kernel.refusals_of_officers import ProviderNameTaken
from mykey.models.providers import Provider
from mykey.services.provider_rules import ProviderDetails, check_provider_details
from mykey.services.work import Work

__all__ = ["create_provider"]

TRIES = 5


def create_provider(work: Work, municipality_code: str, details: ProviderDetails) -> Provider:
    """Keep the provider under the next number, 000001 being the first.

    Raises:
        UnknownMunicipality: nobody has this code.
        ProviderRuleInvalid: details that contradict themselves.
        ProviderNameTaken: the municipality has a provider of this name.
    """
    code = municipality(municipality_code).code
    kept = check_provider_details(details)
    taken = select(Provider.provider_id).where(Provider.municipality_code == code, Provider.name == kept.name)
    if work.session.scalars(taken).first() is not None:
        raise ProviderNameTaken
    for _ in range(TRIES):
        last = work.session.scalar(select(func.max(Provider.provider_id)))
        provider = Provider(provider_id=f"{int(last or 0) + 1:06}", municipality_code=code, **asdict(kept))
        try:
            with work.session.begin_nested():
                work.session.add(provider)
        except IntegrityError as error:
            if "pk_providers" not in str(error.orig) and "providers.provider_id" not in str(error.orig):
                raise ProviderNameTaken from None
            # Another operator took the number a moment ago: the next one.
        else:
            return provider
    raise ProviderNameTaken
